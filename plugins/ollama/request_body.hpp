#pragma once

#include "plugins/ollama/call_plan.hpp"
#include "plugins/ollama/settings.hpp"

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::ollama {

/** The body of POST /api/chat for a request of the engine (the request document of the provider kind).
 *  Names of agents and tasks in it stay here. */
std::string write_request_body(const json::value& request, const provider_settings& settings,
                               const call_plan& plan);

} // namespace codexflow::ollama
