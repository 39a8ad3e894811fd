#include "engine/record/turn_reader.hpp"

#include "engine/base/digest.hpp"

#include <algorithm>

namespace codexflow {
namespace {

recorded_call read_call(json_view from)
{
    recorded_call made;
    made.call_id = from.text("call_id");
    made.id = from.text("id");
    made.tool = from.text("tool");
    made.arguments = from.text("arguments");
    made.arguments_digest = from.text("arguments_digest");
    return made;
}

void take_turn(conversation_history& of, json_view event)
{
    recorded_turn made;
    made.turn = static_cast<unsigned>(event.count("turn"));
    made.text = event.text("text");
    made.finish = event.text("finish");
    made.answered_by = event.text("answered_by");
    made.provider_state = event.text("provider_state");
    if (sha256_digest(made.provider_state) != event.text("state_digest"))
        made.provider_state.clear(); // it held a secret: what is left of it would be refused
    made.usage = token_usage_of(event);
    made.attempts = std::max(1U, static_cast<unsigned>(event.count("attempts")));
    for (const json_view each : event.items("calls"))
        made.calls.push_back(read_call(each));
    of.turns.push_back(std::move(made));
}

recorded_call& call_of(conversation_history& of, json_view event)
{
    if (recorded_call* known = of.find(event.text("call_id")))
        return *known;
    return of.stray.emplace_back(read_call(event));
}

/// The task begins, or goes on behind the turns that were kept.
void take_start(conversation_history& of, json_view event)
{
    const std::uint64_t kept = event.count("resumed_turns");
    if (of.turns.size() > kept)
        of.turns.resize(kept);
    of.stray.clear();
}

} // namespace

token_usage token_usage_of(json_view event)
{
    const json_view used = event.member("usage");
    return {used.is_object(), used.count("input_tokens"), used.count("output_tokens")};
}

bool recorded_call::is_faithful() const { return sha256_digest(arguments) == arguments_digest; }

recorded_call* conversation_history::find(std::string_view call_id)
{
    const auto is_it = [&](const recorded_call& one) { return one.call_id == call_id; };
    for (recorded_turn& turn : turns)
        if (const auto found = std::find_if(turn.calls.begin(), turn.calls.end(), is_it); found != turn.calls.end())
            return &*found;
    const auto found = std::find_if(stray.begin(), stray.end(), is_it);
    return found == stray.end() ? nullptr : &*found;
}

void read_turn(conversation_history& of, std::string_view kind, json_view event)
{
    if (kind == "task_started")
        return take_start(of, event);
    if (kind == "turn_complete")
        return take_turn(of, event);
    if (kind == "tool_start")
    {
        recorded_call& call = call_of(of, event);
        call.how = recorded_call::state::begun;
        call.effect = event.text("effect");
    }
    else if (kind == "tool_end")
    {
        recorded_call& call = call_of(of, event);
        call.how = recorded_call::state::ended;
        call.outcome = event.text("outcome");
        call.output = event.text("output");
    }
    else if (kind == "task_complete")
    {
        of = {}; // nobody goes on with it
    }
}

} // namespace codexflow
