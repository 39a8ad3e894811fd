#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::files {

/// A text after an edit, or why it was not edited.
struct edited
{
    std::string text;
    std::size_t count = 0; ///< Places that were changed.
    std::string problem;   ///< In words for a model, with the lines it may have meant; empty if all is well.
};

/** Puts @p replacement in the place of @p wanted, byte for byte. @p wanted must stand in @p text exactly
 * once, or, with @p all, at least once; places do not overlap. Pure; linear in the text. */
edited edit_text(std::string_view text, std::string_view wanted, std::string_view replacement, bool all);

} // namespace codexflow::files
