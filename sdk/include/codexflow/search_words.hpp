#pragma once

#include <codexflow/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Searching texts by words, so that every memory finds the same: a word is letters and digits without a break (a byte
 *  above 0x7F counts as a letter, '_' does not), case does not matter, and a word that is asked for is found where a
 *  word of the text begins with it: "test" in "Tests", not in "latest". */
namespace codexflow {

/// Appends @p text in lower case: ASCII, Latin, Greek and Cyrillic letters; all else as it is.
inline void append_folded(std::string& out, std::string_view text)
{
    const auto two = [&out](unsigned code) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    };
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool pair = at + 1 < text.size() && (static_cast<unsigned char>(text[at + 1]) & 0xC0) == 0x80;
        if (byte < 0xC3 || byte > 0xD0 || !pair)
        {
            out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : static_cast<char>(byte);
            continue;
        }
        unsigned code = ((byte & 0x1Fu) << 6) | (static_cast<unsigned char>(text[at + 1]) & 0x3Fu);
        ++at;
        const auto within = [&code](unsigned first, unsigned last) { return code >= first && code <= last; };
        if ((within(0xC0, 0xDE) && code != 0xD7) || (within(0x391, 0x3A9) && code != 0x3A2) || within(0x410, 0x42F))
            code += 32;
        else if (within(0x400, 0x40F))
            code += 80;
        else if ((within(0x100, 0x12F) || within(0x132, 0x137) || within(0x14A, 0x177)) && code % 2 == 0)
            ++code;
        else if ((within(0x139, 0x147) || within(0x179, 0x17D)) && code % 2 == 1)
            ++code;
        two(code);
    }
}

inline std::string folded(std::string_view text)
{
    std::string made;
    made.reserve(text.size());
    append_folded(made, text);
    return made;
}

/// Whether a byte belongs to a word: what the tokenizer "ascii" of SQLite's full-text search takes for one.
inline bool is_word_byte(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// The words of what somebody asks for, folded. Empty if it holds none.
inline std::vector<std::string> search_words(std::string_view asked)
{
    std::vector<std::string> found;
    const std::string text = folded(asked);
    for (std::size_t at = 0; at < text.size();)
    {
        std::size_t end = at;
        while (end < text.size() && is_word_byte(text[end]))
            ++end;
        if (end != at)
            found.push_back(text.substr(at, end - at));
        at = end == at ? at + 1 : end;
    }
    return found;
}

/// Whether a word of @p folded_text begins with @p word, which is folded too.
inline bool has_word(std::string_view folded_text, std::string_view word) noexcept
{
    for (std::size_t at = folded_text.find(word); at != std::string_view::npos; at = folded_text.find(word, at + 1))
        if (at == 0 || !is_word_byte(folded_text[at - 1]))
            return true;
    return false;
}

inline bool has_all_words(std::string_view folded_text, const std::vector<std::string>& words) noexcept
{
    for (const std::string& word : words)
        if (!has_word(folded_text, word))
            return false;
    return true;
}

/// Appends all texts of a JSON value, folded, with a blank behind each: strings, names of members, numbers.
inline void append_searchable(std::string& out, const json::value& value)
{
    if (value.is_string())
    {
        append_folded(out, value.string());
        out += ' ';
    }
    else if (value.is_number())
    {
        out.append(value.raw()) += ' ';
    }
    for (const json::value each : value.elements())
        append_searchable(out, each);
    for (const json::member each : value.members())
    {
        append_folded(out, each.name);
        out += ' ';
        append_searchable(out, each.value);
    }
}

} // namespace codexflow
