#include "plugins/ollama/chat_decoder.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>

namespace codexflow::ollama {

void chat_decoder::feed(std::string_view bytes)
{
    if (result() == outcome::open)
        lines_.feed(bytes);
}

void chat_decoder::finish()
{
    finished_ = true;
    lines_.finish();
}

bool chat_decoder::next(chunk& piece)
{
    do
    {
        if (next_piece(piece))
            return true;
    } while (next_line());
    if ((finished_ || result() != outcome::open) && !flushed_)
        flush();
    return next_piece(piece);
}

/// Texts in the order a model thinks and speaks.
bool chat_decoder::next_piece(chunk& piece)
{
    for (const field what : {field::reasoning, field::text})
    {
        std::string_view& text = ready_[static_cast<std::size_t>(what)];
        if (text.empty())
            continue;
        piece.what = what;
        piece.data = text;
        text = {};
        return true;
    }
    return false;
}

bool chat_decoder::next_line()
{
    if (done_ || error_ || !fault_.empty())
        return false;
    std::string_view line;
    if (lines_.next(line))
    {
        take_line(line);
        return true;
    }
    if (lines_.failed())
        fault_ = lines_.failure();
    return finished_ && !kept_.empty() && !kept_read_ && take_kept();
}

void chat_decoder::take_line(std::string_view line)
{
    if (!kept_.empty()) [[unlikely]]
        keep(line);
    else if (document_.parse(line) && document_.root().is_object())
        take_object(document_.root());
    else
        take_broken_line(line);
}

void chat_decoder::take_object(const json::value& root)
{
    ++events_;
    if (summary_.model.empty())
        summary_.model = utf8::clean(root["model"].string());
    take_message(root["message"]);
    if (reports_error(root))
        error_ = read_server_error(root, 0);
    else if (root["done"].as_bool() == true)
        take_end(root);
}

/// A first line that stops in the middle is the beginning of an object that is spread over lines, as
/// proxies and people write them; a last line that does was cut.
void chat_decoder::take_broken_line(std::string_view line)
{
    const bool goes_on = document_.error().what == json::fault::unexpected_end;
    if (goes_on && events_ == 0 && !lines_.unterminated())
        keep(line);
    else if (!goes_on || !lines_.unterminated())
        report_broken(line);
}

void chat_decoder::keep(std::string_view line)
{
    kept_.append(kept_.empty() ? "" : "\n").append(line);
    if (kept_.size() > limit_)
        fault_ = "an object of the stream is longer than the limit";
}

/// At the end of the body. @return true when there was an object.
bool chat_decoder::take_kept()
{
    kept_read_ = true;
    const bool whole = document_.parse(kept_) && document_.root().is_object();
    if (whole)
        take_object(document_.root());
    else if (document_.error().what != json::fault::unexpected_end)
        report_broken(kept_);
    return whole;
}

void chat_decoder::report_broken(std::string_view text)
{
    const std::string_view why = document_.error().message;
    fault_ = "a line is not a JSON object";
    fault_.append(why.empty() ? "" : " (").append(why).append(why.empty() ? ": " : "): ");
    utf8::append_clean(fault_, text.substr(0, 200));
}

void chat_decoder::take_message(const json::value& message)
{
    std::string_view thinking = message["thinking"].string();
    if (thinking.empty())
        thinking = message["reasoning_content"].string(); // stand-ins of the server call it so
    give(field::reasoning, thinking);
    give(field::text, message["content"].string());
    for (const json::value call : message["tool_calls"].elements())
        take_call(call);
}

void chat_decoder::take_call(const json::value& call)
{
    const json::value function = call["function"];
    const json::value arguments = function["arguments"];
    tool_call& made = calls_.emplace_back();
    made.index = function["index"].as_int64();
    made.id = utf8::clean(call["id"].string());
    made.name = utf8::clean(function["name"].string());
    made.arguments = utf8::clean(arguments.is_string() ? arguments.string() : arguments.raw());
    if (made.arguments.empty() || arguments.is_null())
        made.arguments = "{}";
}

void chat_decoder::take_end(const json::value& root)
{
    done_ = true;
    finish_ = utf8::clean(root["done_reason"].string());
    summary_.input_tokens = root["prompt_eval_count"].as_uint64();
    summary_.output_tokens = root["eval_count"].as_uint64();
    const auto duration = [&root](std::string_view name) -> timings::duration {
        const std::optional<std::int64_t> count = root[name].as_int64();
        return count ? timings::duration(std::chrono::nanoseconds(*count)) : std::nullopt;
    };
    timings_.total = duration("total_duration");
    timings_.load = duration("load_duration");
    timings_.prompt = duration("prompt_eval_duration");
    timings_.answer = duration("eval_duration");
}

void chat_decoder::give(field what, std::string_view text)
{
    const auto place = static_cast<std::size_t>(what);
    if (!text.empty())
        ready_[place] = joiners_[place].feed(text);
}

/// After the end: halves of characters that never came, and ids for calls without one.
void chat_decoder::flush()
{
    flushed_ = true;
    for (std::size_t place = 0; place != joiners_.size(); ++place)
        ready_[place] = joiners_[place].finish();
    std::size_t number = 0;
    for (tool_call& call : calls_)
    {
        while (call.id.empty())
        {
            std::string id = "call_" + std::to_string(++number);
            const auto taken = [&](const tool_call& other) { return other.id == id; };
            if (std::none_of(calls_.begin(), calls_.end(), taken))
                call.id = std::move(id);
        }
    }
}

outcome chat_decoder::result() const noexcept
{
    if (error_)
        return outcome::error;
    if (!fault_.empty())
        return outcome::broken;
    if (done_)
        return finish_ == "length" ? outcome::incomplete : outcome::complete;
    return finished_ ? outcome::truncated : outcome::open;
}

} // namespace codexflow::ollama
