#pragma once

#include "engine/record/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  A model call as the engine sees it; the JSON documents of the boundary are made and read in
 *  model_json.cpp (docs/schemas/provider.*.json). */
namespace codexflow::gateway {

struct tool_call
{
    std::string id, name;
    std::string arguments; ///< JSON text, exactly as the model wrote it.
};

struct message
{
    enum class role : std::uint8_t { user, assistant, tool };
    role from = role::user;
    std::string content;
    std::vector<tool_call> tool_calls; ///< Of an assistant's turn.
    std::string tool_call_id;          ///< Which call a tool's message answers.
};

struct model_request
{
    std::string model; ///< Empty: the provider's own.
    std::string system;
    std::vector<message> messages;
};

/// What came back besides the streamed pieces.
struct model_reply
{
    std::string finish; ///< "stop", "length", "tool_calls" or "content_filter".
    std::string model;  ///< As the server named it.
    std::string request_id;
    std::string refusal; ///< What the model said when it declined to answer; not part of the answer.
    token_usage usage;
};

} // namespace codexflow::gateway
