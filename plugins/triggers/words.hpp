#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::triggers {

/// A word, or one character of punctuation.
struct token
{
    std::uint32_t begin = 0, end = 0; ///< Its bytes in the text.
    bool word = false;
    bool after_space = false; ///< Blanks stand before it.
};

/** A text cut into words. A word is as long a run of letters, digits and '_' as there is; every other
 *  character that is no blank stands for itself. Blanks only separate, however many they are. Texts up to
 *  4 GB. */
struct words
{
    explicit words(std::string_view text);

    std::string_view of(const token& one) const noexcept
    {
        return std::string_view(lower).substr(one.begin, one.end - one.begin);
    }

    std::string lower; ///< The text in lower case, byte for byte at the same place.
    std::vector<token> tokens;
};

} // namespace codexflow::triggers
