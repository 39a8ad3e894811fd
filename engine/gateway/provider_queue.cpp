#include "engine/gateway/provider_queue.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/gateway/model_caller.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::gateway {

provider_queue::provider_queue(boost::asio::io_context& io, clock& time, std::string name, unsigned max_parallel)
    : io_(io), clock_(time), name_(std::move(name)), governor_(max_parallel), timer_(io)
{
}

void provider_queue::permit::admit()
{
    queue_.governor_.admit(ticket_);
    queue_.pump();
}

void provider_queue::permit::refuse(std::optional<std::chrono::milliseconds> asked, double jitter)
{
    queue_.governor_.refuse(ticket_, queue_.clock_.steady_us(), asked, jitter);
}

void provider_queue::permit::overload(std::optional<std::chrono::milliseconds> asked, double jitter)
{
    queue_.governor_.overload(ticket_, queue_.clock_.steady_us(), asked, jitter);
}

void provider_queue::permit::note_quota(const quota& left)
{
    queue_.governor_.note_quota(left, queue_.clock_.steady_us());
}

void provider_queue::permit::release()
{
    queue_.governor_.end(ticket_);
    queue_.pump();
}

boost::asio::awaitable<result<void>> provider_queue::acquire(permit& into, bool again,
                                                             std::chrono::milliseconds longest_wait,
                                                             model_caller& caller, cancel_source& cancel)
{
    const std::int64_t now = clock_.steady_us();
    if (cancel.cancelled())
        co_return error(errc::cancelled, "cancelled");
    if (closed_for(longest_wait, now))
        co_return closed_error(now);
    const bool in_front = again || waiters_.empty();
    if (in_front && !governor_.hold(now))
    {
        governor_.send(into.ticket_, now);
        co_return result<void>();
    }
    waiter self(io_, into, longest_wait);
    if (again)
        waiters_.push_front(self);
    else
        waiters_.push_back(self);
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { self.woken.set(); });
    pump();
    caller.on_hold(true);
    co_await self.woken.wait();
    caller.on_hold(false);
    if (self.granted && !cancel.cancelled())
        co_return result<void>();
    if (!cancel.cancelled())
        co_return closed_error(clock_.steady_us());
    if (self.granted)
        into.release();
    co_return error(errc::cancelled, "cancelled");
}

/// Lets go whoever may, and sees to it that the next is not forgotten.
void provider_queue::pump()
{
    if (std::exchange(pumping_, true))
        return;
    while (!waiters_.empty())
    {
        const std::int64_t now = clock_.steady_us();
        if (const auto until = governor_.hold(now))
        {
            close_waiters(now);
            if (!waiters_.empty())
                wake_at(*until, now);
            break;
        }
        waiter& next = waiters_.front();
        waiters_.pop_front();
        governor_.send(next.into.ticket_, now);
        next.granted = true;
        next.woken.set();
    }
    pumping_ = false;
}

void provider_queue::wake_at(std::int64_t at, std::int64_t now)
{
    if (at >= timer_at_ || at == rate_governor::never)
        return;
    timer_at_ = at;
    timer_.expires_after(std::chrono::microseconds(std::max<std::int64_t>(at - now, 0)));
    timer_.async_wait([this](boost::system::error_code replaced) {
        if (replaced)
            return;
        timer_at_ = rate_governor::never;
        pump();
    });
}

bool provider_queue::closed_for(std::chrono::milliseconds longest_wait, std::int64_t now) const noexcept
{
    // What is waited for gets a margin of up to a tenth.
    return governor_.cool_until() - now > std::chrono::microseconds(longest_wait).count() / 10 * 11;
}

/// Those who are not willing to wait as long as it takes.
void provider_queue::close_waiters(std::int64_t now)
{
    for (auto place = waiters_.begin(); place != waiters_.end();)
    {
        waiter& one = *place++;
        if (!closed_for(one.longest_wait, now))
            continue;
        one.closed = true;
        one.unlink();
        one.woken.set();
    }
}

error provider_queue::closed_error(std::int64_t now) const
{
    const std::int64_t left = std::max<std::int64_t>(governor_.cool_until() - now, 0);
    error why(errc::rate_limited, "provider '" + name_ + "': it asked not to be called for another " +
                                      format_duration(std::chrono::seconds((left + 999'999) / 1'000'000)));
    why.kind = "rate_limited";
    why.hint = "try again later, use another provider, or raise limits.retry_wait";
    return why;
}

} // namespace codexflow::gateway
