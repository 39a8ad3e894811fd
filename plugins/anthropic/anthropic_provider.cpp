#include "plugins/anthropic/anthropic_provider.hpp"

#include "plugins/anthropic/model_list.hpp"
#include "plugins/anthropic/request_body.hpp"

#include <codexflow/http_failure.hpp>
#include <codexflow/progress_limit.hpp>
#include <codexflow/tool_call_chunks.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace codexflow::anthropic {
namespace {

constexpr std::size_t longest_list = 4 * 1024 * 1024;
constexpr unsigned most_pages = 100;

/// Throws for every end that is none of the model's own.
void check_end(const stream_decoder& decoder, const std::string& what)
{
    switch (decoder.result())
    {
    case outcome::complete:
    case outcome::incomplete: return;
    case outcome::error: throw to_failure(what, *decoder.error());
    case outcome::broken: throw failure(CFLOW_E_PROTOCOL, what + ": " + decoder.fault()).kind("protocol");
    default:
        throw failure(CFLOW_E_PROTOCOL, what + ": the answer ended before its message did").kind("truncated");
    }
}

/// Passes text and thinking on as they come, until the answer has ended.
task<void> pass_on(operation& op, http_stream& stream, stream_decoder& decoder, progress_limit& patience,
                   const std::string& what)
{
    chunk piece;
    while (decoder.result() == outcome::open)
    {
        const std::optional<std::string_view> bytes = co_await stream.read();
        if (bytes)
            decoder.feed(*bytes);
        else
            decoder.finish();
        while (decoder.next(piece))
        {
            const std::uint32_t kind = piece.thinking ? CFLOW_CHUNK_REASONING : CFLOW_CHUNK_TEXT;
            co_await op.emit(kind, piece.data);
        }
        if (decoder.result() == outcome::open)
            patience.check(decoder.events(), what);
    }
}

task<void> emit_calls(operation& op, const std::vector<content_block>& blocks)
{
    std::uint32_t index = 0;
    for (const content_block& block : blocks)
    {
        if (!block.is_call())
            continue;
        co_await emit_tool_call(op, index, block.id, block.name, block.arguments());
        ++index;
    }
}

} // namespace

anthropic_provider::anthropic_provider(const settings& given) : settings_(read_settings(given.json())) {}

http_request anthropic_provider::request_to(std::string method, std::string_view path) const
{
    http_request request(std::move(method), settings_.url(path));
    const std::string key = "{{secret:" + settings_.api_key_env + "}}";
    if (!settings_.api_key_env.empty())
        request.header(settings_.bearer ? "Authorization" : "x-api-key",
                       settings_.bearer ? "Bearer " + key : key);
    request.header("anthropic-version", settings_.version);
    if (!settings_.beta.empty())
        request.header("anthropic-beta", settings_.beta);
    for (const auto& [name, value] : settings_.headers)
        request.header(name, value);
    request.first_byte = settings_.first_byte;
    request.idle = settings_.idle;
    return request;
}

http_request anthropic_provider::chat_request(std::string_view document, std::string_view begun) const
{
    json::document asked;
    if (!asked.parse(document))
        throw failure(CFLOW_E_INVALID, "the request is not JSON: " + std::string(asked.error().message));
    http_request request = request_to("POST", "/messages");
    request.header("Content-Type", "application/json")
        .header("Accept", "text/event-stream, application/json");
    request.body = write_request_body(asked.root(), settings_, begun);
    return request;
}

/// Asks for one part of the answer. @return the result document, when it was the last part; else "".
task<std::string> anthropic_provider::ask(operation& op, paused_turn& turn, const http_request& request) const
{
    const std::string what = "POST " + request.url;
    http_stream stream = co_await http_stream::open(op, request);
    co_await require_success(op, stream, what);
    stream_decoder decoder(settings_.max_line_bytes);
    progress_limit patience(op, settings_.no_progress);
    co_await pass_on(op, stream, decoder, patience, what);
    check_end(decoder, what);
    turn.add(decoder);
    if (turn.paused())
        co_return std::string();
    chat_result result = turn.result();
    result.request_id = utf8::clean(request_id(stream));
    result.limits = limits_of(op, stream);
    if (result.finish == "tool_calls")
        co_await emit_calls(op, decoder.blocks());
    co_return result.document();
}

task<std::string> anthropic_provider::chat(operation& op)
{
    paused_turn turn;
    std::string document;
    while (document.empty())
    {
        const http_request request = chat_request(op.request(), turn.blocks());
        document = co_await ask(op, turn, request);
    }
    co_return document;
}

task<std::string> anthropic_provider::models(operation& op)
{
    std::string list;
    json_writer out(list);
    out.begin_object().key("models").begin_array();
    std::string after;
    for (unsigned page = 0; page == 0 || (!after.empty() && page != most_pages); ++page)
    {
        const std::string from = after.empty() ? std::string() : "&after_id=" + after;
        const http_request request = request_to("GET", "/models?limit=1000" + from);
        const std::string what = "GET " + request.url;
        http_stream stream = co_await http_stream::open(op, request);
        co_await require_success(op, stream, what);
        const std::string body = co_await stream.read_all(longest_list);
        json::document document;
        if (!document.parse(body))
            throw failure(CFLOW_E_PROTOCOL, what + ": the list of models is not JSON").kind("protocol");
        after = append_models(out, document.root());
    }
    out.end_array().end_object();
    co_return list;
}

} // namespace codexflow::anthropic
