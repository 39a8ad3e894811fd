#include "plugins/cli/claude_output.hpp"

#include <codexflow/utf8.hpp>

namespace codexflow::cli {

void claude_output::take(const json::value& line)
{
    const std::string_view type = line["type"].string();
    if (type == "system" && line["subtype"].string() == "init")
        summary_.model = utf8::clean(line["model"].string());
    else if (type == "result")
        take_result(line);
    else if (line["parent_tool_use_id"].is_string())
        return; // a sub-agent's
    else if (type == "stream_event")
        take_event(line["event"]);
    else if (type == "assistant")
        take_message(line["message"]);
}

void claude_output::take_event(const json::value& event)
{
    const std::string_view type = event["type"].string();
    const json::value delta = event["delta"];
    if (type == "message_start")
        streamed_ = event["message"]["id"].string();
    else if (type == "content_block_start" && event["content_block"]["type"].string() == "text")
        begin_paragraph();
    else if (type == "content_block_delta" && delta["type"].string() == "text_delta")
        say(field::text, delta["text"].string());
    else if (type == "content_block_delta" && delta["type"].string() == "thinking_delta")
        say(field::reasoning, delta["thinking"].string());
}

/// A whole message, or one block of it.
void claude_output::take_message(const json::value& message)
{
    const bool seen = !streamed_.empty() && message["id"].string() == streamed_;
    for (const json::value block : message["content"].elements())
    {
        const std::string_view type = block["type"].string();
        if (type == "tool_use")
            tell("tool", std::string(block["name"].string()) + ' ' + std::string(block["input"].raw()));
        else if (type == "thinking" && !seen)
            say(field::reasoning, std::string(block["thinking"].string()) + '\n');
        else if (type == "text" && !seen)
        {
            begin_paragraph();
            say(field::text, block["text"].string());
        }
    }
}

void claude_output::take_result(const json::value& result)
{
    ended_ = true;
    summary_.request_id = utf8::clean(result["session_id"].string());
    summary_.cost_usd = result["total_cost_usd"].as_double();
    const json::value usage = result["usage"];
    summary_.output_tokens = count(usage, "output_tokens");
    summary_.cached_tokens = count(usage, "cache_read_input_tokens");
    if (const auto fresh = count(usage, "input_tokens")) // which leaves out what was or will be cached
        summary_.input_tokens = *fresh + summary_.cached_tokens.value_or(0) +
                                count(usage, "cache_creation_input_tokens").value_or(0);
    const std::string_view text = result["result"].string();
    const std::string_view subtype = result["subtype"].string();
    if (result["is_error"].as_bool() == true || subtype.starts_with("error"))
    {
        error_ = utf8::clean(text.empty() ? result["errors"][0].string() : text);
        if (error_.empty())
            error_ = utf8::clean(subtype.empty() ? "it says no more" : subtype);
        return;
    }
    if (!has_spoken())
        say(field::text, text);
    if (result["stop_reason"].string() == "max_tokens")
        summary_.finish = "length";
}

} // namespace codexflow::cli
