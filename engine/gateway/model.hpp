#pragma once

#include "engine/base/shared_text.hpp"
#include "engine/gateway/quota.hpp"
#include "engine/record/event.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
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
    bool is_error = false;             ///< Of a tool's message: what was asked for was not done.
    std::string provider_state;        ///< Of an assistant's turn: what its provider wants back, as it came.
};

struct model_request
{
    std::string model; ///< Empty: the provider's own.
    shared_text system;
    std::vector<message> messages;
    std::shared_ptr<const std::string> tools; ///< What it may call, as the JSON array of the boundary; null: nothing.
    bool stream = true; ///< False: the provider is to ask for a whole answer.
};

/// What came back besides the streamed pieces.
struct model_reply
{
    std::string finish; ///< "stop", "length", "tool_calls" or "content_filter".
    std::string model;  ///< As the server named it.
    std::string request_id;
    std::string refusal; ///< What the model said when it declined to answer; not part of the answer.
    std::string provider_state; ///< What the provider wants to have back with this turn; opaque.
    token_usage usage;
    std::vector<std::pair<std::string, std::string>> warnings; ///< Code and message.
    quota left;
    std::string provider;  ///< Who answered, by its name in the configuration.
    unsigned attempts = 1; ///< Over all providers.
};

/// A reply as those pass it on who waited for it: every coroutine on the way holds a place for it as long as
/// it waits, and it is four hundred bytes.
using reply_ptr = std::unique_ptr<model_reply>;

} // namespace codexflow::gateway
