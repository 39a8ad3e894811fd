#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/record/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/** @file
 *  What stands in a task's folder: input.json and output.json, in the shape that the original gave them, so
 *  that what reads its folders reads ours. Pure. */
namespace codexflow {

class redaction;

/// How a task ended, for its output.json. Refers to what somebody else owns.
struct task_result
{
    std::int64_t ms = 0;
    std::string_view output;    ///< What the agent said, all or a part.
    const error* why = nullptr; ///< Null if it succeeded.
    bool may_go_on = false;     ///< Who resumes the run needs what its calls left in the folder.
};

/// The first line of what an agent said, at most 200 bytes of it; a view of @p output.
std::string_view summary_of(std::string_view output);

/// The task as it was written, as JSON; secrets in it are masked.
std::string input_json(const doc::node& task, const redaction& by);

/** {"alias", "agentId", "task", "ok", "ms", "engine", "summary", "output"} and, of a task that failed, "error".
 *  The summary is the first line of the output, or the error's message. */
std::string output_json(const task_ref& who, const doc::node& task, const task_result& how, const redaction& by);

} // namespace codexflow
