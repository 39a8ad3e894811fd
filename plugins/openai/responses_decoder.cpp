// A little longer than others: one branch a kind of event, and all of them in one place.
#include "plugins/openai/responses_decoder.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

#include <algorithm>

namespace codexflow::openai {
namespace {

/// What the text of a part of an item is, by the part's type.
std::optional<field> field_of_part(std::string_view type)
{
    if (type == "output_text")
        return field::text;
    if (type == "refusal")
        return field::refusal;
    if (type == "summary_text" || type == "reasoning_text")
        return field::reasoning;
    return std::nullopt;
}

/// "response.output_text.delta" -> text; nothing for events that carry none.
std::optional<field> field_of_event(std::string_view type)
{
    if (type.starts_with("response.output_text."))
        return field::text;
    if (type.starts_with("response.refusal."))
        return field::refusal;
    if (type.starts_with("response.reasoning_summary_text.") || type.starts_with("response.reasoning_text."))
        return field::reasoning;
    return std::nullopt;
}

bool about_arguments(std::string_view type)
{
    return type.starts_with("response.function_call_arguments.") ||
           type.starts_with("response.custom_tool_call_input.");
}

/// The part of an item's content, or of its reasoning's summary, that an event is about.
std::int64_t part_of(const json::value& root)
{
    const json::value summary = root["summary_index"];
    return (summary.exists() ? summary : root["content_index"]).as_int64().value_or(0);
}

} // namespace

responses_decoder::responses_decoder(std::size_t limit) : limit_(limit), events_(limit) {}

void responses_decoder::feed(std::string_view bytes)
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
void responses_decoder::recognise(std::string_view bytes)
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

void responses_decoder::finish()
{
    finished_ = true;
    events_.finish();
}

bool responses_decoder::next(chunk& piece)
{
    do
    {
        if (ready_next_ != ready_.size())
        {
            const auto& [what, text] = ready_[ready_next_++];
            piece = {what, 0, text};
            return true;
        }
        ready_.clear();
        ready_next_ = 0;
    } while (next_event());
    return (finished_ || ended()) && flush(piece);
}

bool responses_decoder::next_event()
{
    if (ended())
        return false;
    if (form_ == form::whole)
    {
        if (!finished_ || opened_)
            return false;
        open_whole();
        return true;
    }
    sse_event event;
    if (events_.next(event))
    {
        take_event(event);
        return true;
    }
    if (events_.failed())
        fault_ = events_.failure();
    return false;
}

void responses_decoder::take_event(const sse_event& event)
{
    const bool blank = event.data.find_first_not_of(" \t\n") == std::string_view::npos;
    if (event.type == "ping" || blank || event.data == "[DONE]")
        return; // the mark is a gateway's, and proves nothing
    ++seen_;
    if (event.error_line)
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
        take_document(type.empty() ? event.type : type, document_.root()); // gateways leave the name out
    }
}

/// What is not known here is newer than this program and ignored.
void responses_decoder::take_document(std::string_view type, const json::value& root)
{
    if (type.ends_with(".delta"))
        take_delta(type, root);
    else if (type == "response.output_item.added" || type == "response.output_item.done")
        take_item(root, type.ends_with(".done"));
    else if (type.ends_with(".done"))
        take_done_text(type, root);
    else if (type == "error" || (!type.starts_with("response.") && reports_error(root)))
        error_ = read_server_error(root, 0);
    else if (root["response"].is_object())
        take_response(root["response"]);
}

void responses_decoder::take_delta(std::string_view type, const json::value& root)
{
    const std::string_view piece = root["delta"].string();
    if (const auto what = field_of_event(type))
        give(item_at(root["output_index"]), *what, part_of(root), piece);
    else if (about_arguments(type))
        item_at(root["output_index"]).take_arguments(piece);
}

/// The end of a part repeats it whole; it is news only where no piece of it has come.
void responses_decoder::take_done_text(std::string_view type, const json::value& root)
{
    responses_item& item = item_at(root["output_index"]);
    if (const auto what = field_of_event(type))
    {
        const bool news = item.streamed_part[static_cast<std::size_t>(*what)] < part_of(root);
        if (news)
            give(item, *what, part_of(root), root[*what == field::refusal ? "refusal" : "text"].string());
    }
    else if (about_arguments(type))
    {
        const json::value whole = root["arguments"].exists() ? root["arguments"] : root["input"];
        if (whole.is_string())
            item.set_arguments(whole.string());
    }
}

void responses_decoder::take_item(const json::value& root, bool done)
{
    responses_item& item = item_at(root["output_index"]);
    item.take(root["item"], done);
    if (done)
        take_content(item, root["item"]);
}

/// Gives out the parts of a whole item that were not streamed.
void responses_decoder::take_content(responses_item& item, const json::value& from)
{
    for (const std::string_view list : {"summary", "content"})
    {
        std::int64_t number = 0;
        for (const json::value part : from[list].elements())
        {
            const auto what = field_of_part(part["type"].string());
            if (what && item.streamed_part[static_cast<std::size_t>(*what)] < number)
                give(item, *what, number, part[*what == field::refusal ? "refusal" : "text"].string());
            ++number;
        }
    }
}

