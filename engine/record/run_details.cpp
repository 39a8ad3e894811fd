#include "engine/record/run_details.hpp"

#include <algorithm>
#include <array>

namespace codexflow {
namespace {

/// Told by run_history, or worth no line of their own.
constexpr std::array<std::string_view, 10> told_elsewhere{"plan", "route", "chunk", "notice", "task_error", "task_restored",
                                                         "approval_asked", "run_complete", "memory", "phase_started"};

std::string text(const json_view& event, const char* name) { return std::string(event.text(name)); }

/// "a: b: c" of those that are there.
std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string made;
    for (const std::string_view part : parts)
        if (!part.empty())
            made += (made.empty() ? "" : ": ") + std::string(part);
    return made;
}

std::string files_of(const json_view& event)
{
    std::string made;
    for (const json_view& file : event.items("files"))
    {
        const std::string_view how = file.has("change") ? file.text("change") : file.text("status");
        made += (made.empty() ? "" : ", ") + std::string(file.text("path"));
        if (!how.empty())
            made += " (" + std::string(how) + ')';
    }
    return made;
}

} // namespace

void run_details::on_event(std::string_view kind, const json_view& event, std::string_view)
{
    const std::string_view id = event.text("task_id");
    const bool taken = id.empty() ? take_run(kind, event) : take_task(kind, event, tasks_[std::string(id)]);
    if (!taken && std::find(told_elsewhere.begin(), told_elsewhere.end(), kind) == told_elsewhere.end())
        ++unknown_[std::string(kind)];
}

bool run_details::take_task(std::string_view kind, const json_view& event, task_details& to)
{
    if (kind == "task_started")
        ++to.starts;
    else if (kind == "turn_complete")
        ++to.turns;
    else if (kind == "retry")
        ++to.retries;
    else if (kind == "failover")
        ++to.failovers;
    else if (kind == "task_complete")
        to.answered_by = event.text("answered_by");
    else if (kind == "tool_start")
        to.calls.push_back({text(event, "call_id"), text(event, "tool"), text(event, "effect"), {}, 0});
    else if (kind == "tool_end")
    {
        const auto found = std::find_if(to.calls.rbegin(), to.calls.rend(), [&](const call_history& one) {
            return one.call_id == event.text("call_id") && one.outcome.empty();
        });
        call_history& call = found != to.calls.rend() ? *found : to.calls.emplace_back();
        call.call_id = event.text("call_id");
        call.tool = event.text("tool");
        call.outcome = event.text("outcome");
        call.ms = event.number("ms");
    }
    else if (kind == "policy_violation")
        to.remarks.push_back("denied: " + joined({event.text("tool"), event.text("policy"), event.text("rule"), event.text("reason")}));
    else if (kind == "approval_given")
        to.remarks.push_back("asked: " + joined({event.text("tool"), event.text("answer")}));
    else if (kind == "worktree")
        to.remarks.push_back("changed in " + text(event, "dir") + ": " + files_of(event));
    else
        return false;
    return true;
}

bool run_details::take_run(std::string_view kind, const json_view& event)
{
    if (kind == "run_started")
        sessions_.push_back(text(event, "ts"));
    else if (kind == "files_applied")
        remarks_.push_back((event.flag("dry_run") ? "would be written below " : "written below ") + text(event, "dir") + ": " +
                           files_of(event));
    else if (kind == "edits_overlap")
        remarks_.push_back("changed by several tasks: " + files_of(event));
    else
        return false;
    return true;
}

const task_details& run_details::of(const std::string& task_id) const
{
    static const task_details none;
    const auto found = tasks_.find(task_id);
    return found == tasks_.end() ? none : found->second;
}

} // namespace codexflow
