#include "engine/record/turn_reader.hpp"

#include "engine/base/digest.hpp"

#include <algorithm>

namespace codexflow {
namespace {

using namespace json_members;

recorded_call read_call(const json& from)
{
    recorded_call made;
    made.call_id = text(from, "call_id");
    made.id = text(from, "id");
    made.tool = text(from, "tool");
    made.arguments = text(from, "arguments");
    made.arguments_digest = text(from, "arguments_digest");
    return made;
}

void take_turn(conversation_history& of, const json& event)
{
    recorded_turn made;
    made.turn = static_cast<unsigned>(count(event, "turn"));
    made.text = text(event, "text");
    made.finish = text(event, "finish");
    made.answered_by = text(event, "answered_by");
    made.provider_state = text(event, "provider_state");
    if (sha256_digest(made.provider_state) != text(event, "state_digest"))
        made.provider_state.clear(); // it held a secret: what is left of it would be refused
    made.usage = usage(event);
    made.attempts = std::max(1U, static_cast<unsigned>(count(event, "attempts")));
    const json& calls = member(event, "calls");
    if (calls.IsArray())
        for (const json& each : calls.GetArray())
            made.calls.push_back(read_call(each));
    of.turns.push_back(std::move(made));
}

recorded_call& call_of(conversation_history& of, const json& event)
{
    if (recorded_call* known = of.find(text(event, "call_id")))
        return *known;
    return of.stray.emplace_back(read_call(event));
}

/// The task begins, or goes on behind the turns that were kept.
void take_start(conversation_history& of, const json& event)
{
    const std::uint64_t kept = count(event, "resumed_turns");
    if (of.turns.size() > kept)
        of.turns.resize(kept);
    of.stray.clear();
}

} // namespace

bool recorded_call::is_faithful() const { return sha256_digest(arguments) == arguments_digest; }

recorded_call* conversation_history::find(const std::string& call_id)
{
    const auto is_it = [&](const recorded_call& one) { return one.call_id == call_id; };
    for (recorded_turn& turn : turns)
        if (const auto found = std::find_if(turn.calls.begin(), turn.calls.end(), is_it); found != turn.calls.end())
            return &*found;
    const auto found = std::find_if(stray.begin(), stray.end(), is_it);
    return found == stray.end() ? nullptr : &*found;
}

void read_turn(conversation_history& of, std::string_view kind, const json& event)
{
    if (kind == "task_started")
        return take_start(of, event);
    if (kind == "turn_complete")
        return take_turn(of, event);
    if (kind == "tool_start")
    {
        recorded_call& call = call_of(of, event);
        call.how = recorded_call::state::begun;
        call.effect = text(event, "effect");
    }
    else if (kind == "tool_end")
    {
        recorded_call& call = call_of(of, event);
        call.how = recorded_call::state::ended;
        call.outcome = text(event, "outcome");
        call.output = text(event, "output");
    }
    else if (kind == "task_complete")
    {
        of = {}; // nobody goes on with it
    }
}

} // namespace codexflow
