#include "plugins/offline/offline_provider.hpp"

#include "plugins/offline/fragments.hpp"
#include "plugins/offline/matching.hpp"
#include "plugins/offline/script_reader.hpp"

#include <codexflow/chat_result.hpp>
#include <codexflow/server_error.hpp>
#include <codexflow/tool_call_chunks.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace codexflow::offline {
namespace {

constexpr std::string_view model_name = "offline-script";

[[noreturn]] void throw_scripted(const scripted_error& error)
{
    failure result(error_status(error.kind), error.message);
    result.kind(error.kind);
    if (error.http_status)
        result.http_status(*error.http_status);
    if (error.retry_after_ms)
        result.retry_after_ms(*error.retry_after_ms);
    if (error.retryable)
        result.retryable(*error.retryable);
    throw result;
}

/// Says fragments as long as @p left allows, counting it down; with a pause before each.
task<void> say(operation& op, std::uint32_t kind, const std::vector<std::string>& fragments,
               const question& asked, std::chrono::milliseconds pause, std::size_t& left)
{
    for (const std::string& fragment : fragments)
    {
        if (left == 0)
            co_return;
        --left;
        if (pause.count() != 0)
            co_await op.sleep_for(pause);
        const std::string text = fill_in(fragment, asked);
        co_await op.emit(kind, text);
    }
}

task<void> emit_calls(operation& op, const std::vector<scripted_call>& calls)
{
    std::uint32_t index = 0;
    for (const scripted_call& call : calls)
    {
        const std::string id = call.id.empty() ? "call_" + std::to_string(index + 1) : call.id;
        co_await emit_tool_call(op, index, id, call.name, call.arguments);
        ++index;
    }
}

std::size_t words_of(const std::vector<std::string>& fragments)
{
    std::string whole;
    for (const std::string& fragment : fragments)
        whole += fragment;
    return count_words(whole);
}

std::string result_of(const reply& answer, const question& asked)
{
    chat_result result;
    result.model = model_name;
    result.refusal = answer.refusal;
    if (!answer.finish.empty())
        result.finish = answer.finish;
    else if (!answer.refusal.empty())
        result.finish = "content_filter";
    else if (!answer.calls.empty())
        result.finish = "tool_calls";
    result.input_tokens = answer.usage.input_tokens;
    result.output_tokens = answer.usage.output_tokens;
    result.reasoning_tokens = answer.usage.reasoning_tokens;
    result.cached_tokens = answer.usage.cached_tokens;
    if (answer.usage.words)
    {
        result.input_tokens = asked.words;
        result.output_tokens = words_of(answer.reasoning) + words_of(answer.text);
    }
    return result.document();
}

script script_of(const json::value& settings)
{
    const std::string file(settings["script"].string());
    script made = file.empty() ? builtin_script() : read_script_file(file);
    const auto delay = settings["fragment_delay_ms"].as_uint64();
    for (rule& r : made.rules)
    {
        for (reply& answer : r.replies)
        {
            if (!delay)
                continue;
            answer.delay = std::chrono::milliseconds(
                static_cast<std::int64_t>(std::min<std::uint64_t>(*delay, 3'600'000)));
            answer.first_delay = answer.delay;
        }
    }
    return made;
}

} // namespace

offline_provider::offline_provider(const settings& given)
{
    json::document document;
    if (!document.parse(given.json()) || !document.root().is_object())
        throw failure(CFLOW_E_INVALID, "the settings of the provider are not a JSON object");
    script_ = script_of(document.root());
}

const reply& offline_provider::choose(const question& asked)
{
    const rule* found = find_rule(script_, asked);
    if (found == nullptr)
        throw failure(CFLOW_E_INVALID, script_.name + ": no reply fits agent '" + asked.agent + "', turn " +
                                           std::to_string(asked.turn) + " (a rule without 'when' fits all)")
            .kind("invalid_request");
    if (found->replies.size() == 1)
        return found->replies.front();
    const std::scoped_lock lock(mutex_);
    std::size_t& used = used_[{found, asked.task_id}];
    return found->replies[std::min(used++, found->replies.size() - 1)];
}

task<std::string> offline_provider::chat(operation& op)
{
    json::document document;
    if (!document.parse(op.request()))
        throw failure(CFLOW_E_INVALID, "the request is not JSON: " + std::string(document.error().message));
    const question asked = read_question(document.root());
    const reply& answer = choose(asked);

    std::size_t left = answer.error ? answer.error->after_fragments : SIZE_MAX;
    if (answer.first_delay.count() != 0)
        co_await op.sleep_for(answer.first_delay);
    co_await say(op, CFLOW_CHUNK_REASONING, answer.reasoning, asked, answer.delay, left);
    co_await say(op, CFLOW_CHUNK_TEXT, answer.text, asked, answer.delay, left);
    if (answer.error)
        throw_scripted(*answer.error);
    co_await emit_calls(op, answer.calls);
    co_return result_of(answer, asked);
}

task<std::string> offline_provider::models(operation&)
{
    std::string list;
    json_writer out(list);
    out.begin_object().key("models").begin_array();
    out.begin_object().member("name", model_name).end_object();
    out.end_array().end_object();
    co_return list;
}

} // namespace codexflow::offline
