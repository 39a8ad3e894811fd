#include "plugins/triggers/words.hpp"

#include "plugins/triggers/letters.hpp"

#include <codexflow/utf8.hpp>

namespace codexflow::triggers {

words::words(std::string_view text)
{
    folded.reserve(text.size());
    bool in_word = false, after_space = false;
    for (std::size_t at = 0; at < text.size();)
    {
        const decoded next = decode(text, at);
        const letter_class what = next.size == 1 && next.code_point >= 0x80 ? letter_class::punctuation
                                                                             : classify(next.code_point);
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
            const auto from = static_cast<std::uint32_t>(folded.size());
            tokens.push_back({begin, begin, from, from, what != letter_class::punctuation, after_space});
            after_space = false;
        }
        if (next.code_point < 0x80)
            folded += static_cast<char>(fold(next.code_point));
        else
            utf8::append(folded, fold(next.code_point));
        tokens.back().end = static_cast<std::uint32_t>(at);
        tokens.back().folded_end = static_cast<std::uint32_t>(folded.size());
        in_word = what == letter_class::word;
    }
}

} // namespace codexflow::triggers
