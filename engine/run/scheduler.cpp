#include "engine/run/scheduler.hpp"

#include <algorithm>

namespace codexflow {

void scheduler::add(const work& task)
{
    const auto [place, new_lane] = lane_numbers_.try_emplace(task.agent, lanes_.size());
    if (new_lane)
        lanes_.push_back(lane{task.agent_cap, 0, {}});
    lane& of = lanes_[place->second];
    of.cap = std::min(of.cap, task.agent_cap);
    of.tasks.push_back(lane_of_.size());
    lane_of_.push_back(place->second);
    ++waiting_;
}

std::optional<std::size_t> scheduler::admit()
{
    if (running_ >= run_cap_)
        return std::nullopt;
    lane* first = nullptr;
    for (lane& candidate : lanes_)
    {
        const bool may_start = !candidate.tasks.empty() && candidate.running < candidate.cap;
        if (may_start && (first == nullptr || candidate.tasks.front() < first->tasks.front()))
            first = &candidate;
    }
    if (first == nullptr)
        return std::nullopt;
    const std::size_t task = first->tasks.front();
    first->tasks.pop_front();
    ++first->running;
    ++running_;
    --waiting_;
    return task;
}

void scheduler::finish(std::size_t task)
{
    --lanes_[lane_of_[task]].running;
    --running_;
}

std::vector<std::size_t> scheduler::stop()
{
    std::vector<std::size_t> never;
    for (lane& of : lanes_)
    {
        never.insert(never.end(), of.tasks.begin(), of.tasks.end());
        of.tasks.clear();
    }
    std::sort(never.begin(), never.end());
    waiting_ = 0;
    return never;
}

} // namespace codexflow
