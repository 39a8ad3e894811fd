#pragma once

#include "engine/record/event.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace codexflow {

class redaction;

/// What every line carries besides the event's own members.
struct event_envelope
{
    std::string_view run_id;
    std::string_view ts;
    std::int64_t t_ns = -1; ///< Negative: left out.
};

/// Appends the event as one line of JSON with its newline (docs/schemas/event.schema.json).
void write_json(const run_event& what, const event_envelope& envelope, std::string& out);

/** Redacts every text of @p body, whatever member it is; a task is replaced by @p shown_as of it. A chunk is not touched,
 *  as its text is a part of a longer one. */
void redact_payload(event::payload& body, const redaction& by,
                    const std::function<const task_ref*(const task_ref*)>& shown_as);

} // namespace codexflow
