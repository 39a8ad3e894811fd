#include "plugins/openai/openai_provider.hpp"

#include "plugins/openai/finished_answer.hpp"
#include "plugins/openai/model_list.hpp"
#include "plugins/openai/request_body.hpp"
#include "plugins/openai/responses_body.hpp"

#include <codexflow/http_failure.hpp>
#include <codexflow/progress_limit.hpp>
#include <codexflow/tool_call_chunks.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace codexflow::openai {
namespace {

constexpr std::size_t longest_list = 4 * 1024 * 1024;

std::uint32_t chunk_kind(field what) noexcept
{
    return what == field::reasoning ? CFLOW_CHUNK_REASONING : CFLOW_CHUNK_TEXT;
}

/// Throws for every end that is none of the model's own.
template <class Decoder> void check_end(const Decoder& decoder, const std::string& what)
{
    switch (decoder.result())
    {
    case outcome::complete:
    case outcome::incomplete: return;
    case outcome::error: throw to_failure(what, *decoder.error());
    case outcome::broken: throw failure(CFLOW_E_PROTOCOL, what + ": " + decoder.fault()).kind("protocol");
    default:
        throw failure(CFLOW_E_PROTOCOL, what + ": the answer ended without an end mark or a finish reason")
            .kind("truncated");
    }
}

/// Passes the text of the first answer on as it comes, until the answer has ended. What the model says
/// when it declines is no answer and goes to @p refusal.
template <class Decoder>
task<void> pass_on(operation& op, http_stream& stream, Decoder& decoder, progress_limit& patience,
                   std::string& refusal, const std::string& what)
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
            if (piece.choice != 0)
                continue;
            if (piece.what == field::refusal)
                refusal.append(piece.data);
            else
                co_await op.emit(chunk_kind(piece.what), piece.data);
        }
        if (decoder.result() == outcome::open)
            patience.check(decoder.events(), what);
    }
}

task<void> emit_calls(operation& op, const std::vector<finished_call>& calls)
{
    std::uint32_t index = 0;
    for (const finished_call& call : calls)
    {
        co_await emit_tool_call(op, index, call.id, call.name, call.arguments);
        ++index;
    }
}

/// The result document. @param calls is given those that are to be carried out.
template <class Decoder>
std::string conclude(const operation& op, const http_stream& stream, const Decoder& decoder,
                     std::string refusal, std::vector<finished_call>& calls)
{
    chat_result result = answer_of(decoder);
    if (!refusal.empty())
        result.finish = "content_filter";
    result.refusal = std::move(refusal);
    result.request_id = utf8::clean(request_id(stream));
    result.limits = limits_of(op, stream);
    if (result.finish == "tool_calls")
        calls = calls_of(decoder);
    return result.document();
}

} // namespace

openai_provider::openai_provider(const settings& given) : settings_(read_settings(given.json())) {}

http_request openai_provider::request_to(std::string method, std::string_view path) const
{
    http_request request(std::move(method), settings_.base_url + std::string(path) + settings_.query);
    if (!settings_.api_key_env.empty() && !settings_.auth_header.empty())
        request.header(settings_.auth_header,
                       settings_.auth_prefix + "{{secret:" + settings_.api_key_env + "}}");
    for (const auto& [name, value] : settings_.headers)
        request.header(name, value);
    request.first_byte = settings_.first_byte;
    request.idle = settings_.idle;
    return request;
}

http_request openai_provider::chat_request(std::string_view document) const
{
    json::document asked;
    if (!asked.parse(document))
        throw failure(CFLOW_E_INVALID, "the request is not JSON: " + std::string(asked.error().message));
    http_request request = request_to("POST", settings_.path);
    request.header("Content-Type", "application/json")
        .header("Accept", "text/event-stream, application/json");
    const bool responses = settings_.api == interface::responses;
    request.body = responses ? write_responses_body(asked.root(), settings_)
                             : write_request_body(asked.root(), settings_);
    return request;
}

/// A coroutine of its own, so that nothing of the request stays while the answer comes.
task<http_stream> openai_provider::open_chat(operation& op, const std::string& what) const
{
    const http_request request = chat_request(op.request());
    http_stream stream = co_await http_stream::open(op, request);
    co_await require_success(op, stream, what);
    co_return stream;
}

template <class Decoder>
task<std::string> openai_provider::read_answer(operation& op, http_stream& stream,
                                               const std::string& what) const
{
    Decoder decoder(settings_.max_line_bytes);
    progress_limit patience(op, settings_.no_progress);
    std::string refusal;
    co_await pass_on(op, stream, decoder, patience, refusal, what);
    check_end(decoder, what);
    std::vector<finished_call> calls;
    std::string document = conclude(op, stream, decoder, std::move(refusal), calls);
    co_await emit_calls(op, calls);
    co_return document;
}

task<std::string> openai_provider::chat(operation& op)
{
    const std::string what = "POST " + settings_.base_url + settings_.path + settings_.query;
    http_stream stream = co_await open_chat(op, what);
    if (settings_.api == interface::responses)
        co_return co_await read_answer<responses_decoder>(op, stream, what);
    co_return co_await read_answer<stream_decoder>(op, stream, what);
}

task<std::string> openai_provider::models(operation& op)
{
    const http_request request = request_to("GET", "/models");
    const std::string what = "GET " + request.url;
    http_stream stream = co_await http_stream::open(op, request);
    co_await require_success(op, stream, what);
    const std::string body = co_await stream.read_all(longest_list);
    json::document document;
    if (!document.parse(body))
        throw failure(CFLOW_E_PROTOCOL, what + ": the list of models is not JSON").kind("protocol");
    co_return write_model_list(document.root());
}

} // namespace codexflow::openai
