#include "plugins/ollama/ollama_provider.hpp"

#include "plugins/ollama/advice.hpp"
#include "plugins/ollama/chat_decoder.hpp"
#include "plugins/ollama/request_body.hpp"

#include <codexflow/http_failure.hpp>
#include <codexflow/progress_limit.hpp>
#include <codexflow/tool_call_chunks.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace codexflow::ollama {
namespace {

constexpr std::size_t longest_list = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds longest_wait_for_facts{5000}; // no model is loaded to tell them

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
task<void> pass_on(operation& op, http_stream& stream, chat_decoder& decoder, progress_limit& patience,
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
            const std::uint32_t kind = piece.what == field::text ? CFLOW_CHUNK_TEXT : CFLOW_CHUNK_REASONING;
            co_await op.emit(kind, piece.data);
        }
        if (decoder.result() == outcome::open)
            patience.check(decoder.events(), what);
    }
}

/// As require_success, with what can be done about this server's refusals.
task<void> require_answer(operation& op, http_stream& stream, const std::string& what,
                          const std::string& model)
{
    try
    {
        co_await require_success(op, stream, what);
    }
    catch (failure& refused)
    {
        advise(refused, stream.status(), model);
        throw;
    }
}

/// How the model's turn ended; the server says "stop" also when it wants tools called.
chat_result conclude(const chat_decoder& decoder, const call_plan& plan)
{
    chat_result result = decoder.summary();
    if (decoder.result() == outcome::incomplete)
        result.finish = "length";
    else if (!decoder.calls().empty())
        result.finish = "tool_calls";
    result.warnings = plan.warnings;
    if (auto cut = truncation_warning(plan.prompt, result.input_tokens, plan.window))
        result.warnings.push_back(std::move(*cut));
    return result;
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

http_request ollama_provider::chat_request(const json::value& request, const call_plan& plan) const
{
    http_request made = request_to("POST", "/api/chat");
    made.header("Content-Type", "application/json")
        .header("Accept", "application/x-ndjson, application/json");
    made.body = write_request_body(request, settings_, plan);
    return made;
}

/// No model is loaded to tell what it can do, so nobody waits long for that.
http_request ollama_provider::show_request(const std::string& model) const
{
    http_request request = request_to("POST", "/api/show");
    request.header("Content-Type", "application/json");
    request.first_byte = std::min(request.first_byte, longest_wait_for_facts);
    request.idle =
        request.idle.count() == 0 ? longest_wait_for_facts : std::min(request.idle, longest_wait_for_facts);
    json_writer(request.body).begin_object().member("model", model).end_object();
    return request;
}

/// Asks what the model can do. A server that does not answer that leaves it unknown; only one that
/// cannot be reached at all fails the call, since the chat would too.
task<model_facts> ollama_provider::ask_about(operation& op, const std::string& model)
{
    const http_request request = show_request(model);
    model_facts facts;
    try
    {
        http_stream stream = co_await http_stream::open(op, request);
        const std::string body = co_await stream.read_all(longest_list);
        if (stream.status() == 200)
            facts = read_model_facts(body);
        if (stream.status() < 500 && stream.status() != 429) // the others may answer the next time
            models_.learn(model, facts);
    }
    catch (const failure& f)
    {
        if (f.status() == CFLOW_E_CANCELLED || f.kind() == "connect" || f.kind() == "tls")
            throw;
        op.log(log_level::info, "the abilities of the model are unknown: " + std::string(f.what()));
    }
    co_return facts;
}

task<model_facts> ollama_provider::facts_of(operation& op, const std::string& model)
{
    if (!settings_.probe || model.empty())
        co_return model_facts();
    const std::optional<model_facts> known = models_.find(model);
    if (known)
        co_return *known;
    co_return co_await ask_about(op, model);
}

task<call_plan> ollama_provider::prepare(operation& op, const json::value& request)
{
    const std::string model = model_of(request, settings_);
    const model_facts facts = co_await facts_of(op, model);
    call_plan plan = plan_call(request, settings_, facts);
    if (!plan.own_window)
    {
        const std::uint64_t widest = models_.widen(model, plan.window);
        plan.window = std::min(widest, facts.context_length.value_or(widest));
    }
    co_return plan;
}

task<std::string> ollama_provider::chat(operation& op)
{
    json::document asked;
    if (!asked.parse(op.request()))
        throw failure(CFLOW_E_INVALID, "the request is not JSON: " + std::string(asked.error().message));
    const call_plan plan = co_await prepare(op, asked.root());
    const http_request request = chat_request(asked.root(), plan);
    const std::string what = "POST " + request.url;

    http_stream stream = co_await http_stream::open(op, request);
    co_await require_answer(op, stream, what, plan.model);
    chat_decoder decoder(settings_.max_line_bytes);
    progress_limit patience(op, settings_.no_progress);
    co_await pass_on(op, stream, decoder, patience, what);
    check_end(decoder, what);

    chat_result result = conclude(decoder, plan);
    result.request_id = utf8::clean(request_id(stream));
    result.limits = limits_of(op, stream);
    if (result.finish == "tool_calls")
        co_await emit_calls(op, decoder.calls());
    co_return result.document();
}

task<std::string> ollama_provider::models(operation& op)
{
    const http_request request = request_to("GET", "/api/tags");
    const std::string what = "GET " + request.url;
    http_stream stream = co_await http_stream::open(op, request);
    co_await require_answer(op, stream, what, settings_.model);
    const std::string body = co_await stream.read_all(longest_list);
    json::document document;
    if (!document.parse(body))
        throw failure(CFLOW_E_PROTOCOL, what + ": the list of models is not JSON").kind("protocol");
    co_return write_model_list(document.root());
}

task<std::string> ollama_provider::describe(operation& op)
{
    json::document asked;
    if (!asked.parse(op.request()) || asked.root()["model"].string().empty())
        throw failure(CFLOW_E_INVALID, "which model is to be described? The request names none");
    const std::string model(asked.root()["model"].string());
    const http_request request = show_request(model);
    const std::string what = "POST " + request.url;
    http_stream stream = co_await http_stream::open(op, request);
    co_await require_answer(op, stream, what, model);
    const std::string body = co_await stream.read_all(longest_list);
    co_return write_description(read_model_facts(body));
}

} // namespace codexflow::ollama
