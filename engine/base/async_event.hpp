#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace codexflow {

/** A flag that coroutines can wait for. Engine thread only; must outlive its waiters.
 *  Built on a timer that never fires by itself: Boost 1.81 has no lighter awaitable primitive that is
 *  not experimental. */
class async_event
{
public:
    explicit async_event(boost::asio::io_context& io) : async_event(io.get_executor()) {}
    explicit async_event(const boost::asio::any_io_executor& where)
        : timer_(where, boost::asio::steady_timer::time_point::max())
    {
    }

    /// Wakes every waiter and lets later ones pass, until reset.
    void set()
    {
        set_ = true;
        timer_.cancel();
    }
    void reset() noexcept { set_ = false; }
    bool is_set() const noexcept { return set_; }

    /// Waits until the next set() from now on. For loops over is_set() of their own.
    auto wait_once() { return timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable)); }

    boost::asio::awaitable<void> wait()
    {
        while (!set_)
            co_await wait_once();
    }

private:
    boost::asio::steady_timer timer_;
    bool set_ = false;
};

} // namespace codexflow
