#pragma once

#include "plugins/shell/bounded_output.hpp"

#include <codexflow/tool_call.hpp>

#include <chrono>

namespace codexflow::shell {

/// How a command ended.
struct outcome
{
    int status = 0; ///< Its exit code, or 128 and the number of the signal that ended it.
    bool timed_out = false;
    std::chrono::milliseconds timeout{0}; ///< The limit it had.
};

/// The answer for the model: what the command said, then, unless all is well, how it ended.
tool_result answer(const bounded_output& said, const outcome& how);

} // namespace codexflow::shell
