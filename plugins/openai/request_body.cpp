#include "plugins/openai/request_body.hpp"

#include <codexflow/json_writer.hpp>

#include <string_view>

namespace codexflow::openai {
namespace {

/// The wire wants a call's arguments as a string that holds JSON.
std::string_view arguments_of(const json::value& call)
{
    const json::value arguments = call["arguments"];
    if (!arguments.exists())
        return "{}";
    return arguments.is_string() ? arguments.string() : arguments.raw();
}

void write_tool_calls(json_writer& out, const json::value& calls)
{
    out.key("tool_calls").begin_array();
    for (const json::value call : calls.elements())
    {
        out.begin_object().member("id", call["id"].string()).member("type", "function");
        out.key("function").begin_object().member("name", call["name"].string());
        out.member("arguments", arguments_of(call)).end_object().end_object();
    }
    out.end_array();
}

void write_message(json_writer& out, const json::value& message)
{
    const std::string_view role = message["role"].string();
    const std::string_view content = message["content"].string();
    const json::value calls = message["tool_calls"];
    out.begin_object().member("role", role);
    if (content.empty() && calls.size() != 0)
        out.member("content", nullptr);
    else
        out.member("content", content);
    if (calls.size() != 0)
        write_tool_calls(out, calls);
    if (role == "tool")
        out.member("tool_call_id", message["tool_call_id"].string());
    out.end_object();
}

void write_tools(json_writer& out, const json::value& tools)
{
    out.key("tools").begin_array();
    for (const json::value tool : tools.elements())
    {
        out.begin_object().member("type", "function");
        out.key("function").begin_object().member("name", tool["name"].string());
        if (tool["description"].is_string())
            out.member("description", tool["description"].string());
        if (tool["parameters"].is_object())
            out.raw_member("parameters", tool["parameters"].raw());
        out.end_object().end_object();
    }
    out.end_array();
}

} // namespace

std::string write_request_body(const json::value& request, const provider_settings& settings)
{
    const std::string_view asked = request["model"].string();
    const bool stream = request["stream"].as_bool().value_or(true);

    std::string body;
    json_writer out(body);
    out.begin_object().member("model", asked.empty() ? std::string_view(settings.model) : asked);
    out.key("messages").begin_array();
    if (const std::string_view system = request["system"].string(); !system.empty())
        out.begin_object().member("role", "system").member("content", system).end_object();
    for (const json::value message : request["messages"].elements())
        write_message(out, message);
    out.end_array();
    if (request["tools"].size() != 0)
        write_tools(out, request["tools"]);
    out.member("stream", stream);
    if (stream && settings.stream_usage)
        out.key("stream_options").begin_object().member("include_usage", true).end_object();
    for (const auto& [name, json] : settings.body)
        out.raw_member(name, json);
    out.end_object();
    return body;
}

} // namespace codexflow::openai
