#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::files {

/** Some lines of a text that comes in pieces: those from a first one on, at most so many lines and bytes.
 *  Pure; pieces may end anywhere. */
class line_window
{
public:
    /// @param first From 1. @param lines, bytes How much at most; at least 1.
    line_window(std::size_t first, std::size_t lines, std::size_t bytes) noexcept
        : first_(first),
          end_(first + lines),
          bytes_(bytes)
    {}

    void feed(std::string_view piece)
    {
        while (!piece.empty() && !done_)
        {
            const std::size_t newline = piece.find('\n');
            const std::string_view part = piece.substr(0, newline == piece.npos ? newline : newline + 1);
            piece.remove_prefix(part.size());
            take(part);
        }
    }

    /// Whether what follows cannot matter: there is more than the window takes.
    bool done() const noexcept { return done_; }
    /// The lines, as they are, ends included.
    const std::string& text() const noexcept { return text_; }
    /// Lines seen so far, a last one without end included.
    std::size_t seen() const noexcept { return line_ - (at_start_ ? 1 : 0); }
    /// The line after the last one that is in the text, be it whole or not.
    std::size_t next() const noexcept { return next_; }
    /// The last line is cut: it alone is longer than the limit of bytes, or it was when the limit was
    /// reached.
    bool cut() const noexcept { return cut_; }

private:
    void take(std::string_view part)
    {
        if (line_ >= end_)
        {
            done_ = true;
            return;
        }
        if (line_ >= first_)
            keep(part);
        at_start_ = part.back() == '\n';
        line_ += at_start_ ? 1 : 0;
    }

    void keep(std::string_view part)
    {
        const std::size_t room = bytes_ - text_.size();
        if (part.size() <= room)
        {
            text_.append(part);
            next_ = line_ + 1;
            return;
        }
        done_ = true;
        const std::size_t begin = line_begin();
        if (begin != 0) // a line that does not fit is left for the next time
        {
            text_.resize(begin);
            next_ = line_;
            return;
        }
        text_.append(part.substr(0, room));
        next_ = line_ + 1;
        cut_ = true;
    }

    /// Where the line that is being kept begins in the text.
    std::size_t line_begin() const noexcept
    {
        const std::size_t newline = text_.rfind('\n');
        return newline == text_.npos ? 0 : newline + 1;
    }

    std::size_t first_, end_, bytes_;
    std::string text_;
    std::size_t line_ = 1; ///< The one being read.
    std::size_t next_ = 1;
    bool at_start_ = true; ///< Nothing of it was read yet.
    bool done_ = false;
    bool cut_ = false;
};

} // namespace codexflow::files
