#pragma once

#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Turns in which a model asks for tools, in the wire formats of model servers, for scripted servers. */
namespace codexflow::test {

struct asked_call
{
    std::string id, name;
    std::string arguments = "{}"; ///< A JSON object.
};

/** A whole streamed reply that asks for @p calls.
 *  @param plugin whose server it is: "openai", "ollama" or "anthropic". */
std::vector<std::string> ask_for(std::string_view plugin, const std::vector<asked_call>& calls);

/// A whole streamed reply of text, in the same formats.
std::vector<std::string> say(std::string_view plugin, std::string_view text);

} // namespace codexflow::test
