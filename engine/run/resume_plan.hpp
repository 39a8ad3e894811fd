#pragma once

#include "engine/gateway/tool.hpp"
#include "engine/record/journal_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  What resuming a run does with each of its tasks, decided from its journal alone. Pure. */
namespace codexflow {

/// What is done about a call of the turn that a run's end interrupted.
enum class call_fate : std::uint8_t
{
    answered,       ///< Its outcome is known: the model is given it.
    make,           ///< It is made: it was never begun, or may be made again.
    doubtful,       ///< It must not be made twice, and nobody knows whether it was: the model is told so.
    said_done,      ///< A person says that it was made,
    said_not,       ///< or that it is not to be made.
    lost_arguments, ///< It was not made, and what the model wrote held a secret that is not kept.
};

/// What a person says about a call in doubt.
enum class doubt_answer : std::uint8_t
{
    done,  ///< It was carried out.
    again, ///< It was not, or may be made once more.
    skip,  ///< It was not, and is not to be.
};

/// One task of a run that is resumed.
struct task_resume
{
    enum class state : std::uint8_t
    {
        done,  ///< Completed: neither run nor paid again.
        go_on, ///< In mid-conversation.
        start, ///< From its beginning.
    };
    std::string task_id;
    state how = state::start;
    event::task_restored ended{};        ///< Of one that is done.
    std::vector<recorded_turn> turns{};   ///< Of one that goes on: what was said, in order; never empty.
    std::vector<call_fate> last_calls{}; ///< Of those, the calls of the last turn.
    std::string remark{};                ///< Why it is so, where one might wonder.
};

/// A call of which nobody knows whether it was made.
struct call_in_doubt
{
    std::size_t task = 0; ///< Index into resume_plan::tasks.
    std::size_t call = 0; ///< Index into the calls of its last turn.
};

struct resume_plan
{
    std::vector<task_resume> tasks; ///< In the order of the history.
    std::vector<call_in_doubt> doubts;
    std::vector<std::string> losses; ///< What the journal has lost and should have been asked before going on.

    std::size_t count(task_resume::state how) const;
    /// False also when the journal ended before its plan: then all is left.
    bool nothing_to_do() const { return !tasks.empty() && count(task_resume::state::done) == tasks.size(); }
};

/** Decides for each task. A completed one is done. One that was interrupted, stopped or failed goes on behind its last
 *  recorded turn, so that no turn is asked for and no call is made twice. It starts anew when there is no such turn;
 *  when its folder is gone, and with it what its calls left there; and when it failed because its conversation led
 *  nowhere. But a task that has made a call that must not be made twice is never started anew.
 *  @param folder_is_there whether the folder of a task, by its id, is still there. */
resume_plan plan_resume(const run_history& run, const std::function<bool(const task_history&)>& folder_is_there);

/// What a person said. A call that cannot be made again, as its arguments are lost, is not.
void settle(resume_plan& plan, const call_in_doubt& which, doubt_answer said);

/// What the model is told of a call; nothing for one that is to be made.
std::optional<gateway::tool_answer> answer_of(const recorded_call& call, call_fate fate);

} // namespace codexflow