/// The response as a whole: at the beginning (with nothing in it), and in the end.
void responses_decoder::take_response(const json::value& response)
{
    if (const std::string_view model = response["model"].string(); !model.empty())
        summary_.model = utf8::clean(model);
    take_usage(response["usage"]);
    const std::string_view status = response["status"].string();
    if (status.empty() || status == "in_progress" || status == "queued")
        return;
    if (const json::value error = response["error"]; error.is_object())
        error_ = read_server_error(response, 0);
    else if (status == "failed" || status == "cancelled")
        error_ = server_error{"the response ended as " + utf8::clean(status), "", "", 0, 0};
    std::int64_t place = 0;
    for (const json::value from : response["output"].elements())
    {
        const auto same = [place](const responses_item& item) { return item.index == place; };
        auto found = std::find_if(items_.begin(), items_.end(), same);
        if (found == items_.end())
            found = items_.insert(items_.end(), responses_item(place));
        found->take(from, true);
        take_content(*found, from);
        ++place;
    }
    reason_ = utf8::clean(response["incomplete_details"]["reason"].string());
    status_ = utf8::clean(status);
}

void responses_decoder::take_usage(const json::value& usage)
{
    if (!usage.is_object())
        return;
    summary_.input_tokens = usage["input_tokens"].as_uint64();
    summary_.output_tokens = usage["output_tokens"].as_uint64();
    summary_.reasoning_tokens = usage["output_tokens_details"]["reasoning_tokens"].as_uint64();
    summary_.cached_tokens = usage["input_tokens_details"]["cached_tokens"].as_uint64();
}

/// The answer that is not streamed. It is its own end mark, if it is an answer at all.
void responses_decoder::open_whole()
{
    opened_ = true;
    const bool good = document_.parse(body_);
    if (!good && document_.error().what == json::fault::unexpected_end)
        return; // the body was cut short, not broken
    const json::value root = document_.root();
    if (!good)
        report_broken(document_.error().message, body_);
    else if (!root["output"].is_array() && reports_error(root))
        error_ = read_server_error(root, 0);
    else if (!root["output"].is_array() || root["status"].string().empty())
        report_broken("no output in it", body_);
    else
        take_response(root);
}

void responses_decoder::give(responses_item& item, field what, std::int64_t part, std::string_view text)
{
    const auto place = static_cast<std::size_t>(what);
    const bool another = item.streamed_part[place] != -1 && item.streamed_part[place] != part;
    item.streamed_part[place] = part;
    if (another && what == field::reasoning)
        ready_.emplace_back(what, "\n\n"); // parts of a summary are paragraphs
    if (const std::string_view shown = item.joiners[place].feed(text); !shown.empty())
        ready_.emplace_back(what, shown);
}

responses_item& responses_decoder::item_at(const json::value& index)
{
    const std::int64_t place = index.as_int64().value_or(0);
    const auto same = [place](const responses_item& item) { return item.index == place; };
    const auto found = std::find_if(items_.begin(), items_.end(), same);
    return found != items_.end() ? *found : items_.emplace_back(place);
}

/// After the end: halves of characters that never came, and the order of the items.
bool responses_decoder::flush(chunk& piece)
{
    if (flushed_ == 0)
    {
        const auto earlier = [](const responses_item& a, const responses_item& b) {
            return a.index < b.index;
        };
        std::stable_sort(items_.begin(), items_.end(), earlier);
        for (responses_item& item : items_)
            item.finish();
    }
    while (flushed_ != items_.size() * 3)
    {
        const std::size_t place = flushed_ % 3;
        piece = {static_cast<field>(place), 0, items_[flushed_ / 3].joiners[place].finish()};
        ++flushed_;
        if (!piece.data.empty())
            return true;
    }
    return false;
}

outcome responses_decoder::result() const noexcept
{
    if (error_)
        return outcome::error;
    if (!fault_.empty())
        return outcome::broken;
    if (status_.empty())
        return finished_ ? outcome::truncated : outcome::open;
    return status_ == "completed" ? outcome::complete : outcome::incomplete;
}

std::string responses_decoder::provider_state() const
{
    const auto plain = [](const responses_item& item) {
        return item.type == "message" || item.type == "function_call" ||
               (item.type == "reasoning" && !item.is_sealed());
    };
    if (result() != outcome::complete || std::all_of(items_.begin(), items_.end(), plain))
        return {};
    std::string state;
    json_writer out(state);
    out.begin_object().key("responses").begin_array();
    for (const responses_item& item : items_)
    {
        if (!item.json.empty() && (item.type != "reasoning" || item.is_sealed()))
            out.raw(item.json);
    }
    out.end_array().end_object();
    return state;
}

void responses_decoder::report_broken(std::string_view what, std::string_view text)
{
    fault_ = form_ == form::whole ? "the answer is not a response (" : "an event is not JSON (";
    fault_.append(what).append("): ");
    utf8::append_clean(fault_, text.substr(0, 200));
}

} // namespace codexflow::openai
