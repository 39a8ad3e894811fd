#include "engine/gateway/model_call.hpp"

#include "engine/base/text.hpp"
#include "engine/gateway/backoff.hpp"

#include <utility>

namespace codexflow::gateway {

model_call::model_call(std::vector<std::size_t> providers, const retry_settings& settings)
    : providers_(std::move(providers)), settings_(settings)
{
}

model_call::action model_call::on_failure(call_failure failure, const circumstances& now)
{
    if (failure.what.code == errc::cancelled)
        return give_up{std::move(failure.what)};
    if (now.delivered)
    {
        failure.what.kind = "interrupted";
        failure.what.message += "; part of the answer had come, so it is not asked for again";
        if (failure.what.hint.empty())
            failure.what.hint = "run the task again";
        return give_up{final_error(std::move(failure))};
    }
    if (may_retry(failure) && tries_ <= settings_.retries)
    {
        if (const auto wait = pause_before_retry(failure, now))
        {
            ++tries_;
            ++attempts_;
            return *wait;
        }
    }
    return next_provider(failure);
}

model_call::action model_call::on_closed(error why)
{
    call_failure failure;
    failure.what = std::move(why);
    failure.what.kind = "rate_limited";
    return next_provider(failure);
}

model_call::action model_call::next_provider(const call_failure& failure)
{
    if (!may_fail_over(failure) || place_ + 1 == providers_.size())
        return give_up{final_error(failure)};
    ++place_;
    tries_ = 1;
    ++attempts_;
    return fail_over{providers_[place_ - 1]};
}

/// Nothing when it is not worth waiting: @p failure then says why.
std::optional<model_call::pause> model_call::pause_before_retry(call_failure& failure, const circumstances& now) const
{
    const bool asked = failure.retry_after.has_value();
    if (asked && *failure.retry_after > settings_.longest_wait)
    {
        failure.what.message += "; it asks to wait " + format_duration(*failure.retry_after) +
                                ", longer than is waited for (" + format_duration(settings_.longest_wait) + ")";
        failure.what.hint = "try again later, use another provider, or raise limits.retry_wait";
        return std::nullopt;
    }
    pause wait{asked ? with_margin(*failure.retry_after, now.jitter) : backoff(tries_ - 1, now.jitter),
               is_refusal(failure) || is_overload(failure)};
    if (!wait.asked_for && now.time_left && wait.delay >= *now.time_left)
    {
        failure.what.message += "; the task's time is up before it could be tried again";
        return std::nullopt;
    }
    return wait;
}

error model_call::final_error(call_failure failure) const
{
    if (attempts_ > 1)
        failure.what.message += " (" + std::to_string(attempts_) + " attempts)";
    return std::move(failure.what);
}

} // namespace codexflow::gateway
