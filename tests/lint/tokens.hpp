#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::lint {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// One token of C++ source and its place among the brackets.
struct token
{
    std::string_view text;      ///< Views the source it was made from; a string literal is "\"".
    unsigned line = 0;          ///< From 1.
    std::size_t parent = none;  ///< The innermost open bracket around it.
    std::size_t partner = none; ///< Of a bracket: its other half; none when there is none.
};

/** Splits @p source, which has no comments and blank literals, into tokens.
 *  Preprocessor lines are left out; the replacement text of each macro becomes a stream of its own,
 *  because its brackets need not match its surroundings.
 *  @return the streams; the first is the file. They view @p source. */
std::vector<std::vector<token>> tokenize(std::string_view source);

} // namespace codexflow::lint
