#pragma once

#include <cstring>
#include <string>
#include <string_view>

namespace codexflow {

/** Why a file operation failed: a value, as those who append to files do not throw. False when nothing did. */
struct file_error
{
    file_error() = default;
    file_error(int code_, std::string_view step_) noexcept : code(code_), step(step_) {}

    int code = 0;          ///< An errno.
    std::string_view step; ///< What was tried: "open", "lock", "read", ... A literal.

    explicit operator bool() const noexcept { return code != 0; }

    /// "data/memory/coder.jsonl: write: No space left on device".
    std::string message(std::string_view path) const
    {
        return std::string(path).append(": ").append(step).append(": ").append(std::strerror(code));
    }
};

} // namespace codexflow
