#include "tests/support/tool_replies.hpp"

#include "tests/support/provider_replies.hpp"

namespace codexflow::test {
namespace {

std::vector<std::string> ask_openai(const std::vector<asked_call>& calls)
{
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i != calls.size(); ++i)
        pieces.push_back(
            R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"scripted",)"
            R"("choices":[{"index":0,"delta":{"tool_calls":[{"index":)" +
            std::to_string(i) + R"(,"id":)" + json_string(calls[i].id) + R"(,"type":"function","function":{"name":)" +
            json_string(calls[i].name) + R"(,"arguments":)" + json_string(calls[i].arguments) +
            "}}]},\"finish_reason\":null}]}\n\n");
    pieces.push_back(openai::finish("tool_calls"));
    pieces.push_back(openai::done());
    return pieces;
}

std::vector<std::string> ask_ollama(const std::vector<asked_call>& calls)
{
    std::string list;
    for (const asked_call& one : calls)
        list += (list.empty() ? "" : ",") + std::string(R"({"function":{"name":)") + json_string(one.name) +
                R"(,"arguments":)" + one.arguments + "}}";
    return {R"({"model":"scripted","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"",)"
            R"("tool_calls":[)" +
                list + "]},\"done\":false}\n",
            ollama::done(7, 1)};
}

std::string anthropic_event(const std::string& type, const std::string& members)
{
    return "event: " + type + "\ndata: {\"type\":\"" + type + '"' + members + "}\n\n";
}

std::vector<std::string> ask_anthropic(const std::vector<asked_call>& calls)
{
    std::vector<std::string> pieces{anthropic_event(
        "message_start", R"(,"message":{"model":"scripted","usage":{"input_tokens":7,"output_tokens":1}})")};
    for (std::size_t i = 0; i != calls.size(); ++i)
    {
        const std::string index = ",\"index\":" + std::to_string(i);
        pieces.push_back(anthropic_event("content_block_start", index + R"(,"content_block":{"type":"tool_use","id":)" +
                                                                    json_string(calls[i].id) + R"(,"name":)" +
                                                                    json_string(calls[i].name) + R"(,"input":{}})"));
        pieces.push_back(anthropic_event("content_block_delta",
                                         index + R"(,"delta":{"type":"input_json_delta","partial_json":)" +
                                             json_string(calls[i].arguments) + "}"));
        pieces.push_back(anthropic_event("content_block_stop", index));
    }
    pieces.push_back(
        anthropic_event("message_delta", R"(,"delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":3})"));
    pieces.push_back(anthropic_event("message_stop", ""));
    return pieces;
}

} // namespace

std::vector<std::string> ask_for(std::string_view plugin, const std::vector<asked_call>& calls)
{
    return plugin == "ollama" ? ask_ollama(calls) : plugin == "anthropic" ? ask_anthropic(calls) : ask_openai(calls);
}

std::vector<std::string> say(std::string_view plugin, std::string_view text)
{
    const std::vector<std::string> pieces{std::string(text)};
    return plugin == "ollama"      ? ollama::stream(pieces)
           : plugin == "anthropic" ? anthropic::stream(pieces)
                                   : openai::stream(pieces);
}

} // namespace codexflow::test
