#include "tests/support/provider_replies.hpp"

#include <array>
#include <cstdio>

namespace codexflow::test {
namespace {

std::string event(std::string_view json) { return "data: " + std::string(json) + "\n\n"; }

std::string completion_chunk(std::string_view choices, std::string_view rest = "")
{
    return event(
        R"({"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"scripted",)"
        R"("choices":[)" +
        std::string(choices) + "]" + std::string(rest) + "}");
}

std::string ollama_line(std::string_view model, std::string_view rest)
{
    return R"({"model":)" + json_string(model) + R"(,"created_at":"2026-01-01T00:00:00Z",)" +
           std::string(rest) + "}\n";
}

} // namespace

std::string json_string(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text)
    {
        if (c == '"' || c == '\\')
            (quoted += '\\') += c;
        else if (c == '\n')
            quoted += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
        {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
            quoted += escape.data();
        }
        else
            quoted += c;
    }
    return quoted += '"';
}

namespace openai {

std::string delta(std::string_view text)
{
    return completion_chunk(R"({"index":0,"delta":{"content":)" + json_string(text) +
                            R"(},"finish_reason":null})");
}

std::string finish(std::string_view reason)
{
    return completion_chunk(R"({"index":0,"delta":{},"finish_reason":)" + json_string(reason) + "}");
}

std::string usage(unsigned prompt_tokens, unsigned output_tokens)
{
    return completion_chunk("", R"(,"usage":{"prompt_tokens":)" + std::to_string(prompt_tokens) +
                                    R"(,"completion_tokens":)" + std::to_string(output_tokens) +
                                    R"(,"total_tokens":)" + std::to_string(prompt_tokens + output_tokens) +
                                    "}");
}

std::string done() { return event("[DONE]"); }

std::string error_body(std::string_view message, std::string_view type)
{
    return R"({"error":{"message":)" + json_string(message) + R"(,"type":)" + json_string(type) +
           R"(,"param":null,"code":null}})";
}

std::vector<std::string> stream(const std::vector<std::string>& deltas)
{
    std::vector<std::string> pieces;
    for (const auto& text : deltas)
        pieces.push_back(delta(text));
    pieces.push_back(finish());
    pieces.push_back(usage(7, static_cast<unsigned>(deltas.size())));
    pieces.push_back(done());
    return pieces;
}

} // namespace openai

namespace ollama {

std::string delta(std::string_view text, std::string_view model)
{
    return ollama_line(model, R"("message":{"role":"assistant","content":)" + json_string(text) +
                                  R"(},"done":false)");
}

std::string done(unsigned prompt_tokens, unsigned output_tokens, std::string_view model)
{
    return ollama_line(
        model, R"("message":{"role":"assistant","content":""},"done":true,"done_reason":"stop",)"
               R"("total_duration":1000000,"prompt_eval_count":)" +
                   std::to_string(prompt_tokens) + R"(,"eval_count":)" + std::to_string(output_tokens));
}

std::string error(std::string_view message) { return R"({"error":)" + json_string(message) + "}\n"; }

std::vector<std::string> stream(const std::vector<std::string>& deltas)
{
    std::vector<std::string> pieces;
    for (const auto& text : deltas)
        pieces.push_back(delta(text));
    pieces.push_back(done(7, static_cast<unsigned>(deltas.size())));
    return pieces;
}

} // namespace ollama

namespace anthropic {
namespace {

std::string named_event(std::string_view type, std::string_view members)
{
    return "event: " + std::string(type) + "\n" +
           event(R"({"type":")" + std::string(type) + '"' + std::string(members) + "}");
}

} // namespace

std::vector<std::string> stream(const std::vector<std::string>& deltas)
{
    std::vector<std::string> pieces;
    pieces.push_back(named_event(
        "message_start", R"(,"message":{"model":"scripted","usage":{"input_tokens":7,"output_tokens":1}})"));
    pieces.push_back(
        named_event("content_block_start", R"(,"index":0,"content_block":{"type":"text","text":""})"));
    for (const auto& text : deltas)
        pieces.push_back(
            named_event("content_block_delta",
                        R"(,"index":0,"delta":{"type":"text_delta","text":)" + json_string(text) + "}"));
    pieces.push_back(named_event("content_block_stop", R"(,"index":0)"));
    pieces.push_back(
        named_event("message_delta", R"(,"delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":)" +
                                         std::to_string(deltas.size()) + "}"));
    pieces.push_back(named_event("message_stop", ""));
    return pieces;
}

} // namespace anthropic

} // namespace codexflow::test
