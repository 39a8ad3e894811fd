#include "plugins/anthropic/stream_decoder.hpp"

#include <codexflow/utf8.hpp>

namespace codexflow::anthropic {
namespace {

/// What nobody has counted (null, or not there) leaves the count as it was.
void count(std::optional<std::uint64_t>& to, const json::value& from)
{
    if (const auto number = from.as_uint64())
        to = number;
}

} // namespace

stream_decoder::stream_decoder(std::size_t limit) : limit_(limit), events_(limit) {}

void stream_decoder::feed(std::string_view bytes)
{
    if (form_ == form::unknown)
        recognise(bytes);
    if (form_ == form::events && !ended())
        events_.feed(bytes);
    if (form_ == form::whole && fault_.empty())
    {
        ++seen_;
        body_.append(bytes);
        if (body_.size() > limit_)
            fault_ = "the answer is longer than " + std::to_string(limit_) + " bytes";
    }
}

/// Event streams never begin with a brace, JSON documents do; labels cannot be trusted.
void stream_decoder::recognise(std::string_view bytes)
{
    const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos)
    {
        body_.append(bytes);
        return;
    }
    form_ = bytes[first] == '{' ? form::whole : form::events;
    if (form_ == form::whole)
        return;
    sse_event none;
    events_.feed(body_); // blanks and a byte order mark: no event can be in it
    events_.next(none);
    body_.clear();
}

void stream_decoder::finish()
{
    finished_ = true;
    events_.finish();
}

bool stream_decoder::next(chunk& piece)
{
    do
    {
        if (ready_.data.empty())
            continue;
        piece = ready_;
        ready_.data = {};
        passed_on_ = true;
        return true;
    } while (next_event());
    return (finished_ || ended()) && flush(piece);
}

/// Reads on by one event, or by one block of a whole answer; false when more bytes are needed.
bool stream_decoder::next_event()
{
    if (form_ == form::whole)
    {
        if (finished_ && !opened_ && fault_.empty())
            open_whole();
        const json::value block = whole_left_[whole_next_];
        if (!block.exists())
            return false;
        begin_block(static_cast<std::int64_t>(whole_next_), block);
        ++whole_next_;
        return true;
    }
    sse_event event;
    if (ended())
        return false;
    if (events_.next(event))
    {
        take_event(event);
        return true;
    }
    if (events_.failed())
        fault_ = events_.failure();
    return false;
}

void stream_decoder::take_event(const sse_event& event)
{
    const bool blank = event.data.find_first_not_of(" \t\n") == std::string_view::npos;
    if (event.type == "ping" || blank || event.data == "[DONE]")
        return; // pings need not be JSON; the mark is a gateway's, and proves nothing
    ++seen_;
    if (event.error_line || event.type == "error")
    {
        error_ = read_server_error(event.data, 0);
    }
    else if (!document_.parse(event.data))
    {
        report_broken(document_.error().message, event.data);
    }
    else
    {
        const std::string_view type = document_.root()["type"].string();
        take_document(type.empty() ? event.type : type, document_.root());
    }
}

/// What is not known here is newer than this program and ignored.
void stream_decoder::take_document(std::string_view type, const json::value& root)
{
    if (type == "content_block_delta")
        take_delta(root["index"], root["delta"]);
    else if (type == "content_block_start")
        begin_block(root["index"].as_int64().value_or(0), root["content_block"]);
    else if (type == "content_block_stop")
        close_block(root["index"]);
    else if (type == "message_start")
        begin_message(root["message"]);
    else if (type == "message_stop")
        done_ = true;
    else if (type == "ping")
        --seen_;
    else if (type == "error" || (type != "message_delta" && reports_error(root)))
        error_ = read_server_error(root, 0);
    if (type != "message_delta")
        return;
    take_stop(root["delta"]);
    take_usage(root["usage"]);
}

/// The answer that is not streamed. It is its own end mark, if it is an answer at all.
void stream_decoder::open_whole()
{
    opened_ = true;
    const bool good = document_.parse(body_);
    const json::value root = document_.root();
    if (!good && document_.error().what == json::fault::unexpected_end)
        return; // the body was cut short, not broken
    if (!good)
        report_broken(document_.error().message, body_);
    else if (root["type"].string() == "error" || reports_error(root))
        error_ = read_server_error(root, 0);
    else if (!root["content"].is_array())
        report_broken("no content in it", body_);
    if (ended())
        return;
    begin_message(root);
    take_stop(root);
    whole_left_ = root["content"];
    done_ = true;
}

