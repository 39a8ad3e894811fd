#pragma once

#include "engine/base/async_event.hpp"
#include "engine/base/error.hpp"
#include "engine/gateway/rate_governor.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <chrono>
#include <string>

namespace codexflow {
class cancel_source;
class clock;
} // namespace codexflow

namespace codexflow::gateway {

class model_caller;

/** The line of calls that wait to be sent to one provider, performing what its rate_governor decides.
 *  First come, first served, but a call that was refused stands in front: it may be refused only so often.
 *  Engine thread only; outlives its permits. */
class provider_queue
{
public:
    /// @param name of the provider, for messages.
    provider_queue(boost::asio::io_context& io, clock& time, std::string name, unsigned max_parallel);

    /// The right to have one request under way. Ends with this object, or with the next acquire().
    class permit
    {
    public:
        explicit permit(provider_queue& queue) : queue_(queue) {}
        ~permit() { release(); }
        permit(const permit&) = delete;
        permit& operator=(const permit&) = delete;

        /// The provider has begun to answer.
        void admit();
        void refuse(std::optional<std::chrono::milliseconds> asked, double jitter);
        void overload(std::optional<std::chrono::milliseconds> asked, double jitter);
        void note_quota(const quota& left);
        void release();

    private:
        friend class provider_queue;
        provider_queue& queue_;
        rate_governor::ticket ticket_;
    };

    /** Waits for the right to send.
     *  @param again the call was refused before and stands in front.
     *  @param longest_wait a cool-down longer than this is not waited for.
     *  @param caller told while it waits; its time stands still.
     *  Errors: rate_limited, cancelled. */
    boost::asio::awaitable<result<void>> acquire(permit& into, bool again, std::chrono::milliseconds longest_wait,
                                                 model_caller& caller, cancel_source& cancel);

    const rate_governor& governor() const noexcept { return governor_; }

private:
    struct waiter : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
    {
        waiter(boost::asio::io_context& io, permit& p, std::chrono::milliseconds longest)
            : woken(io), into(p), longest_wait(longest)
        {
        }
        async_event woken;
        permit& into;
        const std::chrono::milliseconds longest_wait;
        bool granted = false;
        bool closed = false;
    };

    void pump();
    void wake_at(std::int64_t at, std::int64_t now);
    bool closed_for(std::chrono::milliseconds longest_wait, std::int64_t now) const noexcept;
    void close_waiters(std::int64_t now);
    error closed_error(std::int64_t now) const;

    boost::asio::io_context& io_;
    clock& clock_;
    const std::string name_;
    rate_governor governor_;
    boost::intrusive::list<waiter, boost::intrusive::constant_time_size<false>> waiters_;
    boost::asio::steady_timer timer_;
    std::int64_t timer_at_ = rate_governor::never; ///< When it fires; never: it does not run.
    bool pumping_ = false;
};

} // namespace codexflow::gateway
