#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace re2 {
class RE2;
}

namespace codexflow::files {

enum class letter_case : std::uint8_t
{
    exact,
    ignore
};

/** A pattern of RE2: matched in linear time, whoever wrote it, with bounded memory.
 *  Throws tool_error, with what is wrong, for a pattern that is none or too large. */
std::unique_ptr<re2::RE2> compile(std::string_view pattern, letter_case letters);

} // namespace codexflow::files
