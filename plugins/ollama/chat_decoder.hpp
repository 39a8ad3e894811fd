#pragma once

#include <codexflow/chat_result.hpp>
#include <codexflow/json.hpp>
#include <codexflow/ndjson.hpp>
#include <codexflow/server_error.hpp>
#include <codexflow/utf8_joiner.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::ollama {

/// What a piece of streamed text belongs to.
enum class field : std::uint8_t
{
    text,
    reasoning,
};

/// A piece of text. The view is valid until the next call of the decoder.
struct chunk
{
    field what = field::text;
    std::string_view data;
};

/// How an answer ended.
enum class outcome : std::uint8_t
{
    open,       ///< It has not.
    complete,   ///< The model finished.
    incomplete, ///< The model was stopped by a length limit.
    error,      ///< The server reported a failure: see chat_decoder::error().
    broken,     ///< The server sent what is not its format: see chat_decoder::fault().
    truncated,  ///< The body ended before the line that says "done".
};

/// A tool call; this server sends each whole.
struct tool_call
{
    std::optional<std::int64_t> index; ///< The server's number for it, if it sent one.
    std::string id;                    ///< The server's, or made here.
    std::string name;
    std::string arguments; ///< JSON text, as written by the server.
};

/// What the server measured; unset: it did not say.
struct timings
{
    using duration = std::optional<std::chrono::nanoseconds>;

    duration total;
    duration load; ///< Of the model into memory.
    duration prompt;
    duration answer;
};

/** Decodes the body of an answer of POST /api/chat: JSON lines, or the one object of an answer that is
 *  not streamed, which may be spread over lines. Pure: bytes in, chunks out, no I/O.
 *
 *      decoder.feed(bytes);                 // at the end of the body: finish()
 *      while (decoder.next(piece)) ...
 *
 *  feed() only after next() has said no; the fed bytes must live until then. Text comes out as valid
 *  UTF-8. Tool calls are kept until the end: see calls(). */
class chat_decoder
{
public:
    /// @param limit the most bytes of one line.
    explicit chat_decoder(std::size_t limit = ndjson_decoder::default_limit) : limit_(limit), lines_(limit) {}

    void feed(std::string_view bytes);
    void finish();
    bool next(chunk& piece);

    /// How the answer ended; `open` until the last line, a failure or finish().
    outcome result() const noexcept;

    const std::string& done_reason() const noexcept { return finish_; } ///< As the server wrote it.
    const std::vector<tool_call>& calls() const noexcept { return calls_; }
    const chat_result& summary() const noexcept
    {
        return summary_;
    } ///< Model and usage; `finish` is not set.
    const timings& measured() const noexcept { return timings_; }
    const std::optional<server_error>& error() const noexcept { return error_; }
    const std::string& fault() const noexcept { return fault_; }

    /// The objects that have come: a count for progress_limit.
    std::uint64_t events() const noexcept { return events_; }

private:
    bool next_line();
    void take_line(std::string_view line);
    void take_object(const json::value& root);
    void take_broken_line(std::string_view line);
    void keep(std::string_view line);
    bool take_kept();
    void report_broken(std::string_view text);
    void take_message(const json::value& message);
    void take_call(const json::value& call);
    void take_end(const json::value& root);
    void give(field what, std::string_view text);
    bool next_piece(chunk& piece);
    void flush();

    std::size_t limit_;
    ndjson_decoder lines_;
    std::string kept_; // an object that is spread over lines, as far as it has come
    bool kept_read_ = false;
    json::document document_;
    std::array<utf8_joiner, 2> joiners_;      // one for each field
    std::array<std::string_view, 2> ready_{}; // the texts of the line in work, by field
    std::vector<tool_call> calls_;
    std::string finish_;
    chat_result summary_;
    timings timings_;
    std::uint64_t events_ = 0;
    std::optional<server_error> error_;
    std::string fault_;
    bool done_ = false;     // the last line has come
    bool finished_ = false; // the body has ended
    bool flushed_ = false;
};

} // namespace codexflow::ollama
