#include "plugins/ollama/request_body.hpp"

#include <codexflow/json_writer.hpp>

#include <map>
#include <string_view>

namespace codexflow::ollama {
namespace {

/// The wire wants a call's arguments as an object; the engine has the text the model wrote, which may be
/// none. The server refuses the whole request for such a one, so it becomes an empty object.
void write_arguments(json_writer& out, const json::value& call)
{
    const json::value arguments = call["arguments"];
    json::document text;
    if (arguments.is_object())
        out.raw_member("arguments", arguments.raw());
    else if (arguments.is_string() && text.parse(arguments.string()) && text.root().is_object())
        out.raw_member("arguments", text.root().raw());
    else
        out.raw_member("arguments", "{}");
}

void write_tool_calls(json_writer& out, const json::value& calls)
{
    out.key("tool_calls").begin_array();
    for (const json::value call : calls.elements())
    {
        out.begin_object().member("id", call["id"].string());
        out.key("function").begin_object().member("name", call["name"].string());
        write_arguments(out, call);
        out.end_object().end_object();
    }
    out.end_array();
}

/// The names of the tools behind the calls of the history so far, by id. Ids may come again in a later
/// turn, where servers make none and they are made anew each time: the latest counts.
using call_names = std::map<std::string_view, std::string_view>;

void write_message(json_writer& out, const json::value& message, call_names& called)
{
    const std::string_view role = message["role"].string();
    out.begin_object().member("role", role).member("content", message["content"].string());
    if (message["tool_calls"].size() != 0)
        write_tool_calls(out, message["tool_calls"]);
    for (const json::value call : message["tool_calls"].elements())
        called[call["id"].string()] = call["name"].string();
    if (role == "tool") // servers that know no ids go by the name
    {
        const std::string_view id = message["tool_call_id"].string();
        const std::string_view given = message["tool_name"].string();
        out.member("tool_name", given.empty() ? called[id] : given);
        if (!id.empty())
            out.member("tool_call_id", id);
    }
    out.end_object();
}

void write_tools(json_writer& out, const json::value& tools)
{
    out.key("tools").begin_array();
    for (const json::value tool : tools.elements())
    {
        out.begin_object().member("type", "function");
        out.key("function").begin_object().member("name", tool["name"].string());
        out.member("description", tool["description"].string());
        if (tool["parameters"].is_object())
            out.raw_member("parameters", tool["parameters"].raw());
        out.end_object().end_object();
    }
    out.end_array();
}

/// The user's options, and the window unless it is among them.
void write_options(json_writer& out, const provider_settings& settings, const call_plan& plan)
{
    if (settings.options.empty() && plan.own_window)
        return;
    out.key("options").begin_object();
    for (const auto& [name, json] : settings.options)
        out.raw_member(name, json);
    if (!plan.own_window)
        out.member("num_ctx", plan.window);
    out.end_object();
}

} // namespace

std::string write_request_body(const json::value& request, const provider_settings& settings,
                               const call_plan& plan)
{
    call_names called;
    std::string body;
    json_writer out(body);
    out.begin_object().member("model", plan.model);
    out.key("messages").begin_array();
    if (const std::string_view system = request["system"].string(); !system.empty())
        out.begin_object().member("role", "system").member("content", system).end_object();
    for (const json::value message : request["messages"].elements())
        write_message(out, message, called);
    out.end_array();
    if (request["tools"].size() != 0)
        write_tools(out, request["tools"]);
    out.member("stream", request["stream"].as_bool().value_or(true)); // its default is true
    write_options(out, settings, plan);
    if (plan.think && !settings.think.empty())
        out.raw_member("think", settings.think);
    for (const auto& [name, json] : settings.body)
        out.raw_member(name, json);
    out.end_object();
    return body;
}

} // namespace codexflow::ollama
