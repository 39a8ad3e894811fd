#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/operation.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace codexflow {

/** Ends an answer on which signs of life (comments, pings) are all that comes. The host's limits see bytes
 *  only; what counts as progress is the decoder's to say, so a provider asks this after every read:
 *
 *      progress_limit patience(op, settings.no_progress);
 *      ... bytes = co_await stream.read(); decoder.feed(*bytes); ...
 *      patience.check(decoder.events(), what);
 *
 *  Between two reads the host's idle limit holds, so no timer is needed. Threads: [op]. */
class progress_limit
{
public:
    static constexpr std::chrono::milliseconds standard{300'000};

    /// @param limit zero: the standard one.
    progress_limit(const operation& op, std::chrono::milliseconds limit)
        : host_(op.host()), clock_(detail::service<cflow_clock_v1>(op.host(), CFLOW_SERVICE_CLOCK)),
          limit_(limit.count() > 0 ? limit : standard), since_us_(clock_.steady_us(host_))
    {
    }

    /** @param seen a count that grows with every event that is more than a sign of life.
     *  @param what the call in words; begins the message.
     *  Throws failure, kind timeout, phase no_progress. */
    void check(std::uint64_t seen, const std::string& what)
    {
        const std::int64_t now = clock_.steady_us(host_);
        if (seen != seen_)
        {
            seen_ = seen;
            since_us_ = now;
        }
        else if (std::chrono::microseconds(now - since_us_) >= limit_)
        {
            throw failure(CFLOW_E_TIMEOUT, what + ": only signs of life, no event, within " +
                                               json::detail::from_double(static_cast<double>(limit_.count()) / 1000) +
                                               " s (no_progress limit)")
                .kind("timeout")
                .phase("no_progress")
                .hint("raise no_progress_timeout if the server needs longer");
        }
    }

private:
    const cflow_host* host_;
    const cflow_clock_v1& clock_;
    std::chrono::milliseconds limit_;
    std::int64_t since_us_;
    std::uint64_t seen_ = 0;
};

} // namespace codexflow
