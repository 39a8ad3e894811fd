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
 *  Two caps hold at once: per agent (shared by all its aliases) and per run; those of a provider belong to
 *  the model gateway, which knows who asks it. Tasks start in the order given, except that one held back
 *  by its own agent's cap lets later ones pass. The same sequence of calls always gives the same answers. */
class scheduler
{
public:
    struct work
    {
        std::string agent;
        unsigned agent_cap = 1; ///< At least 1; of several for one agent the smallest holds.
    };

    /// @param run_cap At least 1.
    explicit scheduler(unsigned run_cap) : run_cap_(run_cap) {}

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
    /// The tasks of one agent.
    struct lane
    {
        unsigned cap = 0;
        unsigned running = 0;
        std::deque<std::size_t> tasks;
    };

    const unsigned run_cap_;
    std::vector<lane> lanes_;
    std::map<std::string, std::size_t> lane_numbers_; ///< By agent.
    std::vector<std::size_t> lane_of_;                ///< By task.
    std::size_t waiting_ = 0;
    std::size_t running_ = 0;
};

} // namespace codexflow
