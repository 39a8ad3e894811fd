#pragma once

#include "plugins/openai/responses_item.hpp"
#include "plugins/openai/stream_decoder.hpp"

#include <codexflow/chat_result.hpp>
#include <codexflow/json.hpp>
#include <codexflow/server_error.hpp>
#include <codexflow/sse.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow::openai {

/** Decodes the body of an answer of POST /responses: an event stream, or one whole JSON document. Pure:
 *  bytes in, chunks out, no I/O; used as stream_decoder is. Pieces are those of choice 0.
 *
 *  Events name an item by output_index, which is all they are sorted by. The response in the last event is
 *  authoritative: what it holds and no event brought is taken from it. Nothing is given out twice although
 *  the server repeats every text when it is done. */
class responses_decoder
{
public:
    /// @param limit the most bytes of one event, and of an answer that is not streamed.
    explicit responses_decoder(std::size_t limit = sse_decoder::default_limit);

    void feed(std::string_view bytes);
    void finish();
    bool next(chunk& piece);

    /// Nothing that may still come is of interest: the last event or a failure has been seen.
    bool ended() const noexcept { return !status_.empty() || error_ || !fault_.empty(); }

    /// How the answer ended; `open` before finish() and ended().
    outcome result() const noexcept;

    /// The answer came to its end, so that its tool calls may be carried out.
    bool may_call_tools() const noexcept { return result() == outcome::complete; }

    /// "completed", "incomplete", ... as the server wrote it; empty while it has not.
    const std::string& status() const noexcept { return status_; }
    /// Why it is incomplete, as the server wrote it ("max_output_tokens").
    const std::string& incomplete_reason() const noexcept { return reason_; }
    /// In the order of the output, once it has ended.
    const std::vector<responses_item>& items() const noexcept { return items_; }

    /** What must go back with the next request: {"responses": [item, ...]}; empty when text and function
     * calls say it all, or when the answer is not whole. */
    std::string provider_state() const;

    const chat_result& summary() const noexcept { return summary_; } ///< Model and usage.
    const std::optional<server_error>& error() const noexcept { return error_; }
    const std::string& fault() const noexcept { return fault_; }
    /// The events that have come, comments and pings not among them: a count for progress_limit.
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
    void take_delta(std::string_view type, const json::value& root);
    void take_done_text(std::string_view type, const json::value& root);
    void take_item(const json::value& root, bool done);
    void take_response(const json::value& response);
    void take_content(responses_item& item, const json::value& from);
    void take_usage(const json::value& usage);
    void open_whole();
    void give(responses_item& item, field what, std::int64_t part, std::string_view text);
    bool flush(chunk& piece);
    responses_item& item_at(const json::value& index);
    void report_broken(std::string_view what, std::string_view text);

    std::size_t limit_;
    form form_ = form::unknown;
    std::string body_; // what came before the form was known; then the answer that is not streamed
    sse_decoder events_;
    json::document document_;
    std::vector<responses_item> items_;
    std::vector<std::pair<field, std::string>> ready_; // what next() gives next
    std::size_t ready_next_ = 0;
    std::size_t flushed_ = 0; // after the end: joiners done with
    std::string status_;
    std::string reason_;
    chat_result summary_;
    std::optional<server_error> error_;
    std::string fault_;
    std::uint64_t seen_ = 0;
    bool finished_ = false; // the body has ended
    bool opened_ = false;   // the answer that is not streamed has been read
};

} // namespace codexflow::openai
