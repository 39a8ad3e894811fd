#pragma once

#include "plugins/openai/settings.hpp"

#include <codexflow/json.hpp>

#include <string>

namespace codexflow::openai {

/** The body of POST /chat/completions for a request of the engine (the request document of the
 *  provider kind). Names of agents and tasks in it stay here. */
std::string write_request_body(const json::value& request, const provider_settings& settings);

} // namespace codexflow::openai
