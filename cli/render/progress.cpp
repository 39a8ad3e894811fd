#include "cli/render/progress.hpp"

#include <algorithm>
#include <array>

namespace codexflow::cli {

std::string_view to_string(task_phase phase) noexcept
{
    constexpr std::array<std::string_view, 7> names{"queued", "waiting", "thinking", "streaming",
                                                    "done",   "failed",  "cancelled"};
    return names[static_cast<std::size_t>(phase)];
}

std::string task_progress::who() const
{
    return alias == agent_id ? agent_id : alias + " (" + agent_id + ')';
}

void run_progress::apply(const run_event& what)
{
    if (std::holds_alternative<event::run_started>(what.body))
        started_us_ = what.unix_us;
    if (const auto* planned = std::get_if<event::plan>(&what.body))
        plan(*planned);
    const auto found = numbers_.find(what.task);
    if (found == numbers_.end())
        return;
    const std::size_t number = found->second;
    task_progress& task = tasks_[number];
    task.active_us = what.unix_us;
    if (const auto* chunk = std::get_if<event::chunk>(&what.body))
    {
        hear(task, *chunk);
    }
    else if (std::holds_alternative<event::task_started>(what.body))
    {
        task.phase = task_phase::waiting;
        running_.push_back(number);
    }
    else if (const auto* complete = std::get_if<event::task_complete>(&what.body))
    {
        end(number, task_phase::done, complete->usage);
    }
    else if (const auto* restored = std::get_if<event::task_restored>(&what.body))
    {
        end(number, task_phase::done, restored->usage);
    }
    else if (const auto* failed = std::get_if<event::task_error>(&what.body))
    {
        end(number, failed->what.code == errc::cancelled ? task_phase::cancelled : task_phase::failed,
            failed->usage);
    }
}

void run_progress::plan(const event::plan& what)
{
    for (const event::plan::item& item : what.tasks)
    {
        numbers_.emplace(item.task, tasks_.size());
        task_progress& made = tasks_.emplace_back();
        made.alias = item.task->alias;
        made.agent_id = item.task->agent_id;
        made.text = item.text;
    }
}

void run_progress::hear(task_progress& task, const event::chunk& what)
{
    using channel = event::chunk::channel;
    if (what.what != channel::text && what.what != channel::reasoning)
        return;
    task.phase = what.what == channel::text ? task_phase::streaming : task_phase::thinking;
    task.bytes += what.text.size();
    task.tail += what.text;
    if (task.tail.size() > 2 * task_progress::tail_bytes)
        task.tail.erase(0, task.tail.size() - task_progress::tail_bytes);
}

void run_progress::end(std::size_t number, task_phase how, const token_usage& usage)
{
    task_progress& task = tasks_[number];
    task.phase = how;
    task.usage = usage;
    task.tail = {};
    running_.erase(std::remove(running_.begin(), running_.end(), number), running_.end());
    ended_tokens_ += task.output_tokens();
    ++(how == task_phase::done ? ok_ : how == task_phase::failed ? failed_ : cancelled_);
}

std::uint64_t run_progress::output_tokens() const noexcept
{
    std::uint64_t all = ended_tokens_;
    for (const std::size_t number : running_)
        all += tasks_[number].output_tokens();
    return all;
}

} // namespace codexflow::cli
