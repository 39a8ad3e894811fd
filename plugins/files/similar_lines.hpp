#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::files {

struct similar_line
{
    std::size_t number; ///< From 1.
    std::string text;   ///< Without its end; long ones are cut.
    double likeness;    ///< 1: the same but for blanks.
};

/** The lines of @p text most like the first line of @p wanted that is not blank, in their order; at most
 * three, none if none is like it. Compared by pairs of characters without blanks; linear in the text. Pure.
 */
std::vector<similar_line> similar_lines(std::string_view text, std::string_view wanted);

} // namespace codexflow::files
