#include "engine/run/resume_plan.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace codexflow {
namespace {

using state = task_resume::state;

bool has_changed_something(const recorded_call& call)
{
    constexpr std::array<std::string_view, 3> nothing_done{"denied", "invalid", "cancelled"};
    const bool refused = std::find(nothing_done.begin(), nothing_done.end(), call.outcome) != nothing_done.end();
    return call.how != recorded_call::state::asked && !refused && call.effect != "none" && !call.effect.empty();
}

bool is_once(const recorded_call& call) { return has_changed_something(call) && call.effect == "once"; }

/// Calls that were made, as far as the journal knows of them.
template <class F> bool any_call(const conversation_history& of, F&& is)
{
    const auto in = [&](const recorded_turn& turn) { return std::any_of(turn.calls.begin(), turn.calls.end(), is); };
    return std::any_of(of.turns.begin(), of.turns.end(), in) || std::any_of(of.stray.begin(), of.stray.end(), is);
}

bool has_ended(const recorded_turn& turn)
{
    return std::all_of(turn.calls.begin(), turn.calls.end(),
                       [](const recorded_call& one) { return one.how == recorded_call::state::ended; });
}

/// So many turns, from the first, can be given back to the model as they were: the rest follows something lost.
std::size_t usable_turns(const std::vector<recorded_turn>& turns)
{
    std::size_t usable = 0;
    while (usable != turns.size() && turns[usable].turn == usable + 1 && (usable == 0 || has_ended(turns[usable - 1])))
        ++usable;
    return usable;
}

call_fate fate_of(const recorded_call& call)
{
    const bool open = call.how != recorded_call::state::ended || call.outcome == "cancelled" || call.outcome == "indeterminate";
    if (!open)
        return call_fate::answered;
    if (is_once(call))
        return call_fate::doubtful;
    return call.is_faithful() ? call_fate::make : call_fate::lost_arguments;
}

/// Made for nothing once more: the conversation itself ended the task.
bool leads_nowhere(const task_history& task)
{
    return task.how == task_history::state::failed &&
           (task.error_phase == "repeated_call" || task.error_code == "protocol");
}

class decider
{
public:
    explicit decider(const task_history& task) : task_(task)
    {
        made_.task_id = task.ref.task_id;
    }

    task_resume decide(bool folder_is_there, std::vector<std::string>& losses)
    {
        if (task_.how == task_history::state::complete)
            keep();
        else if (!task_.conversation.empty())
            weigh(folder_is_there, losses);
        return std::move(made_);
    }

private:
    void keep()
    {
        made_.how = state::done;
        made_.ended = {task_.ms, task_.finish, task_.usage, task_.output, task_.workspace};
    }

    void weigh(bool folder_is_there, std::vector<std::string>& losses)
    {
        const conversation_history& said = task_.conversation;
        const bool bound = any_call(said, is_once);
        const bool changed = any_call(said, has_changed_something);
        if (!bound && leads_nowhere(task_))
            made_.remark = "its conversation led nowhere";
        else if (!bound && changed && !folder_is_there)
            made_.remark = "its folder is gone";
        else
            go_on(losses);
        if (made_.how == state::go_on && changed && !folder_is_there)
            made_.remark = "its folder is gone, and what its calls left there";
    }

    void go_on(std::vector<std::string>& losses)
    {
        const conversation_history& said = task_.conversation;
        const std::size_t usable = usable_turns(said.turns);
        for (std::size_t i = usable; i != said.turns.size(); ++i)
            report(said.turns[i].calls, losses);
        report(said.stray, losses);
        if (usable == 0)
            return;
        made_.how = state::go_on;
        made_.turns.assign(said.turns.begin(), said.turns.begin() + static_cast<std::ptrdiff_t>(usable));
        for (const recorded_call& call : made_.turns.back().calls)
            made_.last_calls.push_back(fate_of(call));
    }

    void report(const std::vector<recorded_call>& lost, std::vector<std::string>& losses) const
    {
        for (const recorded_call& call : lost)
            if (is_once(call))
                losses.push_back("task " + task_.ref.task_id + ": the journal has lost what led to the call of " +
                                 quote(call.tool) + " (" + call.call_id + "), which must not be made twice");
    }

    const task_history& task_;
    task_resume made_;
};

gateway::tool_outcome outcome_of(const std::string& word)
{
    using how = gateway::tool_outcome;
    for (const how each : {how::ok, how::denied, how::invalid, how::timeout, how::truncated, how::cancelled, how::indeterminate})
        if (gateway::to_string(each) == word)
            return each;
    return how::error;
}

} // namespace

std::size_t resume_plan::count(state how) const
{
    return static_cast<std::size_t>(
        std::count_if(tasks.begin(), tasks.end(), [&](const task_resume& one) { return one.how == how; }));
}

resume_plan plan_resume(const run_history& run, const std::function<bool(const task_history&)>& folder_is_there)
{
    resume_plan plan;
    for (const task_history& task : run.tasks)
    {
        plan.tasks.push_back(decider(task).decide(folder_is_there(task), plan.losses));
        const std::vector<call_fate>& calls = plan.tasks.back().last_calls;
        for (std::size_t i = 0; i != calls.size(); ++i)
            if (calls[i] == call_fate::doubtful)
                plan.doubts.push_back({plan.tasks.size() - 1, i});
    }
    return plan;
}

void settle(resume_plan& plan, const call_in_doubt& which, doubt_answer said)
{
    task_resume& task = plan.tasks[which.task];
    call_fate& fate = task.last_calls[which.call];
    if (said == doubt_answer::again)
        fate = task.turns.back().calls[which.call].is_faithful() ? call_fate::make : call_fate::lost_arguments;
    else
        fate = said == doubt_answer::done ? call_fate::said_done : call_fate::said_not;
}

std::optional<gateway::tool_answer> answer_of(const recorded_call& call, call_fate fate)
{
    using how = gateway::tool_outcome;
    const std::string interrupted = "The run was interrupted while this call was under way. ";
    switch (fate)
    {
    case call_fate::answered:
        return gateway::tool_answer{outcome_of(call.outcome), call.output, error(errc::permission_denied, call.output)};
    case call_fate::make: return std::nullopt;
    case call_fate::doubtful:
        return gateway::tool_answer{how::indeterminate,
                                    interrupted + "Nobody knows whether it was carried out: find out before you make it again.", {}};
    case call_fate::said_done:
        return gateway::tool_answer{how::ok, interrupted + "A person says that it was carried out; its result is lost.", {}};
    case call_fate::said_not:
        return gateway::tool_answer{how::error, interrupted + "A person says that it was not carried out, and is not to be.", {}};
    case call_fate::lost_arguments: break;
    }
    return gateway::tool_answer{
        how::error, "The call was not made: the run was interrupted, and its arguments held a secret that is not kept. "
                    "Make it again if it is still needed.", {}};
}

} // namespace codexflow
