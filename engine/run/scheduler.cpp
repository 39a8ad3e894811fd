#include "engine/run/scheduler.hpp"

#include <algorithm>
#include <utility>

namespace codexflow {

scheduler::scheduler(unsigned run_cap, std::vector<unsigned> provider_caps)
    : run_cap_(run_cap), provider_caps_(std::move(provider_caps)), provider_running_(provider_caps_.size(), 0)
{
}

void scheduler::add(const work& task)
{
    const auto [agent, new_agent] = agent_numbers_.try_emplace(task.agent, agents_.size());
    if (new_agent)
        agents_.push_back(agent_lane{task.agent_cap, 0});
    agent_lane& of = agents_[agent->second];
    of.cap = std::min(of.cap, task.agent_cap);

    const auto [place, new_lane] =
        lane_numbers_.try_emplace(std::pair(agent->second, task.provider), lanes_.size());
    if (new_lane)
        lanes_.push_back(lane{agent->second, task.provider, {}});
    lanes_[place->second].tasks.push_back(lane_of_.size());
    lane_of_.push_back(place->second);
    ++waiting_;
}

bool scheduler::may_start(const lane& of) const noexcept
{
    const unsigned provider_cap = provider_caps_[of.provider];
    const bool provider_free = provider_cap == 0 || provider_running_[of.provider] < provider_cap;
    return !of.tasks.empty() && provider_free && agents_[of.agent].running < agents_[of.agent].cap;
}

std::optional<std::size_t> scheduler::admit()
{
    if (running_ >= run_cap_)
        return std::nullopt;
    lane* first = nullptr;
    for (lane& candidate : lanes_)
        if (may_start(candidate) && (first == nullptr || candidate.tasks.front() < first->tasks.front()))
            first = &candidate;
    if (first == nullptr)
        return std::nullopt;
    const std::size_t task = first->tasks.front();
    first->tasks.pop_front();
    ++agents_[first->agent].running;
    ++provider_running_[first->provider];
    ++running_;
    --waiting_;
    return task;
}

void scheduler::finish(std::size_t task)
{
    const lane& of = lanes_[lane_of_[task]];
    --agents_[of.agent].running;
    --provider_running_[of.provider];
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
