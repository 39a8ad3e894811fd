#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/** @file
 *  What characters secrets are made of. Bytes above 0x7F belong to none of these sets. */
namespace codexflow::secrets {

/// Sets of characters, one bit each.
enum class charset : std::uint16_t
{
    alnum = 1,     ///< A-Z a-z 0-9
    hex = 2,       ///< 0-9 a-f A-F
    upper = 4,     ///< A-Z 0-9
    word = 8,      ///< alnum, _ and -: base64 as URLs have it, and most keys.
    dotted = 16,   ///< word and .
    base64 = 32,   ///< alnum, + / =
    token = 64,    ///< What may follow "Bearer": alnum and - . _ ~ + / =
    encoded = 128, ///< base64, and % as URLs spell its other characters.
};

namespace detail {

constexpr std::uint16_t sets_of(unsigned char c)
{
    const bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
    const bool alnum = digit || upper || lower;
    const bool word = alnum || c == '_' || c == '-';
    const bool base64 = alnum || c == '+' || c == '/' || c == '=';
    unsigned sets = 0;
    const auto add = [&sets](bool in, charset set) { sets |= in ? static_cast<unsigned>(set) : 0U; };
    add(alnum, charset::alnum);
    add(digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'), charset::hex);
    add(digit || upper, charset::upper);
    add(word, charset::word);
    add(word || c == '.', charset::dotted);
    add(base64, charset::base64);
    add(word || base64 || c == '.' || c == '~', charset::token);
    add(base64 || c == '%', charset::encoded);
    return static_cast<std::uint16_t>(sets);
}

constexpr std::array<std::uint16_t, 256> make_sets()
{
    std::array<std::uint16_t, 256> all{};
    for (unsigned c = 0; c != 256; ++c)
        all[c] = sets_of(static_cast<unsigned char>(c));
    return all;
}
inline constexpr std::array<std::uint16_t, 256> sets = make_sets();

} // namespace detail

constexpr bool in(charset set, char c) noexcept
{
    return (detail::sets[static_cast<unsigned char>(c)] & static_cast<std::uint16_t>(set)) != 0;
}
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr char to_lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; }

/// How far the characters of a set go, and what is among them.
struct run
{
    std::size_t size = 0;   ///< Bytes; a slash may be spelt "\/", as some write it in JSON.
    std::size_t count = 0;  ///< Characters.
    bool digit = false, upper = false, lower = false;
    bool mixed = false;     ///< A capital behind a small letter, or one of + / =.
    std::size_t stretch = 0; ///< The most letters and digits in a row.
    bool open = false;      ///< The text ends in it, or may: it is not known how far it goes.
};

/// From the start of @p text, at most @p most characters. @p final: the text is all there is.
constexpr run run_of(std::string_view text, charset set, std::size_t most, bool final) noexcept
{
    run made;
    std::size_t row = 0;
    while (made.count < most)
    {
        if (made.size == text.size())
        {
            made.open = !final;
            break;
        }
        const char c = text[made.size];
        if (c == '\\' && in(set, '/'))
        {
            if (made.size + 1 == text.size())
                made.open = !final;
            if (made.size + 1 == text.size() || text[made.size + 1] != '/')
                break;
            ++made.size;
        }
        else if (!in(set, c))
            break;
        made.mixed = made.mixed || (is_upper(c) && made.lower) || c == '+' || c == '/' || c == '=';
        row = in(charset::alnum, c) ? row + 1 : 0;
        made.stretch = made.stretch < row ? row : made.stretch;
        made.digit = made.digit || is_digit(c);
        made.upper = made.upper || is_upper(c);
        made.lower = made.lower || is_lower(c);
        ++made.size;
        ++made.count;
    }
    return made;
}

} // namespace codexflow::secrets
