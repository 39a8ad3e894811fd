#pragma once

#include <codexflow/detail/stream_lines.hpp>

#include <cstddef>
#include <string_view>

namespace codexflow {

/** Cuts a body of newline-delimited JSON into its lines, from any pieces. Pure: it does no I/O.
 *
 *      std::string_view line;
 *      decoder.feed(bytes);
 *      while (decoder.next(line)) ...       // at the end of the body: finish(), then the same loop
 *      if (decoder.failed()) ...
 *
 *  Lines end in LF, a CR before it goes too; empty lines are skipped; the last line may lack its end;
 *  one byte order mark is dropped. A line that lies whole in the fed bytes is not copied. Whether a
 *  line is JSON is for the reader of the line to find out.
 *
 *  One decoder serves one body, on one thread at a time. */
class ndjson_decoder
{
public:
    static constexpr std::size_t default_limit = 16 * 1024 * 1024;

    /// @param limit the most bytes of one line.
    explicit ndjson_decoder(std::size_t limit = default_limit) : lines_(detail::line_end::lf, limit) {}

    /// Hands over the next bytes. They must stay valid until next() has returned false, and next() must
    /// have done so before more is fed.
    void feed(std::string_view bytes) { lines_.feed(bytes); }

    /// The body has ended; next() then gives the last line if it lacked its end.
    void finish() noexcept { ended_ = true; }

    /// Gives the next line, valid until the next call. @return false when more bytes are needed, the
    /// body is done, or failed().
    bool next(std::string_view& line)
    {
        while (!failed() && lines_.next(line))
        {
            nul_ = line.starts_with('\0');
            if (!nul_ && line.find_first_not_of(" \t\r") != std::string_view::npos)
                return true;
        }
        if (closed_)
            return false;
        lines_.save();
        nul_ = nul_ || lines_.rest().starts_with('\0');
        if (!ended_ || failed())
            return false;
        closed_ = true;
        line = lines_.rest();
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        unterminated_ = line.find_first_not_of(" \t\r") != std::string_view::npos;
        return unterminated_;
    }

    /// The line given last lacked its line end: if it is not JSON, the body was cut short.
    bool unterminated() const noexcept { return unterminated_; }

    /// The body cannot be decoded; failure() says why, in words. Nothing more will come.
    bool failed() const noexcept { return nul_ || lines_.too_long(); }
    std::string_view failure() const noexcept
    {
        if (nul_)
            return "the stream holds NUL bytes where a line should begin";
        return lines_.too_long() ? "a line of the stream is longer than the limit" : std::string_view();
    }

private:
    detail::stream_lines lines_;
    bool ended_ = false;
    bool closed_ = false;
    bool nul_ = false;
    bool unterminated_ = false;
};

} // namespace codexflow
