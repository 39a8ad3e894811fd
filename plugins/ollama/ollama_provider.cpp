#include "plugins/ollama/ollama_provider.hpp"

#include "plugins/ollama/chat_decoder.hpp"
#include "plugins/ollama/request_body.hpp"

#include <codexflow/http_failure.hpp>
#include <codexflow/tool_call_chunks.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace codexflow::ollama {
namespace {

constexpr std::size_t longest_list = 4 * 1024 * 1024;

/// Throws for every end that is none of the model's own.
void check_end(const chat_decoder& decoder, const std::string& what)
{
    switch (decoder.result())
    {
    case outcome::complete:
    case outcome::incomplete: return;
    case outcome::error: throw to_failure(what, *decoder.error());
    case outcome::broken: throw failure(CFLOW_E_PROTOCOL, what + ": " + decoder.fault()).kind("protocol");
    default:
        throw failure(CFLOW_E_PROTOCOL, what + ": the answer ended before the line that says \"done\"")
            .kind("truncated");
    }
}

/// Passes the text on as it comes, until the answer has ended.
task<void> pass_on(operation& op, http_stream& stream, chat_decoder& decoder)
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
            const std::uint32_t kind = piece.what == field::text ? CFLOW_CHUNK_TEXT : CFLOW_CHUNK_REASONING;
            co_await op.emit(kind, piece.data);
        }
    }
}

task<void> emit_calls(operation& op, const std::vector<tool_call>& calls)
{
    std::uint32_t index = 0;
    for (const tool_call& call : calls)
    {
        co_await emit_tool_call(op, index, call.id, call.name, call.arguments);
        ++index;
    }
}

} // namespace

ollama_provider::ollama_provider(const settings& given) : settings_(read_settings(given.json())) {}

http_request ollama_provider::request_to(std::string method, std::string_view path) const
{
    http_request request(std::move(method), settings_.base_url + std::string(path));
    if (!settings_.api_key_env.empty())
        request.header("Authorization", "Bearer {{secret:" + settings_.api_key_env + "}}");
    request.first_byte = settings_.first_byte;
    request.idle = settings_.idle;
    return request;
}

task<std::string> ollama_provider::chat(operation& op)
{
    json::document asked;
    if (!asked.parse(op.request()))
        throw failure(CFLOW_E_INVALID, "the request is not JSON: " + std::string(asked.error().message));
    http_request request = request_to("POST", "/api/chat");
    request.header("Content-Type", "application/json")
        .header("Accept", "application/x-ndjson, application/json");
    request.body = write_request_body(asked.root(), settings_);
    const std::string what = "POST " + request.url;

    http_stream stream = co_await http_stream::open(op, request);
    co_await require_success(op, stream, what);
    chat_decoder decoder;
    co_await pass_on(op, stream, decoder);
    check_end(decoder, what);

    chat_result result = decoder.summary();
    if (decoder.result() == outcome::incomplete)
        result.finish = "length";
    else if (!decoder.calls().empty()) // the server says "stop" also when it wants tools called
        result.finish = "tool_calls";
    if (result.finish == "tool_calls")
        co_await emit_calls(op, decoder.calls());
    co_return result.document();
}

task<std::string> ollama_provider::models(operation& op)
{
    const http_request request = request_to("GET", "/api/tags");
    const std::string what = "GET " + request.url;
    http_stream stream = co_await http_stream::open(op, request);
    co_await require_success(op, stream, what);
    const std::string body = co_await stream.read_all(longest_list);
    json::document document;
    if (!document.parse(body))
        throw failure(CFLOW_E_PROTOCOL, what + ": the list of models is not JSON").kind("protocol");

    std::string list;
    json_writer out(list);
    out.begin_object().key("models").begin_array();
    for (const json::value model : document.root()["models"].elements())
        out.begin_object().member("name", model["name"].string()).end_object();
    out.end_array().end_object();
    co_return list;
}

} // namespace codexflow::ollama
