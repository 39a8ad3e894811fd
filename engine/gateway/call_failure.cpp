#include "engine/gateway/call_failure.hpp"

#include "engine/gateway/model_json.hpp"
#include "engine/plugin/status.hpp"

#include <codexflow/json.hpp>

#include <algorithm>
#include <array>

namespace codexflow::gateway {
namespace {

constexpr std::array<std::string_view, 7> passing{"rate_limited", "overloaded", "server",   "connect",
                                                  "timeout",      "truncated",  "upstream_closed"};
constexpr std::array<std::string_view, 3> of_the_request{"invalid_request", "content_filter", "interrupted"};

template <std::size_t N> bool is_one_of(std::string_view kind, const std::array<std::string_view, N>& names) noexcept
{
    return std::find(names.begin(), names.end(), kind) != names.end();
}

} // namespace

call_failure read_failure(const plugin::operation_end& end, std::string_view who)
{
    call_failure failure;
    failure.what = plugin::error_of(end.status, end.text, who);
    json::document document;
    if (!document.parse(end.text) || !document.root().is_object())
        return failure;
    const json::value root = document.root();
    failure.http_status = static_cast<int>(root["http_status"].as_int64().value_or(0));
    if (const auto wait = root["retry_after_ms"].as_int64(); wait && *wait >= 0)
        failure.retry_after = std::chrono::milliseconds(*wait);
    failure.retryable = root["retryable"].as_bool();
    failure.left = read_quota(root["limits"]);
    return failure;
}

bool may_retry(const call_failure& failure) noexcept
{
    // A time limit of the whole task, a cancellation and a plugin's fault are not the server's to overrule.
    if (failure.what.code == errc::cancelled || failure.what.code == errc::plugin_misbehaved ||
        failure.what.phase == "total" || failure.what.phase == "no_progress")
        return false;
    if (failure.retryable)
        return *failure.retryable;
    if (!failure.what.kind.empty())
        return is_one_of(failure.what.kind, passing);
    return failure.what.code == errc::unavailable || failure.what.code == errc::rate_limited ||
           failure.what.code == errc::deadline_exceeded;
}

bool may_fail_over(const call_failure& failure) noexcept
{
    return failure.what.code != errc::cancelled && failure.what.phase != "total" &&
           !is_one_of(failure.what.kind, of_the_request);
}

bool is_refusal(const call_failure& failure) noexcept { return failure.what.kind == "rate_limited"; }

bool is_overload(const call_failure& failure) noexcept { return failure.what.kind == "overloaded"; }

} // namespace codexflow::gateway
