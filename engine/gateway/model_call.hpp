#pragma once

#include "engine/gateway/call_failure.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace codexflow::gateway {

/// How often and how long a call may be tried.
struct retry_settings
{
    unsigned retries = 2;                            ///< Per provider, beside the first try.
    std::chrono::milliseconds longest_wait{60'000}; ///< A server that asks for more is not waited for.
};

/** Decides how one model call goes on: which provider, which try, how long to wait, when to give up. The
 *  only retry loop of the program, as a state machine: pure, told what happened, answers what to do. It
 *  begins with a try of provider(). */
class model_call
{
public:
    /// Wait, then ask provider() again.
    struct pause
    {
        std::chrono::milliseconds delay;
        bool asked_for; ///< By the server: the wait is not the task's fault.
    };
    /// Ask provider(), which is another one now.
    struct fail_over
    {
        std::size_t from;
    };
    struct give_up
    {
        error why;
    };
    using action = std::variant<pause, fail_over, give_up>;

    /// How things stand when a try has failed.
    struct circumstances
    {
        bool delivered = false; ///< A piece of the answer was passed on: it cannot be taken back.
        std::optional<std::chrono::milliseconds> time_left; ///< Of the task.
        double jitter = 0;                                  ///< From [0, 1).
    };

    /// @param providers in the order of preference; at least one.
    model_call(std::vector<std::size_t> providers, const retry_settings& settings);

    std::size_t provider() const noexcept { return providers_[place_]; }
    /// Of this provider, from 1.
    unsigned try_number() const noexcept { return tries_; }
    /// Of the whole call, from 1.
    unsigned attempt_number() const noexcept { return attempts_; }
    /// A piece of an answer came from a provider that was not the first.
    bool switched() const noexcept { return place_ != 0; }

    /// The try failed. After any answer but @c give_up, the numbers are those of the next try.
    action on_failure(call_failure failure, const circumstances& now);
    /// The provider is not to be asked for so long that it is not worth waiting: no request was sent.
    action on_closed(error why);

private:
    action next_provider(const call_failure& failure);
    std::optional<pause> pause_before_retry(call_failure& failure, const circumstances& now) const;
    error final_error(call_failure failure) const;

    const std::vector<std::size_t> providers_;
    const retry_settings settings_;
    std::size_t place_ = 0;
    unsigned tries_ = 1;
    unsigned attempts_ = 1;
};

} // namespace codexflow::gateway
