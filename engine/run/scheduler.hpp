#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {

/** Decides which task may start. Pure: no clock, no I/O; told what happens, asked what to do.
 *
 *  Three caps hold at once: per agent (shared by all its aliases), per provider and per run. Tasks start
 *  in the order given, except that one held back by its own agent's or provider's cap lets later ones
 *  pass. The same sequence of calls always gives the same answers. */
class scheduler
{
public:
    struct work
    {
        std::string agent;
        unsigned agent_cap = 1; ///< At least 1; of several for one agent the smallest holds.
        std::size_t provider = 0;
    };

    /// @param run_cap At least 1.
    /// @param provider_caps By provider number; 0 means none of its own.
    scheduler(unsigned run_cap, std::vector<unsigned> provider_caps);

    /// Adds task number 0, 1, 2, ... in the order of calls.
    void add(const work& task);

    /// The next task that may start now, marked as running; nothing if none may.
    std::optional<std::size_t> admit();
    /// A running task has ended, however it did.
    void finish(std::size_t task);
    /// Nothing is admitted from here on; returns the tasks that never will be, in order.
    std::vector<std::size_t> stop();

    std::size_t waiting() const noexcept { return waiting_; }
    std::size_t running() const noexcept { return running_; }

private:
    struct agent_lane
    {
        unsigned cap = 0;
        unsigned running = 0;
    };
    /// Tasks that the same two caps hold back.
    struct lane
    {
        std::size_t agent;
        std::size_t provider;
        std::deque<std::size_t> tasks;
    };

    bool may_start(const lane& of) const noexcept;

    const unsigned run_cap_;
    const std::vector<unsigned> provider_caps_;
    std::vector<unsigned> provider_running_;
    std::vector<agent_lane> agents_;
    std::map<std::string, std::size_t> agent_numbers_;
    std::vector<lane> lanes_;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> lane_numbers_;
    std::vector<std::size_t> lane_of_; ///< By task.
    std::size_t waiting_ = 0;
    std::size_t running_ = 0;
};

} // namespace codexflow
