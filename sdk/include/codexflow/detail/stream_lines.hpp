#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace codexflow::detail {

/// Empties a buffer and gives its memory back if one huge line made it grow beyond 256 KiB.
inline void recycle(std::string& buffer)
{
    constexpr std::size_t keep = 256 * 1024;
    if (buffer.capacity() > keep)
        std::string().swap(buffer);
    else
        buffer.clear();
}

/// Where lines end.
enum class line_end : std::uint8_t
{
    any, ///< LF, CR or CR LF (event streams).
    lf,  ///< LF alone, a CR before it belongs to the end (NDJSON).
};

/** Cuts a byte stream into lines without copying those that lie whole in one fed piece. One byte order
 *  mark at the very start is dropped. Each byte is looked at a bounded number of times however small
 *  the pieces are.
 *
 *  Use: feed(), next() until it says no, save(), and so on; rest() once nothing more comes. */
class stream_lines
{
public:
    stream_lines(line_end ends, std::size_t limit) noexcept : ends_(ends), limit_(limit) {}

    /// @p bytes must stay valid until save().
    void feed(std::string_view bytes)
    {
        input_ = bytes;
        at_ = 0;
        lf_ = none;
        if (!started_)
            skip_mark();
    }

    /** The next whole line, without its end.
     *  @param line valid until save().
     *  @return false when none is left or the limit was passed. */
    bool next(std::string_view& line)
    {
        if (skip_lf_ && at_ < input_.size())
        {
            at_ += input_[at_] == '\n' ? 1U : 0U;
            skip_lf_ = false;
        }
        const std::size_t end = find_end();
        if (end == none)
        {
            too_long_ = too_long_ || kept_size() + (input_.size() - at_) > limit_;
            return false;
        }
        std::string_view found = input_.substr(at_, end - at_);
        if (kept_size() + found.size() > limit_)
        {
            too_long_ = true;
            return false;
        }
        if (kept_size() != 0)
        {
            kept_.append(found);
            found = kept_;
            kept_used_ = true;
        }
        at_ = end + 1;
        if (input_[end] == '\r')
            skip_lf_ = true;
        else if (ends_ == line_end::lf && !found.empty() && found.back() == '\r')
            found.remove_suffix(1);
        line = found;
        return true;
    }

    /// Copies what is left of the fed bytes, so that they may go. Lines given out are dead.
    void save()
    {
        if (kept_used_)
            recycle(kept_);
        kept_used_ = false;
        if (!too_long_)
            kept_.append(input_.substr(at_));
        input_ = {};
        at_ = 0;
        lf_ = none;
    }

    /// The line that was begun and not ended; complete only after save().
    std::string_view rest() const noexcept { return kept_; }

    /// A line went beyond the limit; nothing more will come.
    bool too_long() const noexcept { return too_long_; }

private:
    static constexpr std::size_t none = std::string_view::npos;

    std::size_t kept_size() const noexcept { return kept_used_ ? 0 : kept_.size(); }

    /// The index of the byte that ends the line at at_, or none.
    std::size_t find_end()
    {
        if (too_long_ || at_ >= input_.size())
            return none;
        if (lf_ == none || lf_ < at_) // remembered, or lines ended by CR would search to the end each
            lf_ = std::min(input_.find('\n', at_), input_.size());
        if (ends_ == line_end::any)
        {
            const void* cr = std::memchr(input_.data() + at_, '\r', lf_ - at_);
            if (cr != nullptr)
                return static_cast<std::size_t>(static_cast<const char*>(cr) - input_.data());
        }
        return lf_ == input_.size() ? none : lf_;
    }

    /// Drops a byte order mark, which may itself come in pieces.
    void skip_mark()
    {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        while (at_ < input_.size() && mark_ < mark.size() && input_[at_] == mark[mark_])
        {
            ++at_;
            ++mark_;
        }
        if (mark_ < mark.size() && at_ == input_.size())
            return; // not known yet
        if (mark_ < mark.size())
            kept_.assign(mark.substr(0, mark_)); // it was none: these bytes belong to the first line
        started_ = true;
    }

    line_end ends_;
    std::size_t limit_;
    std::string_view input_; // the fed bytes, borrowed
    std::size_t at_ = 0;     // how far they are used
    std::size_t lf_ = none;  // the next LF at or behind at_, if known
    std::string kept_;       // the start of a line whose end has not come
    std::size_t mark_ = 0;   // bytes of a byte order mark seen so far
    bool kept_used_ = false; // kept_ was given out as a line
    bool skip_lf_ = false;   // the last line ended with CR: an LF right behind belongs to it
    bool started_ = false;   // the start of the stream has been looked at
    bool too_long_ = false;
};

} // namespace codexflow::detail
