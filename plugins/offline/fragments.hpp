#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::offline {

/// Cuts @p text behind every @p words words (1 or more), the blanks behind a word kept with it. Joined
/// again the pieces are the text.
inline std::vector<std::string> cut_by_words(std::string_view text, std::size_t words)
{
    const auto blank = [&](std::size_t i) { return text[i] == ' ' || text[i] == '\n' || text[i] == '\t'; };
    std::vector<std::string> pieces;
    std::size_t begin = 0;
    std::size_t count = 0; // words begun in the piece at `begin`
    for (std::size_t at = 0; at != text.size(); ++at)
    {
        if (blank(at) || (at != 0 && !blank(at - 1)))
            continue;
        if (count == words)
        {
            pieces.emplace_back(text.substr(begin, at - begin));
            begin = at;
            count = 0;
        }
        ++count;
    }
    if (begin != text.size())
        pieces.emplace_back(text.substr(begin));
    return pieces;
}

/// The number of words in @p text.
inline std::size_t count_words(std::string_view text)
{
    std::size_t count = 0;
    bool inside = false;
    for (const char c : text)
    {
        const bool blank = static_cast<unsigned char>(c) <= ' ';
        count += !blank && !inside ? 1U : 0U;
        inside = !blank;
    }
    return count;
}

} // namespace codexflow::offline
