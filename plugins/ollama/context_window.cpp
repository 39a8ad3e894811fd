#include "plugins/ollama/context_window.hpp"

#include <algorithm>
#include <string>

namespace codexflow::ollama {

prompt_estimate estimate_prompt(const json::value& request)
{
    constexpr std::uint64_t bytes_of_a_token = 3;
    constexpr std::uint64_t tokens_around_a_message = 8;
    prompt_estimate result;
    std::uint64_t messages = 1; // the system's
    result.bytes = request["system"].string().size();
    for (const json::value message : request["messages"].elements())
    {
        ++messages;
        result.bytes += message["content"].string().size();
        for (const json::value call : message["tool_calls"].elements())
            result.bytes += call["name"].string().size() + call["arguments"].raw().size();
    }
    for (const json::value tool : request["tools"].elements())
        result.bytes += tool.raw().size();
    result.tokens = result.bytes / bytes_of_a_token + messages * tokens_around_a_message;
    return result;
}

std::uint64_t choose_window(std::uint64_t prompt, std::optional<std::uint64_t> answer,
                            const window_bounds& bounds)
{
    constexpr std::uint64_t room_for_an_answer = 2048;
    std::uint64_t top = bounds.largest;
    if (bounds.model && *bounds.model != 0)
        top = std::min(top, *bounds.model);
    const std::uint64_t bottom = std::min(bounds.smallest, top);
    const std::uint64_t needed = prompt + std::min(answer.value_or(room_for_an_answer), top);
    std::uint64_t window = 4096;
    while (window < needed && window < top)
        window = window + window / 2 >= needed ? window + window / 2 : window * 2;
    return std::clamp(window, bottom, top);
}

std::optional<chat_warning> truncation_warning(const prompt_estimate& prompt,
                                               std::optional<std::uint64_t> counted, std::uint64_t window)
{
    constexpr std::uint64_t margin = 16;         // a full window is not always full to the last token
    constexpr std::uint64_t most_of_a_token = 6; // no tokeniser packs prose or code that tightly
    const bool full = counted && *counted + margin >= window;
    const bool far_too_long = prompt.bytes / most_of_a_token > window;
    if (window == 0 || (!full && !far_too_long))
        return std::nullopt;
    std::string text = "the prompt was cut to fit: ";
    if (counted)
        text += "the server read " + std::to_string(*counted) + " tokens of ";
    text += "about " + std::to_string(prompt.tokens) + " tokens";
    text += counted ? "," : " were sent,";
    text += " the context window is " + std::to_string(window) +
            " tokens (num_ctx); raise max_num_ctx, or options.num_ctx if it is set";
    return chat_warning("context_truncated", text);
}

} // namespace codexflow::ollama
