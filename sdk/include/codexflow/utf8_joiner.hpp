#pragma once

#include <codexflow/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow {

/** Makes valid UTF-8 of a text that arrives in pieces.
 *
 *  Some servers cut their deltas inside a character: "\ud83c" at the end of one and "\udf0d" at the
 *  start of the next, or a multi-byte sequence between its bytes. The joiner holds such an unfinished
 *  tail (at most five bytes) back until the next piece, joins what belongs together and replaces by
 *  U+FFFD what stays alone or is invalid.
 *
 *  One joiner serves one field of one stream (the text of choice 0, say). It is owned by the decoder
 *  and needs no other thread's care. It ends with finish(). */
class utf8_joiner
{
public:
    /** Takes the next piece and gives what can be passed on now; possibly nothing.
     *  @param piece bytes, with lone surrogates in their three-byte form as codexflow::json gives them.
     *  @return a view of @p piece itself when nothing had to be changed, else of this object's
     *          storage; valid until the next call and as long as @p piece. */
    std::string_view feed(std::string_view piece)
    {
        if (held_.empty() && utf8::valid_prefix(piece) == piece.size())
            return piece;
        held_.append(piece);
        out_.clear();
        held_.erase(0, convert(held_));
        return out_;
    }

    /** Ends the text: what is still held back becomes one U+FFFD.
     *  @return the rest to pass on, often empty. The joiner can then be used for another text. */
    std::string_view finish()
    {
        if (held_.empty())
            return {};
        held_.clear();
        return utf8::replacement;
    }

private:
    /// Appends the clean form of @p text to out_ and returns how many bytes are done with.
    std::size_t convert(std::string_view text)
    {
        std::size_t at = 0;
        while (at < text.size())
        {
            const utf8::step found = utf8::look(text, at);
            if (found.what == utf8::unit::character)
            {
                out_.append(text.substr(at, found.size));
            }
            else if (found.what == utf8::unit::incomplete)
            {
                break;
            }
            else if (found.what == utf8::unit::surrogate && is_high(text, at))
            {
                const half next = low_half(text, at + 3);
                if (next == half::unknown)
                    break;
                if (next == half::low)
                {
                    utf8::append(out_, 0x10000 + (bits(text, at) << 10) + bits(text, at + 3));
                    at += 6;
                    continue;
                }
                out_.append(utf8::replacement);
            }
            else
            {
                out_.append(utf8::replacement);
            }
            at += found.size;
        }
        return at;
    }

    enum class half
    {
        low,     ///< A low half stands there.
        other,   ///< Something else does.
        unknown, ///< The text ends before that can be told.
    };

    static unsigned char byte(std::string_view text, std::size_t at) noexcept
    {
        return static_cast<unsigned char>(text[at]);
    }

    /// The ten bits a surrogate at @p at carries.
    static char32_t bits(std::string_view text, std::size_t at) noexcept
    {
        return static_cast<char32_t>(((byte(text, at + 1) & 0x0F) << 6) | (byte(text, at + 2) & 0x3F));
    }

    static bool is_high(std::string_view text, std::size_t at) noexcept { return byte(text, at + 1) < 0xB0; }

    static half low_half(std::string_view text, std::size_t at) noexcept
    {
        if (at == text.size())
            return half::unknown;
        if (byte(text, at) != 0xED)
            return half::other;
        if (at + 1 == text.size())
            return half::unknown;
        if (byte(text, at + 1) < 0xB0 || byte(text, at + 1) > 0xBF)
            return half::other;
        if (at + 2 == text.size())
            return half::unknown;
        return (byte(text, at + 2) & 0xC0) == 0x80 ? half::low : half::other;
    }

    std::string held_; // the unfinished tail of what was fed
    std::string out_;  // what the last feed() gave, when it had to be changed
};

} // namespace codexflow
