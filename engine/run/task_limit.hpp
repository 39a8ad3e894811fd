#pragma once

#include "engine/base/clock.hpp"
#include "engine/net/deadline_sweeper.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace codexflow {

/** The time limit of one task. It stands still while the task waits for a provider that wants fewer
 *  requests: that wait belongs to nobody's work. Engine thread; the sweeper and the clock outlive it. */
class task_limit
{
public:
    /// @param limit zero: none. It begins to run now.
    /// @param on_late called once, from the sweeper, when it has passed.
    task_limit(net::deadline_sweeper& sweeper, clock& time, std::chrono::milliseconds limit,
               std::function<void()> on_late)
        : sweeper_(sweeper), clock_(time), entry_(std::move(on_late)), left_(limit)
    {
        run();
    }

    /// Stands still from here on (true), or runs on (false).
    void hold(bool still)
    {
        if (left_.count() == 0 || still == held_)
            return;
        held_ = still;
        if (!still)
            return run();
        left_ = std::max(std::chrono::milliseconds(1), remaining());
        net::deadline_sweeper::disarm(entry_);
    }

    /// Nothing: no limit.
    std::optional<std::chrono::milliseconds> left() const
    {
        if (left_.count() == 0)
            return std::nullopt;
        return held_ ? left_ : remaining();
    }

private:
    void run()
    {
        since_us_ = clock_.steady_us();
        sweeper_.arm(entry_, left_);
    }
    std::chrono::milliseconds remaining() const
    {
        const std::chrono::milliseconds used((clock_.steady_us() - since_us_) / 1000);
        return std::max(std::chrono::milliseconds(0), left_ - used);
    }

    net::deadline_sweeper& sweeper_;
    clock& clock_;
    net::deadline_sweeper::entry entry_;
    std::chrono::milliseconds left_; ///< When it began to run last, or as it stands still.
    std::int64_t since_us_ = 0;
    bool held_ = false;
};

} // namespace codexflow
