#pragma once

#include "engine/gateway/quota.hpp"

#include <boost/intrusive/list.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>

namespace codexflow::gateway {

/** Decides when the next request may go to one provider, for all tasks that use it. Pure: told what
 *  happens and what time it is, asked what to do.
 *
 *  Four things hold a request back, each for its own reason:
 *  - a *ceiling* of calls at once: the configured one, halved when the provider asks to slow down and
 *    raised again by one per round of good answers (additive increase, multiplicative decrease);
 *  - a *cool-down* after a refusal, as long as the provider asked for and a little more;
 *  - a *pace* learned from a refusal: the provider admitted so many requests in so much time, so in no
 *    stretch of that length more are sent. From time to time one more is tried;
 *  - *slow start*: as long as nobody knows what the provider bears, no more requests wait for their first
 *    sign of life than have been admitted before. So a provider never sees more requests beyond its limit
 *    than it has admitted: one burst. A refusal comes at once; a request not answered within
 *    @c presumption counts as admitted, so slow answers do not hold others up.
 *
 *  Times are microseconds of one steady clock, never going back; jitter is drawn by the caller from [0, 1). */
class rate_governor
{
public:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    static constexpr std::chrono::milliseconds presumption{200};
    /// What may wait for its first sign of life at the very start.
    static constexpr std::size_t first_burst = 2;

    /// One request. Owned by whoever sends it; must have ended before it is destroyed.
    class ticket : public boost::intrusive::list_base_hook<>
    {
        friend class rate_governor;
        std::int64_t sent_us_ = 0;
        std::uint64_t number_ = 0;
        std::uint64_t window_ = 0;
        bool open_ = false; ///< Sent and not ended.
    };

    /// @param max_parallel calls at once; 0: as many as there are.
    explicit rate_governor(unsigned max_parallel);

    /// Nothing: a request may be sent now. Else the time to ask again; @c never: when another call has
    /// been admitted or has ended.
    std::optional<std::int64_t> hold(std::int64_t now);
    void send(ticket& one, std::int64_t now);
    /// The provider has begun to answer it, or has answered it.
    void admit(ticket& one);
    /// It is over; always the last word on a ticket. Harmless if that was said before.
    void end(ticket& one);

    /// It was refused because there are too many. @p asked is the wait the provider named.
    void refuse(ticket& one, std::int64_t now, std::optional<std::chrono::milliseconds> asked, double jitter);
    /// The provider cannot cope, whatever the rate.
    void overload(ticket& one, std::int64_t now, std::optional<std::chrono::milliseconds> asked, double jitter);
    /// An answer said what is left of the quota.
    void note_quota(const quota& left, std::int64_t now);

    /// Nothing is sent before this; 0: it may be at any time.
    std::int64_t cool_until() const noexcept { return cool_until_; }
    std::size_t in_flight() const noexcept { return in_flight_; }
    /// Calls at once as of now.
    std::size_t ceiling() const noexcept;

private:
    /// The requests of one period, ours, of the provider's limit.
    struct window
    {
        std::uint64_t id = 0;
        std::int64_t start = 0;
        std::size_t sent = 0;
        std::size_t refused = 0;

        std::size_t admitted() const noexcept { return sent - refused; }
    };
    struct pace
    {
        std::size_t budget;
        std::int64_t period;
    };
    struct sent_request
    {
        std::uint64_t number;
        std::int64_t at;
    };
    struct held_quota
    {
        std::uint64_t left;
        std::int64_t until;
    };

    void presume(std::int64_t now);
    void grow();
    void lower_ceiling();
    bool slow_down(ticket& one, std::int64_t now, std::optional<std::chrono::milliseconds> asked, double jitter);
    void leave_pending(ticket& one);
    void open_window(std::int64_t now);
    void count_refusal(const ticket& one);
    void learn(bool new_episode);

    const double max_;
    double ceiling_;
    double recover_to_ = 0; ///< Up to here the ceiling rises by one with each answer: the pace protects.
    std::size_t in_flight_ = 0;
    boost::intrusive::list<ticket> pending_; ///< Sent, without a sign of life; oldest first.
    std::size_t burst_ = first_burst;        ///< How many of those there may be.
    std::size_t round_ = 0;                  ///< Admitted since burst_ last grew.
    std::int64_t cool_until_ = 0;
    std::int64_t slowed_at_ = -1; ///< When the last cool-down began.
    unsigned setbacks_ = 0;       ///< Cool-downs since something was admitted.
    window window_;
    window before_; ///< The window before it.
    std::optional<pace> pace_;
    std::deque<sent_request> log_; ///< The latest requests, without those refused; oldest first.
    std::uint64_t numbers_ = 0;
    std::size_t full_windows_ = 0; ///< In a row, used up and without a refusal.
    std::size_t probe_after_ = 16; ///< Of those, before one more request is tried.
    bool probing_ = false;
    std::optional<held_quota> quota_;
    std::int64_t quota_slowed_until_ = 0; ///< The ceiling is lowered once for a quota that is used up.
};

} // namespace codexflow::gateway
