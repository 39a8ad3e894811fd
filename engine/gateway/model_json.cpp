#include "engine/gateway/model_json.hpp"

#include <codexflow/json_writer.hpp>

#include <array>

namespace codexflow::gateway {
namespace {

constexpr std::array<std::string_view, 3> roles{"user", "assistant", "tool"};

void write_message(json_writer& out, const message& one)
{
    out.begin_object();
    out.member("role", roles[static_cast<std::size_t>(one.from)]).member("content", one.content);
    if (!one.tool_calls.empty())
    {
        out.key("tool_calls").begin_array();
        for (const tool_call& call : one.tool_calls)
            out.begin_object().member("id", call.id).member("name", call.name).member("arguments", call.arguments).end_object();
        out.end_array();
    }
    if (!one.tool_call_id.empty())
        out.member("tool_call_id", one.tool_call_id);
    if (one.is_error)
        out.member("is_error", true);
    if (!one.provider_state.empty())
        out.member("provider_state", one.provider_state);
    out.end_object();
}

error bad_document(std::string_view what)
{
    return error(errc::plugin_misbehaved, "the plugin's " + std::string(what) + " is not as its contract says")
        .with_hint("report it to the author of the plugin");
}

} // namespace

std::string write_request(const model_request& request, std::string_view model, const task_ref& who,
                          std::string_view attempt_id)
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    out.member("model", model).member("system", request.system.str()).member("stream", request.stream);
    out.member("agent", who.agent_id).member("alias", who.alias).member("task_id", who.task_id);
    out.member("attempt_id", attempt_id);
    out.key("messages").begin_array();
    for (const message& one : request.messages)
        write_message(out, one);
    out.end_array();
    if (request.tools != nullptr)
        out.raw_member("tools", *request.tools);
    out.end_object();
    return text;
}

result<reply_ptr> read_reply(std::string_view text)
{
    json::document doc;
    if (!doc.parse(text) || !doc.root().is_object() || !doc.root()["finish"].is_string())
        return bad_document("result document");
    const json::value root = doc.root();
    auto reply = std::make_unique<model_reply>();
    reply->finish = root["finish"].string();
    reply->model = root["model"].string();
    reply->request_id = root["request_id"].string();
    reply->refusal = root["refusal"].string();
    reply->provider_state = root["provider_state"].string();
    for (const json::value warning : root["warnings"].elements())
        reply->warnings.emplace_back(warning["code"].string(), warning["message"].string());
    reply->left = read_quota(root["limits"]);
    const json::value usage = root["usage"];
    reply->usage.known = usage.is_object();
    reply->usage.input = usage["input_tokens"].as_uint64().value_or(0);
    reply->usage.output = usage["output_tokens"].as_uint64().value_or(0);
    return reply;
}

quota read_quota(const json::value& limits)
{
    quota left;
    left.remaining_requests = limits["remaining_requests"].as_uint64();
    left.requests_reset_ms = limits["requests_reset_ms"].as_int64();
    left.remaining_tokens = limits["remaining_tokens"].as_uint64();
    left.tokens_reset_ms = limits["tokens_reset_ms"].as_int64();
    return left;
}

result<tool_call> read_tool_call(std::string_view text)
{
    json::document doc;
    if (!doc.parse(text) || !doc.root()["name"].is_string())
        return bad_document("tool call");
    tool_call call;
    call.id = doc.root()["id"].string();
    call.name = doc.root()["name"].string();
    return call;
}

} // namespace codexflow::gateway
