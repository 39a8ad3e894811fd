#include "engine/metrics/agent_metrics.hpp"

namespace codexflow {

void agent_metrics::add(const agent_metrics& other)
{
    tasks += other.tasks;
    ok += other.ok;
    unjudged += other.unjudged;
    cancelled += other.cancelled;
    total_ms += other.total_ms;
    latency.add(other.latency);
    first_chunk.add(other.first_chunk);
    input_tokens += other.input_tokens;
    output_tokens += other.output_tokens;
    counted += other.counted;
    cost_usd += other.cost_usd;
    priced += other.priced;
    retries += other.retries;
    failovers += other.failovers;
    tool_calls += other.tool_calls;
    tool_failures += other.tool_failures;
    denied += other.denied;
    for (const auto& [code, count] : other.failures)
        failures[code] += count;
}

double agent_metrics::success_rate() const noexcept
{
    const std::uint64_t judged = tasks - unjudged;
    return judged == 0 ? 0 : static_cast<double>(ok) / static_cast<double>(judged);
}

std::uint64_t agent_metrics::average_ms() const noexcept
{
    return tasks == 0 ? 0 : (total_ms + tasks / 2) / tasks;
}

void add(agents_metrics& to, const agents_metrics& other)
{
    for (const auto& [id, more] : other)
        to[id].add(more);
}

} // namespace codexflow