void stream_decoder::begin_message(const json::value& message)
{
    if (begun_ && passed_on_)
    {
        fault_ = "the message began anew behind text that had been passed on";
        return;
    }
    begun_ = true;
    blocks_.clear();
    stop_reason_.clear();
    summary_ = {};
    cache_written_.reset();
    summary_.model = utf8::clean(message["model"].string());
    take_usage(message["usage"]);
}

void stream_decoder::begin_block(std::int64_t index, const json::value& given)
{
    if (!given.is_object())
        return;
    content_block& block = blocks_.emplace_back(index, given);
    block.closed = form_ == form::whole;
    if (block.is_call() && block.id.empty())
        block.make_id(blocks_.size());
    show(block, block.text);
}

void stream_decoder::take_delta(const json::value& index, const json::value& delta)
{
    const std::string_view kind = delta["type"].string();
    const bool text = kind == "text_delta";
    content_block* block = find(index);
    if (!text && kind != "thinking_delta")
    {
        if (block != nullptr)
            block->take(kind, delta);
        return;
    }
    const std::string_view type = text ? "text" : "thinking";
    if (block == nullptr) // text is not lost because a gateway leaves an event out
        block = &blocks_.emplace_back(index.as_int64().value_or(0), type);
    if (block->type == type)
        show(*block, block->add_text(delta[type].string()));
}

void stream_decoder::close_block(const json::value& index)
{
    if (content_block* block = find(index); block != nullptr && !block->closed)
        show(*block, block->close());
}

/// The block that was begun last with that number.
content_block* stream_decoder::find(const json::value& index)
{
    const std::int64_t number = index.as_int64().value_or(0);
    for (std::size_t i = blocks_.size(); i-- != 0;)
    {
        if (blocks_[i].index == number)
            return &blocks_[i];
    }
    return nullptr;
}

void stream_decoder::take_stop(const json::value& from)
{
    if (const std::string_view reason = from["stop_reason"].string(); !reason.empty())
        stop_reason_ = utf8::clean(reason);
    if (stop_reason_ == "refusal")
        summary_.refusal = utf8::clean(from["stop_details"]["explanation"].string());
}

/// The counts are those of the whole message so far, so the last ones hold.
void stream_decoder::take_usage(const json::value& usage)
{
    count(summary_.input_tokens, usage["input_tokens"]);
    count(summary_.output_tokens, usage["output_tokens"]);
    count(summary_.cached_tokens, usage["cache_read_input_tokens"]);
    count(cache_written_, usage["cache_creation_input_tokens"]);
    count(summary_.reasoning_tokens, usage["output_tokens_details"]["thinking_tokens"]);
}

void stream_decoder::show(const content_block& block, std::string_view text)
{
    if (block.is_text() || block.is_thinking())
        ready_ = {block.is_thinking(), text};
}

/// After the end: halves of characters that never came.
bool stream_decoder::flush(chunk& piece)
{
    while (flushed_ != blocks_.size())
    {
        content_block& block = blocks_[flushed_++];
        const bool closed = block.closed;
        piece = {block.is_thinking(), block.close()};
        block.closed = closed; // the server has not said so
        if (!piece.data.empty())
            return true;
    }
    return false;
}

outcome stream_decoder::result() const noexcept
{
    if (error_)
        return outcome::error;
    if (!fault_.empty())
        return outcome::broken;
    if (!done_)
        return finished_ ? outcome::truncated : outcome::open;
    const std::string_view word = finish_word();
    return word == "length" || word == "content_filter" || word == "pause" ? outcome::incomplete
                                                                           : outcome::complete;
}

bool stream_decoder::may_call_tools() const noexcept
{
    return done_ && !error_ && fault_.empty() && stop_reason_ == "tool_use";
}

std::string_view stream_decoder::finish_word() const noexcept
{
    if (stop_reason_ == "max_tokens" || stop_reason_ == "model_context_window_exceeded")
        return "length";
    if (stop_reason_ == "refusal")
        return "content_filter";
    if (stop_reason_ == "pause_turn")
        return "pause";
    if (!may_call_tools())
        return "stop";
    for (const content_block& block : blocks_)
    {
        if (block.is_call())
            return "tool_calls";
    }
    return "stop";
}

std::string stream_decoder::provider_state(bool always) const
{
    turn ended = turn::finished;
    const std::string_view word = finish_word();
    if (word == "tool_calls")
        ended = turn::calling;
    else if (word == "length" || word == "content_filter")
        ended = turn::cut;
    return anthropic::provider_state(blocks_, ended, always || word == "pause");
}

void stream_decoder::report_broken(std::string_view what, std::string_view text)
{
    fault_ = form_ == form::whole ? "the answer is not a message (" : "an event is not JSON (";
    fault_.append(what).append("): ");
    utf8::append_clean(fault_, text.substr(0, 200));
}

} // namespace codexflow::anthropic
