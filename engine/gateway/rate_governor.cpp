#include "engine/gateway/rate_governor.hpp"

#include "engine/gateway/backoff.hpp"

#include <algorithm>

namespace codexflow::gateway {
namespace {

/// Requests of a provider whose limit is not known are counted over this long: quotas are per minute or less.
constexpr std::int64_t longest_window_us = 60'000'000;
/// A quota that is full again later than this is not waited for without having been refused.
constexpr std::int64_t longest_reset_ms = 60'000;
constexpr std::size_t most_burst = std::size_t{1} << 20;
constexpr std::size_t rarest_probe = 4096;
constexpr std::size_t longest_log = 4096; ///< A higher budget is kept as a part of it in a part of the time.

std::int64_t us(std::chrono::milliseconds duration) { return std::chrono::microseconds(duration).count(); }

} // namespace

rate_governor::rate_governor(unsigned max_parallel)
    : max_(max_parallel == 0 ? std::numeric_limits<double>::infinity() : max_parallel), ceiling_(max_)
{
}

std::size_t rate_governor::ceiling() const noexcept
{
    constexpr double most = 1e9;
    return static_cast<std::size_t>(std::clamp(ceiling_, 1.0, most));
}

std::optional<std::int64_t> rate_governor::hold(std::int64_t now)
{
    presume(now);
    if (now < cool_until_)
        return cool_until_;
    if (quota_ && now < quota_->until && quota_->left == 0)
        return quota_->until;
    if (in_flight_ >= ceiling())
        return never;
    if (pace_ && log_.size() >= pace_->budget)
        if (const std::int64_t free = log_[log_.size() - pace_->budget].at + pace_->period; now < free)
            return free;
    if (pending_.size() >= burst_)
        return pending_.front().sent_us_ + us(presumption);
    return std::nullopt;
}

void rate_governor::send(ticket& one, std::int64_t now)
{
    const std::int64_t period = pace_ ? pace_->period : longest_window_us;
    if (window_.sent == 0 || now >= window_.start + period)
        open_window(now);
    ++window_.sent;
    one.sent_us_ = now;
    one.number_ = ++numbers_;
    one.window_ = window_.id;
    log_.push_back({one.number_, now});
    if (log_.size() > longest_log)
        log_.pop_front();
    one.open_ = true;
    pending_.push_back(one);
    ++in_flight_;
    if (quota_ && quota_->left != 0)
        --quota_->left;
}

void rate_governor::admit(ticket& one)
{
    if (!one.open_ || !one.is_linked())
        return;
    leave_pending(one);
    grow();
}

void rate_governor::end(ticket& one)
{
    leave_pending(one);
    if (one.open_)
        --in_flight_;
    one.open_ = false;
}

void rate_governor::refuse(ticket& one, std::int64_t now, std::optional<std::chrono::milliseconds> asked,
                           double jitter)
{
    count_refusal(one);
    const auto level = static_cast<double>(in_flight_);
    const bool new_episode = slow_down(one, now, asked, jitter);
    if (!asked)
        return; // nothing says over how long the provider counts
    if (new_episode)
        recover_to_ = level;
    learn(new_episode);
}

void rate_governor::overload(ticket& one, std::int64_t now, std::optional<std::chrono::milliseconds> asked,
                             double jitter)
{
    slow_down(one, now, asked, jitter);
}

void rate_governor::note_quota(const quota& left, std::int64_t now)
{
    const auto until = [now](const std::optional<std::int64_t>& reset_ms) {
        return now + std::min(reset_ms.value_or(0), longest_reset_ms) * 1000;
    };
    if (left.remaining_requests && left.requests_reset_ms)
    {
        // Whether requests on their way are counted already is the provider's secret: assume they are not.
        const std::uint64_t on_their_way = pending_.size();
        const std::uint64_t mine = *left.remaining_requests > on_their_way ? *left.remaining_requests - on_their_way : 0;
        quota_ = held_quota{mine, until(left.requests_reset_ms)};
    }
    if (left.remaining_tokens == 0U && left.tokens_reset_ms)
        quota_ = held_quota{0, std::max(until(left.tokens_reset_ms), quota_ ? quota_->until : now)};
    if (quota_ && quota_->left == 0 && now < quota_->until && quota_slowed_until_ <= now)
    {
        lower_ceiling();
        quota_slowed_until_ = quota_->until;
    }
}

/// Refusals come at once: what has waited longer was let in.
void rate_governor::presume(std::int64_t now)
{
    while (!pending_.empty() && now - pending_.front().sent_us_ >= us(presumption))
    {
        pending_.pop_front();
        grow();
    }
}

void rate_governor::grow()
{
    setbacks_ = 0;
    if (ceiling_ < max_)
        ceiling_ = std::min(max_, ceiling_ + (ceiling_ < recover_to_ ? 1 : 1 / ceiling_));
    if (++round_ < burst_)
        return;
    round_ = 0;
    burst_ = std::min(burst_ * 2, most_burst);
}

void rate_governor::lower_ceiling()
{
    ceiling_ = std::max(1.0, std::min(ceiling_, static_cast<double>(in_flight_)) / 2);
}

void rate_governor::leave_pending(ticket& one)
{
    if (one.is_linked())
        pending_.erase(pending_.iterator_to(one));
}

/// @return whether this is news: requests sent before the cool-down began are refused with it.
bool rate_governor::slow_down(ticket& one, std::int64_t now, std::optional<std::chrono::milliseconds> asked,
                              double jitter)
{
    leave_pending(one);
    const bool news = one.sent_us_ > slowed_at_;
    const std::int64_t wait = us(asked ? with_margin(*asked, news ? jitter : 0) : backoff(setbacks_, jitter));
    if (!news)
    {
        if (asked)
            cool_until_ = std::max(cool_until_, now + wait);
        return false;
    }
    cool_until_ = now + wait;
    slowed_at_ = now;
    recover_to_ = 0;
    lower_ceiling();
    burst_ = 1;
    round_ = 0;
    ++setbacks_;
    return true;
}

void rate_governor::open_window(std::int64_t now)
{
    if (pace_ && window_.sent != 0)
    {
        const bool full = window_.refused == 0 && window_.sent >= pace_->budget;
        full_windows_ = full ? full_windows_ + 1 : 0;
        probing_ = full_windows_ >= probe_after_;
        if (probing_)
        {
            pace_->budget += std::max<std::size_t>(1, pace_->budget / 8);
            full_windows_ = 0;
        }
    }
    before_ = window_;
    window_ = window{window_.id + 1, now, 0, 0};
}

void rate_governor::count_refusal(const ticket& one)
{
    if (one.window_ == window_.id)
        ++window_.refused;
    else if (one.window_ == before_.id)
        ++before_.refused;
    const auto found = std::find_if(log_.rbegin(), log_.rend(),
                                    [&one](const sent_request& sent) { return sent.number == one.number_; });
    if (found != log_.rend())
        log_.erase(std::next(found).base());
}

/// The provider has admitted what was sent in this window and not refused, and will admit as much again
/// when its cool-down is over.
void rate_governor::learn(bool new_episode)
{
    if (window_.admitted() == 0 && before_.admitted() != 0)
    {
        // Nothing got through: its period is not over yet, so ours was too short.
        window_.start = before_.start;
        window_.sent += before_.sent;
        window_.refused += before_.refused;
        before_ = window{};
    }
    if (window_.admitted() != 0)
        pace_ = pace{std::min(window_.admitted(), longest_log), cool_until_ - window_.start};
    full_windows_ = 0;
    if (new_episode && probing_)
    {
        probing_ = false;
        probe_after_ = std::min(probe_after_ * 2, rarest_probe);
    }
}

} // namespace codexflow::gateway
