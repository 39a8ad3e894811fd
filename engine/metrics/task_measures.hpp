#pragma once

#include "engine/metrics/agent_metrics.hpp"
#include "engine/record/event.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace codexflow {

/// US dollars for tokens at a provider (its name in the configuration); nothing if the price is unknown.
using token_pricing =
    std::function<std::optional<double>(std::string_view provider, std::string_view model, const token_usage& usage)>;

/** What is measured of the tasks of one run, task by task, so that one that is done again (in a resumed run)
 *  counts once: its last end holds, and what all its attempts used is added up. Times are microseconds since
 *  1970. One thread. */
class task_measures
{
public:
    explicit task_measures(token_pricing price) : price_(std::move(price)) {}

    void started(const task_ref& task, std::int64_t at_us);
    void first_chunk(const task_ref& task, std::int64_t at_us);
    /// True as long as a task that has started has said nothing.
    bool awaits_first_chunk(std::string_view task_id) const;
    void retried(const task_ref& task) { ++of(task).retries; }
    void failed_over(const task_ref& task) { ++of(task).failovers; }
    void tool_ended(const task_ref& task, bool ok, bool denied);
    void completed(const task_ref& task, std::int64_t ms, const token_usage& usage, std::string_view answered_by);
    void failed(const task_ref& task, std::int64_t ms, const token_usage& usage, std::string_view code);

    /// All so far, by agent. Tasks that began and did not end count as cancelled.
    agents_metrics sum() const;

private:
    struct measure
    {
        enum class state
        {
            idle,
            started,
            ok,
            failed,
            cancelled,
        };
        std::string agent_id;
        state how = state::idle;
        std::int64_t started_us = 0, ms = 0;
        std::optional<std::int64_t> first_ms;
        std::string code;
        token_usage usage;
        std::optional<double> cost;
        std::uint64_t retries = 0, failovers = 0, tool_calls = 0, tool_failures = 0, denied = 0;
    };

    measure& of(const task_ref& task);
    void use(measure& one, const task_ref& task, const token_usage& usage, std::string_view provider);
    static void add(const measure& one, agent_metrics& to);

    token_pricing price_;
    std::unordered_map<std::string, measure> tasks_;
};

} // namespace codexflow
