#pragma once

#include <codexflow/http.hpp>
#include <codexflow/server_error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/** @file
 *  From an HTTP answer that is none to the failure that says why. */
namespace codexflow {

/// The server's own name for a call, for its support; empty when it gave none.
inline std::string_view request_id(const http_stream& stream) noexcept
{
    const std::string_view id = stream.header("x-request-id");
    return id.empty() ? stream.header("request-id") : id;
}

namespace detail {

/// Seconds since 1970 by the server's own clock, which its dates are meant by, else by the host's.
inline std::int64_t answer_time(const operation& op, const http_stream& stream)
{
    if (const auto date = parse_http_date(stream.header("date")))
        return *date;
    const auto* clock =
        static_cast<const cflow_clock_v1*>(op.host()->get_service(op.host(), to_abi(CFLOW_SERVICE_CLOCK)));
    return clock == nullptr ? 0 : clock->unix_us(op.host()) / 1'000'000;
}

/// What the headers and the first part of the body of a failed answer tell.
inline failure http_failure(operation& op, const http_stream& stream, const std::string& what,
                            const std::string& body)
{
    server_error error = read_server_error(body, stream.status());
    const bool redirected = stream.status() >= 300 && stream.status() < 400;
    if (redirected)
        error.message = "redirected to " + std::string(stream.header("location")) +
                        ", which is not followed: the request would become another";
    if (const std::string_view id = request_id(stream); !id.empty())
        error.message += " (request id " + utf8::clean(id) + ")";
    failure result = to_failure(what, error);
    if (redirected)
        result.kind("redirect").hint("set base_url to where the service is now");
    const std::int64_t now = answer_time(op, stream);
    result.limits(codexflow::read_rate_limits(stream, now));
    if (const auto delay = retry_delay_ms(stream.header("retry-after-ms"), stream.header("retry-after"), now))
        result.retry_after_ms(*delay);
    const std::string_view word = stream.header("x-should-retry");
    if (word == "true" || word == "false")
        result.retryable(word == "true");
    return result;
}

} // namespace detail

/// What @p stream's answer says of the quota left.
inline rate_limits limits_of(const operation& op, const http_stream& stream)
{
    return read_rate_limits(stream, detail::answer_time(op, stream));
}

/** Throws the failure that @p stream's answer stands for, unless its status is 200 to 299 and it is no
 *  web page. Reads at most 64 KiB of the body for it.
 *  @param what the call in words ("POST https://..."); it begins the message. Must stay valid, as all
 *         the arguments must, until the task completes. */
inline task<void> require_success(operation& op, http_stream& stream, const std::string& what)
{
    constexpr std::size_t longest_report = 64 * 1024;
    const bool page = detail::lower(stream.header("content-type")).starts_with("text/html");
    if (stream.status() >= 200 && stream.status() < 300 && !page)
        co_return;
    std::string body;
    try
    {
        body = co_await stream.read_all(longest_report);
    }
    catch (const failure& f)
    {
        if (f.status() == CFLOW_E_CANCELLED)
            throw;
        // The status is known and says more than the loss of the text behind it.
    }
    if (stream.status() < 300)
        throw failure(CFLOW_E_PROTOCOL,
                      what + ": a web page came instead of an answer: " + detail::first_words(body))
            .kind("protocol");
    throw detail::http_failure(op, stream, what, body);
}

} // namespace codexflow
