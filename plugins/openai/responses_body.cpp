#include "plugins/openai/responses_body.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace codexflow::openai {
namespace {

/// The call_ids of custom tools, whose results are items of another type.
using custom_calls = std::vector<std::string>;

/// The output items of an earlier answer that its provider wanted back; none when that was another one.
json::value items_of(json::document& document, const json::value& message)
{
    const std::string_view state = message["provider_state"].string();
    if (state.empty() || !document.parse(state))
        return {};
    return document.root()["responses"];
}

void write_call(json_writer& out, const json::value& call)
{
    const json::value arguments = call["arguments"];
    out.begin_object().member("type", "function_call").member("call_id", call["id"].string());
    out.member("name", call["name"].string());
    if (arguments.exists())
        out.member("arguments", arguments.is_string() ? arguments.string() : arguments.raw());
    else
        out.member("arguments", "{}");
    out.end_object();
}

void write_assistant(json_writer& out, const json::value& message, custom_calls& customs)
{
    json::document document;
    const json::value items = items_of(document, message);
    std::vector<std::string_view> known;
    for (const json::value item : items.elements())
    {
        out.raw(item.raw());
        known.push_back(item["call_id"].string());
        if (item["type"].string() == "custom_tool_call")
            customs.emplace_back(item["call_id"].string());
    }
    if (const std::string_view text = message["content"].string(); items.size() == 0 && !text.empty())
        out.begin_object().member("role", "assistant").member("content", text).end_object();
    for (const json::value call : message["tool_calls"].elements())
    {
        if (std::find(known.begin(), known.end(), call["id"].string()) == known.end())
            write_call(out, call);
    }
}

void write_result(json_writer& out, const json::value& message, const custom_calls& customs)
{
    const std::string_view id = message["tool_call_id"].string();
    const bool custom = std::find(customs.begin(), customs.end(), id) != customs.end();
    out.begin_object().member("type", custom ? "custom_tool_call_output" : "function_call_output");
    out.member("call_id", id).member("output", message["content"].string()).end_object();
}

void write_input(json_writer& out, const json::value& messages)
{
    custom_calls customs;
    out.key("input").begin_array();
    for (const json::value message : messages.elements())
    {
        const std::string_view role = message["role"].string();
        if (role == "assistant")
            write_assistant(out, message, customs);
        else if (role == "tool")
            write_result(out, message, customs);
        else
            out.begin_object()
                .member("role", role)
                .member("content", message["content"].string())
                .end_object();
    }
    out.end_array();
}

void write_tools(json_writer& out, const json::value& tools)
{
    out.key("tools").begin_array();
    for (const json::value tool : tools.elements())
    {
        out.begin_object().member("type", "function").member("name", tool["name"].string());
        if (tool["description"].is_string())
            out.member("description", tool["description"].string());
        if (tool["parameters"].is_object())
            out.raw_member("parameters", tool["parameters"].raw());
        out.member("strict", false).end_object(); // the schemas of tools are not made for strict mode
    }
    out.end_array();
}

} // namespace

std::string write_responses_body(const json::value& request, const provider_settings& settings)
{
    const std::string_view asked = request["model"].string();

    std::string body;
    json_writer out(body);
    out.begin_object().member("model", asked.empty() ? std::string_view(settings.model) : asked);
    if (const std::string_view system = request["system"].string(); !system.empty())
        out.member("instructions", system);
    write_input(out, request["messages"]);
    if (request["tools"].size() != 0)
        write_tools(out, request["tools"]);
    out.member("store", settings.store);
    if (settings.keep_reasoning)
        out.key("include").begin_array().value("reasoning.encrypted_content").end_array();
    out.member("stream", request["stream"].as_bool().value_or(true));
    for (const auto& [name, json] : settings.body)
        out.raw_member(name, json);
    out.end_object();
    return body;
}

} // namespace codexflow::openai
