#pragma once

#include "engine/record/event.hpp"

#include <cstdint>
#include <string>
#include <vector>

/** @file
 *  What a journal says about the conversation of one task: its turns that asked for tools, and what came of their
 *  calls. All texts are as the journal has them: secrets are masked. */
namespace codexflow {

/// One call of a tool.
struct recorded_call
{
    enum class state : std::uint8_t
    {
        asked, ///< The model asked for it; nothing was begun.
        begun, ///< Its intent was written, and no outcome.
        ended,
    };
    std::string call_id;
    std::string id; ///< The model's own; empty when no turn names the call.
    std::string tool, arguments, arguments_digest;
    state how = state::asked;
    std::string effect;          ///< As in tool_start; empty as long as it was not begun.
    std::string outcome, output; ///< As in tool_end.

    /// Whether @c arguments are what the model wrote: nothing in them was masked.
    bool is_faithful() const;
};

/// One turn of a model.
struct recorded_turn
{
    unsigned turn = 0; ///< From 1.
    std::string text, finish, answered_by;
    std::string provider_state; ///< Empty also if it is not as it was: a secret was taken out.
    token_usage usage;
    unsigned attempts = 1;
    std::vector<recorded_call> calls;
};

/// The conversation of a task that has not succeeded.
struct conversation_history
{
    std::vector<recorded_turn> turns; ///< In the order of the journal.
    std::vector<recorded_call> stray; ///< Calls of which no turn is known: their lines are lost.

    bool empty() const noexcept { return turns.empty() && stray.empty(); }
    /// The call of that name; null if there is none.
    recorded_call* find(std::string_view call_id);
};

} // namespace codexflow
