#pragma once

#include "engine/metrics/task_measures.hpp"
#include "engine/record/event.hpp"

#include <unordered_set>

namespace codexflow {

/** Measures a run while it goes on, from its events. A chunk costs one look into a small set. Owned by the run;
 *  engine thread only. */
class metrics_collector final : public event_listener
{
public:
    metrics_collector(std::string run_id, token_pricing price) : run_id_(std::move(run_id)), tasks_(std::move(price)) {}

    void on_event(const run_event& what, std::string_view line) override;

    /// What earlier sessions of the same run came to is put in here, before the first event.
    task_measures& tasks() noexcept { return tasks_; }
    run_metrics finish() const { return {run_id_, last_us_, tasks_.sum()}; }

private:
    void take(const task_ref& task, const run_event& what);

    const std::string run_id_;
    task_measures tasks_;
    std::unordered_set<const task_ref*> silent_; ///< Tasks that have started and said nothing yet.
    std::int64_t last_us_ = 0;
};

} // namespace codexflow
