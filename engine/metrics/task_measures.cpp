#include "engine/metrics/task_measures.hpp"

namespace codexflow {

task_measures::measure& task_measures::of(const task_ref& task)
{
    measure& one = tasks_[task.task_id];
    if (one.agent_id.empty())
        one.agent_id = task.agent_id;
    return one;
}

void task_measures::started(const task_ref& task, std::int64_t at_us)
{
    measure& one = of(task);
    one.how = measure::state::started;
    one.started_us = at_us;
    one.first_ms.reset();
    one.code.clear();
}

void task_measures::first_chunk(const task_ref& task, std::int64_t at_us)
{
    measure& one = of(task);
    if (one.how == measure::state::started && !one.first_ms)
        one.first_ms = (at_us - one.started_us) / 1000;
}

bool task_measures::awaits_first_chunk(std::string_view task_id) const
{
    const auto found = tasks_.find(std::string(task_id));
    return found != tasks_.end() && found->second.how == measure::state::started && !found->second.first_ms;
}

void task_measures::tool_ended(const task_ref& task, bool ok, bool denied)
{
    measure& one = of(task);
    ++one.tool_calls;
    one.tool_failures += ok ? 0 : 1;
    one.denied += denied ? 1 : 0;
}

void task_measures::use(measure& one, const task_ref& task, const token_usage& usage, std::string_view provider)
{
    one.usage.add(usage);
    const bool as_planned = provider.empty() || provider == task.provider;
    const auto cost = price_ ? price_(as_planned ? std::string_view(task.provider) : provider,
                                      as_planned ? std::string_view(task.model) : std::string_view(), usage)
                             : std::nullopt;
    if (cost)
        one.cost = one.cost.value_or(0) + *cost;
}

void task_measures::completed(const task_ref& task, std::int64_t ms, const token_usage& usage,
                              std::string_view answered_by)
{
    measure& one = of(task);
    one.how = measure::state::ok;
    one.ms = ms;
    one.code.clear();
    use(one, task, usage, answered_by);
}

void task_measures::failed(const task_ref& task, std::int64_t ms, const token_usage& usage, std::string_view code)
{
    measure& one = of(task);
    one.how = code == to_string(errc::cancelled) ? measure::state::cancelled : measure::state::failed;
    one.ms = ms;
    one.code = code;
    use(one, task, usage, {});
}

void task_measures::add(const measure& one, agent_metrics& to)
{
    using state = measure::state;
    to.retries += one.retries;
    to.failovers += one.failovers;
    to.tool_calls += one.tool_calls;
    to.tool_failures += one.tool_failures;
    to.denied += one.denied;
    if (one.usage.known)
    {
        ++to.counted;
        to.input_tokens += one.usage.input;
        to.output_tokens += one.usage.output;
    }
    if (one.cost)
    {
        ++to.priced;
        to.cost_usd += *one.cost;
    }
    if (one.how == state::started || one.how == state::cancelled)
        ++to.cancelled;
    if (one.how != state::ok && one.how != state::failed)
        return;
    ++to.tasks;
    to.ok += one.how == state::ok ? 1 : 0;
    to.total_ms += static_cast<std::uint64_t>(one.ms > 0 ? one.ms : 0);
    to.latency.add(one.ms);
    if (one.first_ms)
        to.first_chunk.add(*one.first_ms);
    if (one.how == state::failed)
        ++to.failures[one.code];
}

agents_metrics task_measures::sum() const
{
    agents_metrics all;
    for (const auto& [id, one] : tasks_)
        if (one.how != measure::state::idle)
            add(one, all[one.agent_id]);
    return all;
}

} // namespace codexflow
