#include "plugins/triggers/words.hpp"

#include "plugins/triggers/letters.hpp"

#include <array>

namespace codexflow::triggers {
namespace {

/// The classes of ASCII in one look-up: most text is that.
std::array<letter_class, 128> make_table()
{
    std::array<letter_class, 128> table;
    for (char32_t c = 0; c != table.size(); ++c)
        table[c] = classify(c);
    return table;
}

const std::array<letter_class, 128> ascii = make_table();

} // namespace

words::words(std::string_view text) : lower(folded(text))
{
    tokens.reserve(text.size() / 6);
    bool in_word = false, after_space = false;
    for (std::size_t at = 0; at < text.size();)
    {
        decoded next{static_cast<unsigned char>(text[at]), 1};
        letter_class what = letter_class::punctuation; // also what is not UTF-8
        if (next.code_point < 0x80)
            what = ascii[next.code_point];
        else if (next = decode(text, at); next.size != 1)
            what = classify(next.code_point);
        const auto begin = static_cast<std::uint32_t>(at);
        at += next.size;
        if (what == letter_class::space)
        {
            in_word = false;
            after_space = true;
            continue;
        }
        if (!in_word || what != letter_class::word)
        {
            tokens.push_back({begin, begin, what != letter_class::punctuation, after_space});
            after_space = false;
        }
        tokens.back().end = static_cast<std::uint32_t>(at);
        in_word = what == letter_class::word;
    }
}

} // namespace codexflow::triggers
