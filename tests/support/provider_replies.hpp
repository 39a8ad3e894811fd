#pragma once

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Pieces of what model servers stream, in their own wire formats, for scripted servers. Texts are
 *  escaped for JSON; every function returns one piece, so a test may cut, drop or repeat them. */
namespace codexflow::test {

/// @p text as a JSON string with its quotes.
std::string json_string(std::string_view text);

/// OpenAI chat completions (text/event-stream).
namespace openai {
std::string delta(std::string_view text);                                ///< One content chunk.
std::string finish(std::string_view reason = "stop");                    ///< The chunk with finish_reason.
std::string usage(unsigned prompt_tokens, unsigned output_tokens);       ///< The chunk without choices.
std::string done();                                                      ///< "data: [DONE]".
std::string error_body(std::string_view message, std::string_view type); ///< Body of a 4xx or 5xx.
/// A whole reply: the deltas, finish, usage (one output token a delta) and done.
std::vector<std::string> stream(const std::vector<std::string>& deltas);
} // namespace openai

/// Ollama's /api/chat (application/x-ndjson).
namespace ollama {
std::string delta(std::string_view text, std::string_view model = "llama3.1");
/// The last line.
std::string done(unsigned prompt_tokens, unsigned output_tokens, std::string_view model = "llama3.1");
std::string error(std::string_view message); ///< An error line or body.
std::vector<std::string> stream(const std::vector<std::string>& deltas);
} // namespace ollama

/// Anthropic's /v1/messages (text/event-stream).
namespace anthropic {
/// A whole reply: the message's beginning, one block of text, its end.
std::vector<std::string> stream(const std::vector<std::string>& deltas);
} // namespace anthropic

} // namespace codexflow::test
