#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/** @file
 *  Checking, encoding and mending UTF-8. Only the standard library; every function is pure and may
 *  be called from any thread.
 *
 *  One extension is used on the inside: a lone UTF-16 surrogate, which JSON text may carry as
 *  "\ud83c" although no such character exists, is kept in its three-byte form (ED A0 80 to
 *  ED BF BF, "WTF-8") until utf8_joiner has seen the next piece. Nothing of that form may leave a
 *  program: append_clean() and utf8_joiner replace it. */
namespace codexflow::utf8 {

/// U+FFFD, which stands for everything that is not valid.
inline constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// What stands at one place of a byte string.
enum class unit : std::uint8_t
{
    character,  ///< A whole valid character of `size` bytes.
    surrogate,  ///< The three-byte form of a lone surrogate.
    incomplete, ///< The text ends inside what may become a character; `size` bytes are left.
    invalid,    ///< `size` bytes that cannot begin or go on as a character.
};

/// The result of looking at one place.
struct step
{
    unit what;
    std::size_t size; ///< Bytes to advance, at least 1.

    constexpr step(unit w, std::size_t n) noexcept : what(w), size(n) {}
};

namespace detail {

constexpr bool between(unsigned char c, unsigned low, unsigned high) noexcept
{
    return c >= low && c <= high;
}

/// How a sequence begins: its length (0 = no valid lead byte) and the range of its second byte.
struct lead
{
    std::size_t size;
    unsigned low;
    unsigned high;
};

constexpr lead classify(unsigned char c) noexcept
{
    if (between(c, 0xC2, 0xDF))
        return {2, 0x80, 0xBF};
    if (c == 0xE0)
        return {3, 0xA0, 0xBF}; // lower ones would be overlong
    if (between(c, 0xE1, 0xEF))
        return {3, 0x80, 0xBF}; // ED A0..BF is told apart as a surrogate
    if (c == 0xF0)
        return {4, 0x90, 0xBF};
    if (between(c, 0xF1, 0xF3))
        return {4, 0x80, 0xBF};
    if (c == 0xF4)
        return {4, 0x80, 0x8F}; // higher ones would be above U+10FFFF
    return {0, 0, 0};
}

} // namespace detail

/** Looks at @p text from @p at (less than its size) and says what stands there. An invalid run is
 *  as long as the part that could have begun a character, as browsers count it. */
constexpr step look(std::string_view text, std::size_t at) noexcept
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if (byte(0) < 0x80)
        return {unit::character, 1};
    const detail::lead first = detail::classify(byte(0));
    if (first.size == 0)
        return {unit::invalid, 1};
    const std::size_t left = text.size() - at;
    for (std::size_t i = 1; i < first.size; ++i)
    {
        if (i == left)
            return {unit::incomplete, left};
        const bool fits =
            i == 1 ? detail::between(byte(1), first.low, first.high) : detail::between(byte(i), 0x80, 0xBF);
        if (!fits)
            return {unit::invalid, i};
    }
    const bool surrogate = byte(0) == 0xED && byte(1) >= 0xA0;
    return {surrogate ? unit::surrogate : unit::character, first.size};
}

/// The number of ASCII bytes at the start of @p text; eight at a time, as most text is ASCII.
inline std::size_t ascii_prefix(std::string_view text) noexcept
{
    std::size_t at = 0;
    for (std::uint64_t block = 0; text.size() - at >= sizeof block; at += sizeof block)
    {
        std::memcpy(&block, text.data() + at, sizeof block);
        if ((block & 0x8080808080808080ULL) != 0)
            break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

/// The length of the valid start of @p text; equal to its size when all of it is valid UTF-8.
inline std::size_t valid_prefix(std::string_view text) noexcept
{
    std::size_t at = ascii_prefix(text);
    while (at < text.size())
    {
        const step found = look(text, at);
        if (found.what != unit::character)
            break;
        at += found.size;
        if (found.size == 1)
            at += ascii_prefix(text.substr(at));
    }
    return at;
}

/// Appends @p code_point (0 to 0x10FFFF) to @p out; a surrogate gets its three-byte form (see above).
inline void append(std::string& out, char32_t code_point)
{
    const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code_point < 0x80)
    {
        put(code_point);
    }
    else if (code_point < 0x800)
    {
        put(0xC0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3F));
    }
    else if (code_point < 0x10000)
    {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
    else
    {
        put(0xF0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3F));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

/// Appends @p text to @p out with every invalid run and every lone surrogate replaced by U+FFFD.
inline void append_clean(std::string& out, std::string_view text)
{
    for (;;)
    {
        const std::size_t good = valid_prefix(text);
        out.append(text.substr(0, good));
        if (good == text.size())
            return;
        out.append(replacement);
        text.remove_prefix(good + look(text, good).size);
    }
}

/// @p text with every invalid run and every lone surrogate replaced by U+FFFD.
inline std::string clean(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    append_clean(out, text);
    return out;
}

} // namespace codexflow::utf8
