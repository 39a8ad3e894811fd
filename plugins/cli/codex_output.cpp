#include "plugins/cli/codex_output.hpp"

#include <codexflow/utf8.hpp>

#include <utility>

namespace codexflow::cli {
namespace {

std::string joined(const json::value& words)
{
    std::string line(words.string());
    for (const json::value word : words.elements())
        (line += line.empty() ? "" : " ") += word.string();
    return line;
}

std::string_view or_else(std::string_view text, std::string_view other)
{
    return text.empty() ? other : text;
}

} // namespace

void codex_output::take(const json::value& line)
{
    const std::string_view type = line["type"].string();
    const json::value item = line["item"];
    const std::string_view what = or_else(item["type"].string(), item["item_type"].string());
    if (line["msg"].is_object())
        take_old(line["msg"]);
    else if (type == "item.started")
        take_started(what, item);
    else if (type == "item.completed")
        take_completed(what, item);
    else if (!type.empty())
        take_turn(type, line);
    else if (line["model"].is_string()) // the first line of the old form: its configuration
        summary_.model = utf8::clean(line["model"].string());
}

void codex_output::take_turn(std::string_view type, const json::value& line)
{
    if (type == "thread.started")
        summary_.request_id = utf8::clean(line["thread_id"].string());
    else if (type == "turn.started")
        in_turn_ = true;
    else if (type == "turn.completed")
    {
        in_turn_ = false;
        error_.clear(); // it has recovered from what it reported
        take_usage(line["usage"]);
    }
    else if (type == "turn.failed")
        error_ = utf8::clean(or_else(line["error"]["message"].string(), "the turn failed"));
    else if (type == "error")
        error_ = utf8::clean(or_else(line["message"].string(), "it says no more"));
}

void codex_output::take_started(std::string_view type, const json::value& item)
{
    if (type == "command_execution")
        tell("tool", item["command"].string());
    else if (type == "mcp_tool_call")
        tell("tool", std::string(item["server"].string()) + '.' + std::string(item["tool"].string()));
}

void codex_output::take_completed(std::string_view type, const json::value& item)
{
    if (type == "agent_message" || type == "assistant_message")
    {
        begin_paragraph();
        say(field::text, item["text"].string());
    }
    else if (type == "reasoning")
        say(field::reasoning, std::string(item["text"].string()) + '\n');
    else if (type == "web_search")
        tell("search", item["query"].string());
    else if (type == "error")
        tell("warning", item["message"].string());
    else if (type == "file_change")
        for (const json::value change : item["changes"].elements())
            tell("change", std::string(change["kind"].string()) + ' ' + std::string(change["path"].string()));
}

void codex_output::take_old(const json::value& message)
{
    const std::string_view type = message["type"].string();
    if (take_old_text(type, message))
        return;
    if (type == "exec_command_begin")
        tell("tool", joined(message["command"]));
    else if (type == "mcp_tool_call_begin")
        tell("tool", std::string(message["invocation"]["server"].string()) + '.' +
                         std::string(message["invocation"]["tool"].string()));
    else if (type == "token_count")
        take_usage(message["info"].is_object() ? message["info"]["total_token_usage"] : message);
    else if (type == "error")
        error_ = utf8::clean(or_else(message["message"].string(), "it says no more"));
    else if (type == "turn_aborted")
        error_ = "the turn was aborted: " + utf8::clean(message["reason"].string());
    else if (type == "task_complete" && !has_spoken())
        say(field::text, message["last_agent_message"].string());
}

/// Messages come whole, and in some versions as deltas before that.
bool codex_output::take_old_text(std::string_view type, const json::value& message)
{
    if (type == "agent_message_delta")
    {
        if (!std::exchange(in_pieces_, true))
            begin_paragraph();
        say(field::text, message["delta"].string());
    }
    else if (type == "agent_message")
    {
        if (std::exchange(in_pieces_, false))
            return true;
        begin_paragraph();
        say(field::text, message["message"].string());
    }
    else if (type == "agent_reasoning_delta")
    {
        thought_in_pieces_ = true;
        say(field::reasoning, message["delta"].string());
    }
    else if (type == "agent_reasoning")
    {
        const bool said = std::exchange(thought_in_pieces_, false);
        say(field::reasoning, said ? "\n" : std::string(message["text"].string()) + '\n');
    }
    else
        return false;
    return true;
}

/// Later counts include the earlier ones.
void codex_output::take_usage(const json::value& usage)
{
    summary_.input_tokens = count(usage, "input_tokens");
    summary_.cached_tokens = count(usage, "cached_input_tokens");
    summary_.output_tokens = count(usage, "output_tokens");
    summary_.reasoning_tokens = count(usage, "reasoning_output_tokens");
}

} // namespace codexflow::cli
