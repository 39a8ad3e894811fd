#pragma once

#include <codexflow/operation.hpp>
#include <codexflow/process.hpp>

#include <chrono>
#include <csignal>
#include <memory>

namespace codexflow::shell {

/** Ends a command that takes too long, on the side: SIGTERM to its group, and SIGKILL to all it has started when
 *  that does not help. Held by the call and by the host's timer, whose answer comes in any case.
 *  Threads: [op]. Must be stopped before the process ends. */
class kill_timer : public std::enable_shared_from_this<kill_timer>
{
public:
    static constexpr std::chrono::milliseconds grace{2000}; ///< Between the two signals.

    static std::shared_ptr<kill_timer> start(operation& op, process& what, std::chrono::milliseconds limit)
    {
        auto made = std::make_shared<kill_timer>(op, what);
        made->sleep(limit);
        return made;
    }
    kill_timer(operation& op, process& what)
        : op_(op),
          timer_(detail::service<cflow_timer_v1>(op.host(), CFLOW_SERVICE_TIMER)),
          what_(&what)
    {}

    bool fired() const noexcept { return fired_; }
    void stop()
    {
        what_ = nullptr;
        if (cflow_call* const pending = std::exchange(pending_, nullptr))
            op_.host()->call_cancel(pending);
    }

private:
    void sleep(std::chrono::milliseconds how_long)
    {
        auto* held = new std::shared_ptr<kill_timer>(shared_from_this());
        const auto us = std::chrono::microseconds(how_long).count();
        pending_ = timer_.sleep(op_.handle(), static_cast<std::uint64_t>(us), &kill_timer::over, held);
    }

    static void over(void* ud, cflow_status status) noexcept
    {
        const std::unique_ptr<std::shared_ptr<kill_timer>> held(static_cast<std::shared_ptr<kill_timer>*>(ud));
        kill_timer& self = **held;
        self.pending_ = nullptr;
        if (status < 0 || self.what_ == nullptr)
            return;
        self.what_->kill(self.fired_ ? SIGKILL : SIGTERM);
        if (!std::exchange(self.fired_, true))
            self.sleep(grace);
    }

    operation& op_; ///< Alive while a call of it is in flight.
    const cflow_timer_v1& timer_;
    process* what_;
    cflow_call* pending_ = nullptr;
    bool fired_ = false;
};

/// Stops it at the end of a scope.
class timer_stop
{
public:
    explicit timer_stop(std::shared_ptr<kill_timer> of) noexcept : of_(std::move(of)) {}
    timer_stop(const timer_stop&) = delete;
    timer_stop& operator=(const timer_stop&) = delete;
    ~timer_stop() { of_->stop(); }

private:
    std::shared_ptr<kill_timer> of_;
};

} // namespace codexflow::shell
