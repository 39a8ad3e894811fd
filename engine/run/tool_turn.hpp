#pragma once

#include "engine/gateway/tool_gateway.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace codexflow {

/// Calls of one task that are under way at once, at most.
inline constexpr std::size_t parallel_tool_calls = 8;

/// What the call number @p number of a task, from 1, is called in events.
inline std::string tool_call_id(std::size_t number) { return "call-" + std::to_string(number); }

/// The calls of one turn, and who makes them. What it refers to outlives the turn.
struct tool_turn
{
    const task_ref& task;
    const tool_caller& who;
    const gateway::tool_place& place;
    const std::vector<gateway::tool_call>& calls;
    std::size_t made = 0; ///< Calls of the task before this turn: call ids count on.
    const std::function<void(bool)>* on_hold = nullptr; ///< As tool_request::on_hold.
    std::vector<std::optional<gateway::tool_answer>> known{}; ///< Of calls that are not to be made; empty: all are.
};

/** Makes all calls of a turn; the answers in their order. Calls that only look are made at once, as many as
 *  parallel_tool_calls; one that changes something is made alone, after those before it and before those
 *  behind it. The references must stay valid until the await completes. */
boost::asio::awaitable<std::vector<gateway::tool_answer>> make_calls(boost::asio::io_context& io,
                                                                     gateway::tool_gateway& tools,
                                                                     const tool_turn& turn, cancel_source& cancel);

} // namespace codexflow
