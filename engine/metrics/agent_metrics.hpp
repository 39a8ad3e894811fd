#pragma once

#include "engine/metrics/histogram.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace codexflow {

/** What is known of the tasks of one agent, over any number of runs: sums that can be added up. */
struct agent_metrics
{
    std::uint64_t tasks = 0;    ///< That came to an end of their own: ok or failed.
    std::uint64_t ok = 0;
    std::uint64_t unjudged = 0; ///< Of @c tasks: an old file does not say whether they were ok.
    std::uint64_t cancelled = 0; ///< Beside @c tasks: stopped by somebody, or cut short by a crash.
    std::uint64_t total_ms = 0; ///< Of @c tasks.
    histogram latency;          ///< Of those of @c tasks that are known one by one.
    histogram first_chunk;      ///< From a task's start to the first thing its model said.
    std::uint64_t input_tokens = 0, output_tokens = 0;
    std::uint64_t counted = 0; ///< Tasks whose tokens are known.
    double cost_usd = 0;
    std::uint64_t priced = 0; ///< Tasks whose cost is known.
    std::uint64_t retries = 0, failovers = 0;
    std::uint64_t tool_calls = 0, tool_failures = 0, denied = 0;
    std::map<std::string, std::uint64_t> failures; ///< By errc.

    void add(const agent_metrics& other);

    std::uint64_t failed() const noexcept { return tasks - unjudged - ok; }
    /// 0 to 1; 0 when nothing is known.
    double success_rate() const noexcept;
    std::uint64_t average_ms() const noexcept;
};

/// By agent id.
using agents_metrics = std::map<std::string, agent_metrics, std::less<>>;

void add(agents_metrics& to, const agents_metrics& other);

/// What one run comes to, all of its sessions together.
struct run_metrics
{
    std::string run_id;
    std::int64_t ended_us = 0; ///< Of its last event, since 1970.
    agents_metrics agents;
};

} // namespace codexflow
