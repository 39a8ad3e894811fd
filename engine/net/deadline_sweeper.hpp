#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <chrono>
#include <functional>

namespace codexflow::net {

/** Time limits for many waits at the price of one timer: arming writes down a point in time, and a
 *  sweep every @c grain looks who is late. A limit is therefore kept to within one grain, which is far
 *  below any limit of a network wait. Engine thread only; outlives its entries. */
class deadline_sweeper
{
public:
    static constexpr std::chrono::milliseconds grain{50};

    /// One wait. Owned by the waiter; leaves the sweeper when destroyed.
    class entry : public boost::intrusive::list_base_hook<
                      boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
    {
    public:
        explicit entry(std::function<void()> on_late) : on_late_(std::move(on_late)) {}

    private:
        friend class deadline_sweeper;
        std::chrono::steady_clock::time_point at_;
        std::function<void()> on_late_;
    };

    explicit deadline_sweeper(boost::asio::io_context& io) : timer_(io) {}

    /// Calls the entry's function when @p limit has passed, unless it is armed again or disarmed.
    /// A limit of zero or less means none.
    void arm(entry& wait, std::chrono::milliseconds limit);
    static void disarm(entry& wait) noexcept;

private:
    void schedule();
    void sweep();

    boost::asio::steady_timer timer_;
    boost::intrusive::list<entry, boost::intrusive::constant_time_size<false>> entries_;
    bool ticking_ = false;
};

} // namespace codexflow::net
