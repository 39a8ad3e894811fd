#include "engine/run/feed_turns.hpp"

#include <utility>

namespace codexflow {
namespace {

agent_loop::action say(agent_loop& loop, const recorded_turn& turn)
{
    loop.on_text(turn.text);
    for (std::size_t i = 0; i != turn.calls.size(); ++i)
    {
        const recorded_call& call = turn.calls[i];
        loop.on_tool_call(static_cast<std::uint32_t>(i), {call.id, call.tool, call.arguments});
    }
    gateway::model_reply reply;
    reply.finish = turn.finish;
    reply.usage = turn.usage;
    reply.provider_state = turn.provider_state;
    return loop.on_reply(reply);
}

/// Nothing if some of them are still to be made.
std::optional<std::vector<gateway::tool_answer>> answers_of(const task_resume& from, std::size_t turn)
{
    const bool last = turn + 1 == from.turns.size();
    std::vector<gateway::tool_answer> answers;
    for (std::size_t i = 0; i != from.turns[turn].calls.size(); ++i)
    {
        auto known = answer_of(from.turns[turn].calls[i], last ? from.last_calls[i] : call_fate::answered);
        if (!known)
            return std::nullopt;
        answers.push_back(std::move(*known));
    }
    return answers;
}

} // namespace

agent_loop::action feed_turns(agent_loop& loop, const task_resume& from)
{
    agent_loop::action next = loop.start();
    for (std::size_t turn = 0; turn != from.turns.size(); ++turn)
    {
        next = say(loop, from.turns[turn]);
        if (!std::holds_alternative<agent_loop::call_tools>(next))
            break;
        auto answers = answers_of(from, turn);
        if (!answers)
            break;
        next = loop.on_answers(std::move(*answers));
        if (!std::holds_alternative<agent_loop::call_model>(next))
            break;
    }
    return next;
}

std::size_t calls_before(const task_resume& from, const agent_loop::action& next)
{
    std::size_t count = 0;
    for (const recorded_turn& turn : from.turns)
        count += turn.calls.size();
    const bool open = std::holds_alternative<agent_loop::call_tools>(next);
    return open ? count - from.turns.back().calls.size() : count;
}

} // namespace codexflow
