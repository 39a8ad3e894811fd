#pragma once

#include "plugins/openai/tool_calls.hpp"

#include <codexflow/chat_result.hpp>
#include <codexflow/json.hpp>
#include <codexflow/server_error.hpp>
#include <codexflow/sse.hpp>
#include <codexflow/utf8_joiner.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::openai {

/// What a piece of streamed text belongs to.
enum class field : std::uint8_t
{
    text,
    reasoning,
    refusal,
};

/// A piece of text. The view is valid until the next call of the decoder.
struct chunk
{
    field what = field::text;
    std::size_t choice = 0; ///< The place of the choice in stream_decoder::choices().
    std::string_view data;
};

/// How an answer ended.
enum class outcome : std::uint8_t
{
    open,       ///< It has not.
    complete,   ///< The model finished.
    incomplete, ///< The model was stopped: by length or by a filter.
    error,      ///< The server reported a failure: see stream_decoder::error().
    broken,     ///< The server sent what is not its format: see stream_decoder::fault().
    truncated,  ///< The body ended without an end mark, a finish or an error.
};

/// One of the answers of a call (one, unless the request asked for more).
struct choice
{
    std::int64_t index = 0; ///< The server's number for it.
    std::string finish;     ///< finish_reason as the server wrote it; empty while it has none.
    tool_calls tools;
    std::array<utf8_joiner, 3> joiners; ///< One for each field.
};

/// What the server counted.
struct usage_counts
{
    std::optional<std::uint64_t> input, output, reasoning, cached; ///< Tokens, as in chat_result.
};

/** Decodes the body of an answer of POST /chat/completions: an event stream, or one whole JSON document
 *  where a server does not stream. Pure: bytes in, chunks out, no I/O.
 *
 *      decoder.feed(bytes);                 // at the end of the body: finish()
 *      while (decoder.next(piece)) ...
 *
 *  feed() only after next() has said no; the fed bytes must live until then. Text comes out as valid
 *  UTF-8 whatever the server cut. Tool calls are kept until the end: see choices(). */
class stream_decoder
{
public:
    /// @param limit the most bytes of one event, and of an answer that is not streamed.
    explicit stream_decoder(std::size_t limit = sse_decoder::default_limit);

    void feed(std::string_view bytes);
    void finish();
    bool next(chunk& piece);

    /// Nothing that may still come is of interest: the end mark or a failure has been seen.
    bool ended() const noexcept { return done_ || error_ || !fault_.empty(); }

    /// How the answer ended; `open` before finish() and ended().
    outcome result() const noexcept;

    /// The turn ended in a way that lets its tool calls be carried out.
    bool may_call_tools() const noexcept { return result() == outcome::complete; }

    const std::vector<choice>& choices() const noexcept { return choices_; }
    /// Model and usage; `finish` is not set.
    chat_result summary() const;
    const std::optional<server_error>& error() const noexcept { return error_; }
    const std::string& fault() const noexcept { return fault_; }
    bool end_mark() const noexcept { return done_; }

    /// The documents that have come, comments and pings not among them: a count for progress_limit.
    std::uint64_t events() const noexcept { return documents_; }

private:
    enum class form : std::uint8_t
    {
        unknown,
        events,
        whole,
    };

    void recognise(std::string_view bytes);
    bool next_document();
    void open_document(std::string_view text);
    bool open_whole();
    void take_event(const sse_event& event);
    void take_document(const json::value& root);
    void take_usage(const json::value& usage);
    bool next_piece(chunk& piece);
    void take_choice(const json::value& from);
    void take_content(const json::value& content);
    void give(field what, std::string_view text);
    bool flush(chunk& piece);
    choice& choice_at(std::int64_t index);
    void report_broken(std::string_view what, std::string_view text);

    std::size_t limit_;
    form form_ = form::unknown;
    std::string body_; // what came before the form was known; then the answer that is not streamed
    sse_decoder events_;
    json::document document_;
    json::value choices_left_;                // `choices` of the document in work
    std::size_t choice_next_ = 0;             // the next of them
    std::size_t choice_now_ = 0;              // in choices_, of the pieces that are ready
    std::array<std::string_view, 3> ready_{}; // the texts of one choice, by field
    std::vector<std::string> parts_;          // text and reasoning of a content array, joined
    std::size_t flushed_ = 0;                 // after the end: joiners done with
    std::uint64_t documents_ = 0;
    std::vector<choice> choices_;
    std::string model_;
    usage_counts usage_;
    std::optional<server_error> error_;
    std::string fault_;
    bool done_ = false;     // the end mark has come
    bool finished_ = false; // the body has ended
    bool closed_ = false;   // and the tool calls are complete
    bool opened_ = false;   // the answer that is not streamed has been read
};

} // namespace codexflow::openai
