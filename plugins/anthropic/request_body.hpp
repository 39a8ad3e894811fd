#pragma once

#include "plugins/anthropic/settings.hpp"

#include <codexflow/json.hpp>

#include <string>
#include <string_view>

namespace codexflow::anthropic {

/** The body of POST /v1/messages for the engine's request document. What the wire does not know
 *  (the names of agent and task) is not sent.
 *  @param begun an answer that the server has paused, to be gone on with: its blocks, a JSON array; or
 *               empty. */
std::string write_request_body(const json::value& request, const provider_settings& settings,
                               std::string_view begun = {});

} // namespace codexflow::anthropic
