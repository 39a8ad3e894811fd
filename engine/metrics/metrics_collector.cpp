#include "engine/metrics/metrics_collector.hpp"

#include <variant>

namespace codexflow {

void metrics_collector::on_event(const run_event& what, std::string_view)
{
    last_us_ = what.unix_us;
    if (what.task == nullptr)
        return;
    if (!std::holds_alternative<event::chunk>(what.body))
        return take(*what.task, what);
    if (!silent_.empty() && silent_.erase(what.task) != 0)
        tasks_.first_chunk(*what.task, what.unix_us);
}

void metrics_collector::take(const task_ref& task, const run_event& what)
{
    if (std::holds_alternative<event::task_started>(what.body))
    {
        tasks_.started(task, what.unix_us);
        silent_.insert(&task);
    }
    else if (std::holds_alternative<event::retry>(what.body))
        tasks_.retried(task);
    else if (std::holds_alternative<event::failover>(what.body))
        tasks_.failed_over(task);
    else if (const auto* call = std::get_if<event::tool_end>(&what.body))
        tasks_.tool_ended(task, call->outcome == "ok" || call->outcome == "truncated", call->outcome == "denied");
    else if (const auto* done = std::get_if<event::task_complete>(&what.body))
    {
        tasks_.completed(task, done->ms, done->usage, done->answered_by);
        silent_.erase(&task);
    }
    else if (const auto* failed = std::get_if<event::task_error>(&what.body))
    {
        tasks_.failed(task, failed->ms, failed->usage, to_string(failed->what.code));
        silent_.erase(&task);
    }
}

} // namespace codexflow
