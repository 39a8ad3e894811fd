#pragma once

#include "plugins/openai/settings.hpp"

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::openai {

/// The body of POST /responses for the engine's request document. What the wire does not know (the names
/// of agent and task) is not sent.
std::string write_responses_body(const json::value& request, const provider_settings& settings);

} // namespace codexflow::openai
