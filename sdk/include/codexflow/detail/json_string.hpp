#pragma once

#include <codexflow/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/** @file
 *  The inside of JSON strings: finding their end, and decoding their escapes. */
namespace codexflow::json::detail {

/// The next byte from @p at that is not plain (a quote, a backslash, a control), or @p end.
inline const char* skip_plain(const char* at, const char* end) noexcept
{
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t tops = 0x8080808080808080ULL;
    // Eight bytes at a time: a zero byte in (block ^ pattern) borrows into its top bit. A borrow can
    // raise false alarms only above a true one, so the lowest alarm is always true.
    for (std::uint64_t block = 0; static_cast<std::size_t>(end - at) >= sizeof block; at += sizeof block)
    {
        std::memcpy(&block, at, sizeof block);
        const std::uint64_t quote = block ^ (ones * '"');
        const std::uint64_t slash = block ^ (ones * '\\');
        const std::uint64_t hit =
            ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((block - ones * 0x20) & ~block);
        if ((hit & tops) != 0)
        {
            if constexpr (std::endian::native == std::endian::little)
                return at + std::countr_zero(hit & tops) / 8;
            break;
        }
    }
    while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20)
        ++at;
    return at;
}

/// Reads four hexadecimal digits; on false @p at is where one is missing.
inline bool read_hex4(const char*& at, const char* end, char32_t& code) noexcept
{
    code = 0;
    for (int i = 0; i < 4; ++i, ++at)
    {
        const char c = at != end ? *at : '\0';
        char32_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<char32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<char32_t>(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            digit = static_cast<char32_t>(c - 'A' + 10);
        else
            return false;
        code = (code << 4) | digit;
    }
    return true;
}

/** Decodes one escape, @p at on its backslash, to the end of @p out. Two halves of a surrogate pair make
 *  one character, a lone half keeps its three-byte form (see utf8.hpp).
 *  @return false at a fault: @p at is its place (@p end if the text stops there), @p wrong its name. */
inline bool read_escape(const char*& at, const char* end, std::string& out, std::string_view& wrong)
{
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (++at == end)
        return false;
    if (*at != 'u')
    {
        const std::size_t which = letters.find(*at);
        wrong = "an unknown escape inside a string";
        if (which == std::string_view::npos)
            return false;
        ++at;
        out += values[which];
        return true;
    }
    wrong = "four hexadecimal digits are missing behind \\u";
    char32_t code = 0;
    if (!read_hex4(++at, end, code))
        return false;
    const bool high = code >= 0xD800 && code < 0xDC00;
    if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u')
    {
        const char* next = at + 2;
        char32_t low = 0;
        if (!read_hex4(next, end, low))
        {
            at = next;
            return false;
        }
        if (low >= 0xDC00 && low < 0xE000)
        {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            at = next;
        } // else not its partner: it is read again on its own
    }
    utf8::append(out, code);
    return true;
}

} // namespace codexflow::json::detail
