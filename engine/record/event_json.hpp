#pragma once

#include "engine/record/event.hpp"

#include <string>
#include <string_view>

namespace codexflow {

class secret_mask;

/// What every line carries besides the event's own members.
struct event_envelope
{
    std::string_view run_id;
    std::string_view ts;
    std::int64_t t_ns = -1; ///< Negative: left out.
};

/// Appends the event as one line of JSON with its newline (docs/schemas/event.schema.json).
void write_json(const run_event& what, const event_envelope& envelope, std::string& out);

/// Masks every text of @p body that may hold words of others.
void mask_payload(event::payload& body, const secret_mask& mask);

} // namespace codexflow
