#pragma once

#include "plugins/anthropic/content_block.hpp"

#include <codexflow/chat_result.hpp>
#include <codexflow/json.hpp>
#include <codexflow/server_error.hpp>
#include <codexflow/sse.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::anthropic {

/// A piece of what the model writes. The view is valid until the next call of the decoder.
struct chunk
{
    bool thinking = false; ///< Else it is text.
    std::string_view data;
};

/// How an answer ended.
enum class outcome : std::uint8_t
{
    open,       ///< It has not.
    complete,   ///< The model finished.
    incomplete, ///< The model was stopped: by a limit, a filter or a pause.
    error,      ///< The server reported a failure: see stream_decoder::error().
    broken,     ///< The server sent what is not its format: see stream_decoder::fault().
    truncated,  ///< The body ended before the message did.
};

/** Decodes the body of an answer of POST /v1/messages: an event stream, or one whole JSON document where
 *  a server does not stream. Pure: bytes in, chunks out, no I/O.
 *
 *      decoder.feed(bytes);                 // at the end of the body: finish()
 *      while (decoder.next(piece)) ...
 *
 *  feed() only after next() has said no; the fed bytes must live until then. Text comes out as valid
 *  UTF-8 whatever the server cut. Tool calls are kept until the end: see blocks().
 *
 *  A second message_start begins the message anew (gateways repeat it when they try again); behind text
 *  that has been given out that is impossible, and the answer counts as broken. */
class stream_decoder
{
public:
    /// @param limit the most bytes of one event, and of an answer that is not streamed.
    explicit stream_decoder(std::size_t limit = sse_decoder::default_limit);

    void feed(std::string_view bytes);
    void finish();
    bool next(chunk& piece);

    /// Nothing that may still come is of interest: the end of the message or a failure has been seen.
    bool ended() const noexcept { return done_ || error_ || !fault_.empty(); }

    /// How the answer ended; `open` before finish() and ended().
    outcome result() const noexcept;

    /// The turn ended in a way that lets its tool calls be carried out: it was ended for them.
    bool may_call_tools() const noexcept;

    /// The word of chat_result::finish for how the model stopped.
    std::string_view finish_word() const noexcept;

    /// What must go back with the next request; see anthropic::provider_state().
    /// @param always also when text and tool calls say it all. A paused answer always does.
    std::string provider_state(bool always = false) const;

    const std::vector<content_block>& blocks() const noexcept { return blocks_; }
    const std::string& stop_reason() const noexcept { return stop_reason_; } ///< As the server wrote it.
    /// Model, usage and refusal. The counts are the server's own: its input_tokens leave out what was
    /// read from its cache (cached_tokens) and what was written to it.
    const chat_result& summary() const noexcept { return summary_; }
    std::optional<std::uint64_t> cache_written_tokens() const noexcept { return cache_written_; }
    const std::optional<server_error>& error() const noexcept { return error_; }
    const std::string& fault() const noexcept { return fault_; }
    /// Counts what is more than a sign of life; for progress_limit.
    std::uint64_t events() const noexcept { return seen_; }

private:
    enum class form : std::uint8_t
    {
        unknown,
        events,
        whole,
    };

    void recognise(std::string_view bytes);
    bool next_event();
    void take_event(const sse_event& event);
    void take_document(std::string_view type, const json::value& root);
    void open_whole();
    void begin_message(const json::value& message);
    void begin_block(std::int64_t index, const json::value& given);
    void take_delta(const json::value& index, const json::value& delta);
    void close_block(const json::value& index);
    void take_stop(const json::value& from);
    void take_usage(const json::value& usage);
    content_block* find(const json::value& index);
    void show(const content_block& block, std::string_view text);
    bool flush(chunk& piece);
    void report_broken(std::string_view what, std::string_view text);

    std::size_t limit_;
    form form_ = form::unknown;
    std::string body_; // what came before the form was known; then the answer that is not streamed
    sse_decoder events_;
    json::document document_;
    json::value whole_left_;     // content of the answer that is not streamed
    std::size_t whole_next_ = 0; // the next block of it
    chunk ready_;                // what next() gives next
    std::vector<content_block> blocks_;
    std::size_t flushed_ = 0; // after the end: blocks done with
    std::string stop_reason_;
    chat_result summary_;
    std::optional<std::uint64_t> cache_written_;
    std::optional<server_error> error_;
    std::string fault_;
    std::uint64_t seen_ = 0;
    bool begun_ = false;     // a message has begun
    bool passed_on_ = false; // something of it has been given out
    bool done_ = false;      // the end of the message has come
    bool finished_ = false;  // the body has ended
    bool opened_ = false;    // the answer that is not streamed has been read
};

} // namespace codexflow::anthropic
