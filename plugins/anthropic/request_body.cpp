#include "plugins/anthropic/request_body.hpp"

#include <codexflow/json_writer.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace codexflow::anthropic {
namespace {

/// The blocks of an earlier answer that its provider wanted back. A state of another make (the turn was
/// another provider's) is not for this server: its text and its calls are all there is then.
json::value blocks_of(json::document& document, const json::value& message)
{
    const std::string_view state = message["provider_state"].string();
    if (state.empty() || !document.parse(state))
        return {};
    for (const json::value block : document.root().elements())
    {
        if (block["type"].string().empty())
            return {};
    }
    return document.root().size() != 0 && document.root().is_array() ? document.root() : json::value();
}

/// The wire wants the arguments of a call as an object. Text of the model that is none goes back in the
/// form the vendor's documentation gives for it.
void write_input(json_writer& out, const json::value& arguments)
{
    const std::string_view text = arguments.is_string() ? arguments.string() : arguments.raw();
    json::document document;
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        out.raw_member("input", "{}");
    else if (document.parse(text) && document.root().is_object())
        out.raw_member("input", text);
    else
        out.key("input").begin_object().member("INVALID_JSON", text).end_object();
}

void write_call(json_writer& out, const json::value& call)
{
    out.begin_object().member("type", "tool_use").member("id", call["id"].string());
    out.member("name", call["name"].string());
    write_input(out, call["arguments"]);
    out.end_object();
}

void write_assistant(json_writer& out, const json::value& message)
{
    json::document document;
    const json::value state = blocks_of(document, message);
    const std::string_view content = message["content"].string();
    const json::value calls = message["tool_calls"];
    if (!state.exists() && content.empty() && calls.size() == 0)
        return; // the server refuses a message without content
    out.begin_object().member("role", "assistant").key("content").begin_array();
    std::vector<std::string_view> known;
    for (const json::value block : state.elements())
    {
        out.raw(block.raw());
        known.push_back(block["id"].string());
    }
    if (!state.exists() && !content.empty())
        out.begin_object().member("type", "text").member("text", content).end_object();
    for (const json::value call : calls.elements())
    {
        if (std::find(known.begin(), known.end(), call["id"].string()) == known.end())
            write_call(out, call);
    }
    out.end_array().end_object();
}

void write_result(json_writer& out, const json::value& message)
{
    out.begin_object().member("type", "tool_result");
    out.member("tool_use_id", message["tool_call_id"].string());
    out.member("content", message["content"].string());
    if (message["is_error"].as_bool().value_or(false))
        out.member("is_error", true);
    out.end_object();
}

/// The results of all calls of a turn stand in one message of the user, or the server refuses them.
void write_messages(json_writer& out, const json::value& messages, std::string_view begun)
{
    bool results = false;
    out.key("messages").begin_array();
    for (const json::value message : messages.elements())
    {
        const std::string_view role = message["role"].string();
        if (role == "tool" && !results)
            out.begin_object().member("role", "user").key("content").begin_array();
        if (role != "tool" && results)
            out.end_array().end_object();
        results = role == "tool";
        if (results)
            write_result(out, message);
        else if (role == "assistant")
            write_assistant(out, message);
        else
            out.begin_object()
                .member("role", role)
                .member("content", message["content"].string())
                .end_object();
    }
    if (results)
        out.end_array().end_object();
    if (!begun.empty())
        out.begin_object().member("role", "assistant").raw_member("content", begun).end_object();
    out.end_array();
}

void write_tools(json_writer& out, const json::value& tools)
{
    out.key("tools").begin_array();
    for (const json::value tool : tools.elements())
    {
        const json::value parameters = tool["parameters"];
        out.begin_object().member("name", tool["name"].string());
        if (tool["description"].is_string())
            out.member("description", tool["description"].string());
        out.raw_member("input_schema", parameters.is_object() ? parameters.raw() : R"({"type":"object"})");
        out.end_object();
    }
    out.end_array();
}

} // namespace

std::string write_request_body(const json::value& request, const provider_settings& settings,
                               std::string_view begun)
{
    const std::string_view asked = request["model"].string();

    std::string body;
    json_writer out(body);
    out.begin_object().member("model", asked.empty() ? std::string_view(settings.model) : asked);
    out.raw_member("max_tokens", settings.max_tokens);
    if (const std::string_view system = request["system"].string(); !system.empty())
        out.member("system", system);
    write_messages(out, request["messages"], begun);
    if (request["tools"].size() != 0)
        write_tools(out, request["tools"]);
    out.member("stream", request["stream"].as_bool().value_or(true));
    for (const auto& [name, json] : settings.body)
        out.raw_member(name, json);
    out.end_object();
    return body;
}

} // namespace codexflow::anthropic
