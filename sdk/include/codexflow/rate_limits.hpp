#pragma once

#include <codexflow/detail/rate_limit_headers.hpp>
#include <codexflow/json_writer.hpp>

#include <cstdint>
#include <optional>

/** @file
 *  What is left of a quota, as servers tell it in the headers of their answers. Pure. */
namespace codexflow {

/// Unset: the server did not say.
struct rate_limits
{
    std::optional<std::uint64_t> remaining_requests;
    std::optional<std::int64_t> requests_reset_ms; ///< Until the quota of requests is full again.
    std::optional<std::uint64_t> remaining_tokens;
    std::optional<std::int64_t> tokens_reset_ms;

    bool empty() const noexcept { return !remaining_requests && !remaining_tokens; }

    /// The member "limits" of result and error documents.
    void write(json_writer& out) const
    {
        out.key("limits").begin_object();
        const auto write_one = [&out](std::string_view name, const auto& value) {
            if (value)
                out.member(name, *value);
        };
        write_one("remaining_requests", remaining_requests);
        write_one("requests_reset_ms", requests_reset_ms);
        write_one("remaining_tokens", remaining_tokens);
        write_one("tokens_reset_ms", tokens_reset_ms);
        out.end_object();
    }
};

/** Reads x-ratelimit-{remaining,reset}-{requests,tokens} (OpenAI and those like it: durations such as "6m0s"
 *  or plain seconds) and anthropic-ratelimit-{requests,tokens}-{remaining,reset} (RFC 3339 times).
 *  @param answer anything with header(name) -> std::string_view, such as http_stream.
 *  @param now seconds since 1970, for times.
 *  Negative numbers stand for "unknown" at some servers and are left out. */
template <class Answer> rate_limits read_rate_limits(const Answer& answer, std::int64_t now)
{
    rate_limits found;
    found.remaining_requests = detail::quota_count(answer.header("x-ratelimit-remaining-requests"));
    found.requests_reset_ms = detail::quota_reset_ms(answer.header("x-ratelimit-reset-requests"), now);
    found.remaining_tokens = detail::quota_count(answer.header("x-ratelimit-remaining-tokens"));
    found.tokens_reset_ms = detail::quota_reset_ms(answer.header("x-ratelimit-reset-tokens"), now);
    if (!found.empty())
        return found;
    found.remaining_requests = detail::quota_count(answer.header("anthropic-ratelimit-requests-remaining"));
    found.requests_reset_ms = detail::quota_reset_ms(answer.header("anthropic-ratelimit-requests-reset"), now);
    found.remaining_tokens = detail::quota_count(answer.header("anthropic-ratelimit-tokens-remaining"));
    found.tokens_reset_ms = detail::quota_reset_ms(answer.header("anthropic-ratelimit-tokens-reset"), now);
    return found;
}

} // namespace codexflow
