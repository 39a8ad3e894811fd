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

namespace detail {

/// What the headers and the first part of the body of a failed answer tell.
inline failure http_failure(operation& op, const http_stream& stream, const std::string& what,
                            const std::string& body)
{
    server_error error = read_server_error(body, stream.status());
    if (stream.status() >= 300 && stream.status() < 400)
        error.message = "redirected to " + std::string(stream.header("location")) + ", which is not followed";
    failure result = to_failure(what, error);
    std::int64_t now = 0;
    if (const auto date = parse_http_date(stream.header("date")))
        now = *date; // the server's own clock is the one its dates are meant by
    else if (const auto* clock = static_cast<const cflow_clock_v1*>(
                 op.host()->get_service(op.host(), to_abi(CFLOW_SERVICE_CLOCK))))
        now = clock->unix_us(op.host()) / 1'000'000;
    if (const auto delay = retry_delay_ms(stream.header("retry-after-ms"), stream.header("retry-after"), now))
        result.retry_after_ms(*delay);
    const std::string_view word = stream.header("x-should-retry");
    if (word == "true" || word == "false")
        result.retryable(word == "true");
    return result;
}

} // namespace detail

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
