#pragma once

#include <string>

namespace codexflow {

struct agent;

/** What a model is told about who it is: the agent's own prompt if its definition has one, else its name,
 *  descriptions and responsibilities, as written, in a fixed order. Pure: the same agent always gives the same bytes, so that a provider's
 *  prompt cache keeps working and a run can be repeated. */
std::string system_prompt(const agent& who);

/// What a model is asked: @p task, in the template of the agent if it has one. Pure.
std::string task_text(const agent& who, const std::string& task);

} // namespace codexflow
