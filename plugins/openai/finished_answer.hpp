#pragma once

#include "plugins/openai/responses_decoder.hpp"
#include "plugins/openai/stream_decoder.hpp"

#include <codexflow/chat_result.hpp>

#include <string>
#include <vector>

/** @file
 *  What an answer came to, in the engine's words, whichever interface it came by. Pure. */
namespace codexflow::openai {

/// A tool call that is to be carried out.
struct finished_call
{
    std::string id;
    std::string name;
    std::string arguments; ///< JSON text.
};

/// Finish, model, usage and what must be given back. For answers that have ended well.
chat_result answer_of(const stream_decoder& decoder);
chat_result answer_of(const responses_decoder& decoder);

/// In the order of the turn. For answers whose finish is "tool_calls".
std::vector<finished_call> calls_of(const stream_decoder& decoder);
std::vector<finished_call> calls_of(const responses_decoder& decoder);

} // namespace codexflow::openai
