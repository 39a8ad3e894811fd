#pragma once

#include <boost/intrusive/list.hpp>

#include <functional>
#include <string_view>

/** @file
 *  Structured cancellation. A scope owns a cancel_source; whatever waits inside that scope subscribes
 *  and is told once. Asio's own cancellation slots are not used above the socket: with Boost 1.81 they
 *  do not reach through co_spawn by default, and after one every clean-up await fails too. */
namespace codexflow {

/// Why a scope was asked to stop; kept for the message and the exit code.
enum class cancel_reason : unsigned char
{
    none,
    interrupted, ///< SIGINT
    terminated,  ///< SIGTERM
    hung_up,     ///< SIGHUP
    deadline,    ///< a time limit
    output_lost, ///< nobody can read what we write (closed pipe, full disk)
    abandoned    ///< the scope above ended
};

std::string_view to_string(cancel_reason reason) noexcept;

/// A place in a source's list; leaves it when destroyed. Owned by the waiter.
class cancel_subscription : public boost::intrusive::list_base_hook<
                                boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
{
public:
    using callback = std::function<void(cancel_reason)>;

    cancel_subscription() = default;
    cancel_subscription(const cancel_subscription&) = delete;
    cancel_subscription& operator=(const cancel_subscription&) = delete;

private:
    friend class cancel_source;
    callback on_cancel_;
};

/** The right to stop a scope. Engine thread only. Must outlive its subscriptions' use of it; destroying
 *  it silently detaches them.
 *  A source may hang below another: stopping the upper one stops it too. */
class cancel_source
{
public:
    cancel_source() = default;
    explicit cancel_source(cancel_source& upper);
    cancel_source(const cancel_source&) = delete;
    cancel_source& operator=(const cancel_source&) = delete;

    /// Tells every subscriber, once, in the order of subscription; later calls change nothing.
    void cancel(cancel_reason reason);
    bool cancelled() const noexcept { return reason_ != cancel_reason::none; }
    cancel_reason reason() const noexcept { return reason_; }

    /// Calls @p callback when the scope is stopped: at once if it was already. The callback may end its
    /// own subscription or any other.
    void subscribe(cancel_subscription& place, cancel_subscription::callback callback);

private:
    boost::intrusive::list<cancel_subscription, boost::intrusive::constant_time_size<false>> waiters_;
    cancel_reason reason_ = cancel_reason::none;
    cancel_subscription upper_;
};

} // namespace codexflow
