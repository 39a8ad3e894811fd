#pragma once

#include <string>

namespace codexflow {

struct agent;

/** What a model is told about who it is: the agent's name, descriptions and responsibilities, as
 *  written, in a fixed order. Pure: the same agent always gives the same bytes, so that a provider's
 *  prompt cache keeps working and a run can be repeated. */
std::string system_prompt(const agent& who);

} // namespace codexflow
