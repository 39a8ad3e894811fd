#pragma once

#include <codexflow/abi.h>

#include <string_view>

/** @file
 *  Between the views of the C boundary and those of the standard library. No copy is made: the
 *  lifetimes of abi.h hold. */
namespace codexflow {

inline cflow_str to_abi(std::string_view text) noexcept { return {text.data(), text.size()}; }

inline std::string_view from_abi(cflow_str text) noexcept
{
    return text.len == 0 ? std::string_view() : std::string_view(text.ptr, text.len);
}

/// Appends to the host's answer; a null writer takes nothing.
inline void write_to(const cflow_writer* out, std::string_view text) noexcept
{
    if (out != nullptr)
        out->write(out, to_abi(text));
}

} // namespace codexflow
