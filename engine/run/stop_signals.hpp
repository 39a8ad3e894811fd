#pragma once

#include "engine/base/cancellation.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <functional>

namespace codexflow {

/// Why a scope is stopped that @p signal stops.
cancel_reason reason_of_signal(int signal) noexcept;

/** SIGINT, SIGTERM and SIGHUP as calls on the engine thread, from start() to release(). None that arrives
 *  in between is lost, whatever the io_context is doing then. Destroying it restores the defaults too. */
class stop_signals
{
public:
    /// @param on_signal Gets the number; must not throw.
    stop_signals(boost::asio::io_context& io, std::function<void(int)> on_signal);

    void start();

    /** From here on a signal ends the process as usual. Those caught before are told first: @p io is
     *  restarted and polled for them, after it has stopped for good. Does nothing without start(). */
    void release();

private:
    void wait();

    boost::asio::io_context& io_;
    boost::asio::signal_set set_;
    std::function<void(int)> on_signal_;
    bool started_ = false;
};

} // namespace codexflow
