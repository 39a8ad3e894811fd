#include "plugins/openai/finished_answer.hpp"

#include <algorithm>
#include <string_view>

namespace codexflow::openai {
namespace {

const choice* first_choice(const stream_decoder& decoder)
{
    return decoder.choices().empty() ? nullptr : &decoder.choices().front();
}

/// The words the engine knows, for those the server wrote.
std::string finish_of(const stream_decoder& decoder)
{
    const choice* answer = first_choice(decoder);
    if (answer == nullptr)
        return "stop";
    if (answer->finish == "length" || answer->finish == "max_tokens")
        return "length";
    if (answer->finish == "content_filter")
        return "content_filter";
    return decoder.may_call_tools() && !answer->tools.calls().empty() ? "tool_calls" : "stop";
}

std::string finish_of(const responses_decoder& decoder)
{
    if (!decoder.may_call_tools())
        return decoder.incomplete_reason() == "content_filter" ? "content_filter" : "length";
    const auto is_call = [](const responses_item& item) { return item.is_call(); };
    return std::any_of(decoder.items().begin(), decoder.items().end(), is_call) ? "tool_calls" : "stop";
}

} // namespace

chat_result answer_of(const stream_decoder& decoder)
{
    chat_result result = decoder.summary();
    result.finish = finish_of(decoder);
    return result;
}

chat_result answer_of(const responses_decoder& decoder)
{
    chat_result result = decoder.summary();
    result.finish = finish_of(decoder);
    result.provider_state = decoder.provider_state();
    return result;
}

std::vector<finished_call> calls_of(const stream_decoder& decoder)
{
    std::vector<finished_call> calls;
    for (const tool_call& call : first_choice(decoder)->tools.calls())
        calls.push_back({call.id, call.name, std::string(call.arguments_text())});
    return calls;
}

std::vector<finished_call> calls_of(const responses_decoder& decoder)
{
    std::vector<finished_call> calls;
    for (const responses_item& item : decoder.items())
    {
        if (item.is_call())
            calls.push_back({item.call_id, item.name, item.arguments_text()});
    }
    return calls;
}

} // namespace codexflow::openai
