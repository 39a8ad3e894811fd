#include "plugins/openai/stream_decoder.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>

namespace codexflow::openai {

stream_decoder::stream_decoder(std::size_t limit) : limit_(limit), events_(limit) {}

void stream_decoder::feed(std::string_view bytes)
{
    if (form_ == form::unknown)
        recognise(bytes);
    if (form_ == form::events && !ended())
        events_.feed(bytes);
    if (form_ == form::whole && fault_.empty())
    {
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
        if (next_piece(piece))
            return true;
    } while (next_document());
    return (finished_ || ended()) && flush(piece);
}

/// Reads on to the next document with something in it; false when more bytes are needed.
bool stream_decoder::next_document()
{
    if (ended())
        return false;
    if (form_ == form::whole)
    {
        return finished_ && !opened_ && open_whole();
    }
    sse_event event;
    while (!ended() && events_.next(event))
    {
        take_event(event);
        if (choices_left_.exists())
            return true;
    }
    if (events_.failed())
        fault_ = events_.failure();
    return false;
}

void stream_decoder::take_event(const sse_event& event)
{
    const bool blank = event.data.find_first_not_of(" \t\n") == std::string_view::npos;
    if (event.error_line)
    {
        error_ = read_server_error(event.data, 0);
    }
    else if (event.data == "[DONE]")
    {
        done_ = true;
    }
    else if (event.type == "error" && !blank)
    {
        error_ = read_server_error(event.data, 0);
    }
    else if (event.type != "ping" && !blank) // pings need not be JSON
    {
        open_document(event.data);
    }
}

void stream_decoder::open_document(std::string_view text)
{
    const bool cut = !document_.parse(text) && document_.error().what == json::fault::unexpected_end;
    if (form_ == form::whole && cut)
        return; // the body was cut short, not broken
    if (document_.error().what != json::fault::none)
        report_broken(document_.error().message, text);
    else if (document_.root().is_object()) // servers put bare numbers and strings into keep-alive events
        take_document(document_.root());
}

/// The answer that is not streamed. It is its own end mark, if it is an answer at all.
bool stream_decoder::open_whole()
{
    opened_ = true;
    open_document(body_);
    done_ = choices_left_.size() != 0;
    if (!done_ && !ended() && document_.root().exists())
        report_broken("no choices in it", body_);
    return done_;
}

void stream_decoder::take_document(const json::value& root)
{
    ++documents_;
    choices_left_ = {};
    choice_next_ = 0;
    json::value usage;
    json::value groq;
    bool suspicious = false;
    for (const json::member m : root.members()) // one pass: this is the hot path
    {
        if (m.name == "choices")
            choices_left_ = m.value;
        else if (m.name == "usage")
            usage = m.value;
        else if (m.name == "x_groq")
            groq = m.value;
        else if (m.name == "model" && model_.empty())
            model_ = utf8::clean(m.value.string());
        else if (m.name == "error" || (m.name == "object" && m.value.string() == "error"))
            suspicious = true;
    }
    take_usage(usage.is_object() ? usage : groq["usage"]);
    if (suspicious && reports_error(root))
        error_ = read_server_error(root, 0);
}

void stream_decoder::take_usage(const json::value& usage)
{
    if (!usage.is_object())
        return;
    usage_.input = usage["prompt_tokens"].as_uint64();
    usage_.output = usage["completion_tokens"].as_uint64();
    usage_.reasoning = usage["completion_tokens_details"]["reasoning_tokens"].as_uint64();
    usage_.cached = usage["prompt_tokens_details"]["cached_tokens"].as_uint64();
    if (!usage_.cached)
        usage_.cached = usage["prompt_cache_hit_tokens"].as_uint64(); // DeepSeek
}

/// The next piece of the document in work; choice by choice, as a joiner's view lives only so long.
bool stream_decoder::next_piece(chunk& piece)
{
    for (;;)
    {
        for (const field what : {field::reasoning, field::text, field::refusal})
        {
            std::string_view& text = ready_[static_cast<std::size_t>(what)];
            if (text.empty())
                continue;
            piece.what = what;
            piece.choice = choice_now_;
            piece.data = text;
            text = {};
            return true;
        }
        const json::value from = choices_left_[choice_next_++];
        if (!from.exists())
        {
            choices_left_ = {};
            document_.release();
            return false;
        }
        take_choice(from);
    }
}

void stream_decoder::take_choice(const json::value& from)
{
    choice& to = choice_at(from["index"].as_int64().value_or(0));
    json::value delta = from["delta"];
    if (!delta.is_object())
        delta = from["message"]; // an answer that is not streamed
    take_content(delta["content"]);
    std::string_view reasoning = delta["reasoning_content"].string();
    if (reasoning.empty())
        reasoning = delta["reasoning"].string();
    give(field::reasoning, reasoning);
    give(field::refusal, delta["refusal"].string());
    for (const json::value call : delta["tool_calls"].elements())
        to.tools.add(call);
    if (delta["function_call"].is_object())
        to.tools.add_function(delta["function_call"]);
    if (const std::string_view reason = from["finish_reason"].string(); !reason.empty())
        to.finish = utf8::clean(reason); // it may come twice; the last one counts
}

/// `content` is a string, or an array of parts (Mistral): {"type":"text"} and {"type":"thinking"}.
void stream_decoder::take_content(const json::value& content)
{
    if (!content.is_array())
    {
        give(field::text, content.string());
        return;
    }
    parts_.assign(2, {});
    for (const json::value part : content.elements())
    {
        parts_[0].append(part["text"].string());
        parts_[1].append(part["thinking"].string());
        for (const json::value thought : part["thinking"].elements())
            parts_[1].append(thought["text"].string());
    }
    give(field::text, parts_[0]);
    give(field::reasoning, parts_[1]);
}

void stream_decoder::give(field what, std::string_view text)
{
    const auto place = static_cast<std::size_t>(what);
    if (!text.empty())
        ready_[place] = choices_[choice_now_].joiners[place].feed(text);
}

choice& stream_decoder::choice_at(std::int64_t index)
{
    const auto same = [index](const choice& c) { return c.index == index; };
    const auto found = std::find_if(choices_.begin(), choices_.end(), same);
    choice_now_ = static_cast<std::size_t>(found - choices_.begin());
    if (found == choices_.end())
        choices_.emplace_back().index = index;
    return choices_[choice_now_];
}

/// After the end: halves of characters that never came, and the ids of the tool calls.
bool stream_decoder::flush(chunk& piece)
{
    if (!closed_)
    {
        closed_ = true;
        for (choice& c : choices_)
            c.tools.finish();
    }
    while (flushed_ != choices_.size() * 3)
    {
        const std::size_t place = flushed_ % 3;
        piece.choice = flushed_ / 3;
        piece.what = static_cast<field>(place);
        piece.data = choices_[piece.choice].joiners[place].finish();
        ++flushed_;
        if (!piece.data.empty())
            return true;
    }
    return false;
}

chat_result stream_decoder::summary() const
{
    chat_result known;
    known.model = model_;
    known.input_tokens = usage_.input;
    known.output_tokens = usage_.output;
    known.reasoning_tokens = usage_.reasoning;
    known.cached_tokens = usage_.cached;
    return known;
}

outcome stream_decoder::result() const noexcept
{
    if (error_)
        return outcome::error;
    if (!fault_.empty())
        return outcome::broken;
    if (!finished_ && !done_)
        return outcome::open;
    bool finish_everywhere = !choices_.empty();
    bool stopped = false;
    for (const choice& c : choices_)
    {
        finish_everywhere = finish_everywhere && !c.finish.empty();
        stopped = stopped || c.finish == "length" || c.finish == "max_tokens" || c.finish == "content_filter";
    }
    if (!done_ && !finish_everywhere)
        return outcome::truncated;
    return stopped ? outcome::incomplete : outcome::complete;
}

void stream_decoder::report_broken(std::string_view what, std::string_view text)
{
    fault_ = form_ == form::whole ? "the answer is not a chat completion (" : "an event is not JSON (";
    fault_.append(what).append("): ");
    utf8::append_clean(fault_, text.substr(0, 200));
}

} // namespace codexflow::openai
