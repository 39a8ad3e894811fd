#pragma once

#include <codexflow/detail/stream_lines.hpp>
#include <codexflow/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow {

/// One event of an event stream. The views are valid until the next call of the decoder, and `data`
/// also needs the bytes fed last.
struct sse_event
{
    std::string_view type; ///< What `event:` said; empty when it said nothing ("message" by the book).
    std::string_view data; ///< The `data:` lines joined by LF.
    std::string_view id;   ///< The last `id:` of the stream so far.
    /** The event is a single line whose field NAME is `error` ("error: {..}"). The standard ignores
     *  such lines; llama-box and older llama.cpp report failures that way. `data` is its value. */
    bool error_line = false;
};

/** Decodes text/event-stream from any pieces of a body. Pure: it does no I/O and holds no clock.
 *
 *      sse_event event;
 *      decoder.feed(bytes);
 *      while (decoder.next(event)) ...      // at the end of the body: finish(), then the same loop
 *      if (decoder.failed()) ...
 *
 *  Lines end in LF, CR or CR LF, also cut between two reads; one byte order mark is dropped; comments
 *  and unknown fields are skipped; events without data are skipped. An event that lies whole in the
 *  fed bytes is not copied. UTF-8 is left as it is (see utf8_joiner).
 *
 *  End of the body: an event whose closing blank line is missing is given if its data is whole JSON or
 *  "[DONE]"; otherwise it is dropped and truncated() says so.
 *
 *  One decoder serves one body, on one thread at a time. */
class sse_decoder
{
public:
    static constexpr std::size_t default_limit = 16 * 1024 * 1024;

    /// @param limit the most bytes of one line and of the data of one event.
    explicit sse_decoder(std::size_t limit = default_limit)
        : lines_(detail::line_end::any, limit),
          limit_(limit)
    {}

    /// Hands over the next bytes. They must stay valid until next() has returned false, and next() must
    /// have done so before more is fed.
    void feed(std::string_view bytes) { lines_.feed(bytes); }

    /// The body has ended; next() then gives what may still be pending.
    void finish() noexcept { ended_ = true; }

    /// Gives the next event. @return false when more bytes are needed, the body is done, or failed().
    bool next(sse_event& event)
    {
        if (given_)
            forget();
        std::string_view line;
        while (failure_.empty() && lines_.next(line))
        {
            if (take(line, event))
                return true;
        }
        if (lines_.too_long() && failure_.empty())
            failure_ = "a line of the event stream is longer than the limit";
        keep_data();
        lines_.save();
        if (lines_.rest().starts_with('\0'))
            failure_ = nul_bytes;
        return ended_ && !closed_ && failure_.empty() && close(event);
    }

    /// The stream cannot be decoded; failure() says why, in words. Nothing more will come.
    bool failed() const noexcept { return !failure_.empty(); }
    std::string_view failure() const noexcept { return failure_; }

    /// After the end: the body stopped inside an event, which was dropped.
    bool truncated() const noexcept { return truncated_; }

    /// The last `id:` so far, also of an event without data; valid until the next call.
    std::string_view last_id() const noexcept { return id_; }

    /// The last `retry:`, in milliseconds.
    std::optional<std::uint64_t> retry_ms() const noexcept { return retry_; }

private:
    static constexpr std::string_view nul_bytes =
        "the event stream holds NUL bytes where a line should begin";

    /// Applies one line; true when it completes an event.
    bool take(std::string_view line, sse_event& event)
    {
        if (line.empty())
        {
            if (!has_data_)
            {
                forget();
                return false;
            }
            given_ = true;
            fill(event, data_, false);
            return true;
        }
        if (line.front() == ':')
            return false;
        if (line.front() == '\0')
        {
            failure_ = nul_bytes;
            return false;
        }
        const std::size_t colon = line.find(':');
        const std::string_view name = line.substr(0, colon);
        std::string_view value =
            colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
        if (name == "error")
        {
            fill(event, value, true);
            return true;
        }
        field(name, value);
        return false;
    }

    void field(std::string_view name, std::string_view value)
    {
        if (name == "data")
        {
            add_data(value);
        }
        else if (name == "event")
        {
            type_.assign(value);
            pending_ = true;
        }
        else if (name == "id" && value.find('\0') == std::string_view::npos)
        {
            id_.assign(value);
        }
        else if (name == "retry")
        {
            if (value.find_first_not_of("0123456789") == std::string_view::npos)
                retry_ = json::detail::to_integer<std::uint64_t>(value);
        }
    }

    void add_data(std::string_view value)
    {
        if (!has_data_)
        {
            data_ = value;
            has_data_ = true;
            return;
        }
        keep_data();
        if (joined_.size() + 1 + value.size() > limit_)
        {
            failure_ = "the data of one event is longer than the limit";
            return;
        }
        (joined_ += '\n').append(value);
        data_ = joined_;
    }

    /// Copies data that lies in bytes which are about to go.
    void keep_data()
    {
        if (!has_data_ || data_kept_)
            return;
        joined_.assign(data_);
        data_ = joined_;
        data_kept_ = true;
    }

    void fill(sse_event& event, std::string_view data, bool error_line) const
    {
        event.type = type_;
        event.data = data;
        event.id = id_;
        event.error_line = error_line;
    }

    /// Forgets the event that was given or that had no data.
    void forget()
    {
        if (data_kept_)
            detail::recycle(joined_);
        type_.clear();
        data_ = {};
        has_data_ = data_kept_ = given_ = pending_ = false;
    }

    /// The end of the body: decides about what is pending (see the class).
    bool close(sse_event& event)
    {
        closed_ = true;
        const std::string_view line = lines_.rest();
        if (!line.empty() && line.front() != ':')
        {
            if (take(line, event))
            { // only an error line can be
                truncated_ = !whole(event.data);
                return !truncated_;
            }
            const std::string_view name = line.substr(0, line.find(':'));
            pending_ = pending_ || name != "data";
        }
        if (has_data_ && whole(data_))
        {
            given_ = true;
            fill(event, data_, false);
            return true;
        }
        truncated_ = has_data_ || pending_;
        return false;
    }

    /// Whether @p data can be trusted to be all of it. A bare number never can: 12 may have been 123.
    static bool whole(std::string_view data)
    {
        if (data == "[DONE]")
            return true;
        json::document doc;
        return doc.parse(data) && !doc.root().is_number();
    }

    detail::stream_lines lines_;
    std::size_t limit_;
    std::string type_;
    std::string id_;
    std::string joined_;       // data that had to be copied
    std::string_view data_;    // of the fed bytes, of a line of lines_, or of joined_
    std::string_view failure_; // a literal
    std::optional<std::uint64_t> retry_;
    bool has_data_ = false;  // a data field has come since the last event
    bool data_kept_ = false; // data_ is joined_
    bool given_ = false;     // the event was handed out and is forgotten on the next call
    bool pending_ = false;   // an event was begun by something else than data
    bool ended_ = false;
    bool closed_ = false;
    bool truncated_ = false;
};

} // namespace codexflow
