#pragma once

#include <codexflow/detail/http_date.hpp>
#include <codexflow/failure.hpp>
#include <codexflow/json.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/** @file
 *  What model servers say when something is wrong, in all the shapes they say it, and what that means.
 *  Pure; for providers that speak HTTP. */
namespace codexflow {

/// A server's own report of a failure.
struct server_error
{
    std::string message;
    std::string type; ///< "invalid_request_error", ...; may be empty.
    std::string code; ///< "context_length_exceeded", "400", ...; may be empty.
    int status = 0;   ///< The HTTP status of the answer; 0 when the report came inside a good answer.
    int reported = 0; ///< A status that the report itself names (400 to 599); 0 when it names none.
};

namespace detail {

inline std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

template <class... Words> bool mentions(const std::string& text, Words... words)
{
    return ((text.find(words) != std::string::npos) || ...);
}

/// A text body as one short line: markup of a proxy's error page left out, blanks joined.
inline std::string first_words(std::string_view text, std::size_t limit = 300)
{
    std::string line;
    bool blank = false;
    bool markup = false;
    for (const char c : text)
    {
        markup = markup || c == '<';
        if (markup || static_cast<unsigned char>(c) <= ' ')
        {
            blank = true;
            markup = markup && c != '>';
            continue;
        }
        if (blank && !line.empty())
            line += ' ';
        blank = false;
        line += c;
        if (line.size() >= limit)
            break;
    }
    return utf8::clean(line);
}

/// A string's text, any other scalar as it was written, nothing for null.
inline std::string scalar(const json::value& value)
{
    if (value.is_string())
        return utf8::clean(value.string());
    return value.is_null() || value.is_object() || value.is_array() ? std::string()
                                                                    : std::string(value.raw());
}

} // namespace detail

/** Whether @p document reports a failure instead of an answer: a member `error` that is not null, or
 *  the flat form {"object":"error","message":..} of vLLM. */
inline bool reports_error(const json::value& document)
{
    const json::value error = document["error"];
    const bool nothing =
        !error.exists() || error.is_null() || error.as_bool() == false || error.raw() == "\"\"";
    return !nothing || document["object"].string() == "error";
}

/** Reads a report that has been parsed. Known shapes: {"error":{"message","type","code"}}, {"error":"text"},
 *  {"detail":..}, {"message":..}.
 *  @param status the HTTP status, or 0 for a report inside an answer that began well. */
inline server_error read_server_error(const json::value& document, int status)
{
    server_error result;
    const json::value error = document["error"].is_object() ? document["error"] : document;
    for (const json::value text :
         {error["message"], document["error"], document["detail"], document["message"]})
    {
        if (result.message.empty() && text.is_string())
            result.message = utf8::clean(text.string());
    }
    if (result.message.empty())
        result.message = detail::first_words(document.raw());
    result.type = detail::scalar(error["type"]);
    result.code = detail::scalar(error["code"]);
    result.status = status;
    for (const json::value own : {error["status_code"], error["code"]})
    {
        const std::int64_t number = own.as_int64().value_or(0);
        if (result.reported == 0 && number >= 400 && number < 600)
            result.reported = static_cast<int>(number);
    }
    return result;
}

/// Reads the body of a failed answer: as JSON whatever its label says, else its first words.
inline server_error read_server_error(std::string_view body, int status)
{
    json::document document;
    if (document.parse(body) && (document.root().is_object() || document.root().is_string()))
    {
        if (document.root().is_object())
            return read_server_error(document.root(), status);
        body = document.root().string();
    }
    server_error result;
    result.message = detail::first_words(body);
    result.status = status;
    return result;
}

/** Sorts a report: one of the names of error documents (see cflow_async_v1). Whether to try again
 *  follows from the name. What nothing is known about counts as a failing server. */
inline std::string_view error_kind(const server_error& error)
{
    const std::string names = detail::lower(error.type + ' ' + error.code);
    const std::string text = detail::lower(error.message);
    const int status = error.status != 0 ? error.status : error.reported;
    const bool unclear = status == 0;
    const bool about_context = detail::mentions(text, "context length", "context size", "context window") &&
                               detail::mentions(text, "exceed", "maximum", "too long", "longer", "larger");
    if (status == 402 ||
        detail::mentions(names, "insufficient_quota", "billing", "insufficient_credits", "payment") ||
        detail::mentions(text, "credit balance is too low"))
        return "quota";
    if (detail::mentions(names, "context_length_exceeded", "exceed_context_size", "context_window") ||
        ((unclear || status == 400 || status == 413 || status == 422) &&
         (about_context || detail::mentions(text, "prompt is too long"))))
        return "context_overflow";
    if (detail::mentions(names, "content_filter", "content_policy"))
        return "content_filter";
    if (status == 401 || status == 403 ||
        detail::mentions(names, "invalid_api_key", "authentication", "permission") ||
        (status == 400 &&
         detail::mentions(text, "incorrect api key", "invalid api key", "api key not valid")))
        return "auth";
    if (detail::mentions(names, "model_not_found") ||
        ((unclear || status == 400 || status == 404) && detail::mentions(text, "model") &&
         (detail::mentions(text, "not found", "does not exist") || detail::mentions(names, "not_found_error"))))
        return "model_not_found";
    if (status == 429 || detail::mentions(names, "rate_limit", "ratelimit", "slow_down", "too_many_requests"))
        return "rate_limited";
    if (status == 503 || status == 529 || detail::mentions(names, "overloaded", "unavailable"))
        return "overloaded";
    if (status == 408 || (unclear && detail::mentions(names, "timeout")))
        return "timeout";
    if (status == 409 || status == 425)
        return "server"; // passing conditions
    if ((status >= 300 && status < 500) || status == 501 ||
        (unclear && detail::mentions(names, "invalid_request")))
        return "invalid_request";
    return "server";
}

/// The status that goes with an error kind.
inline cflow_status error_status(std::string_view kind) noexcept
{
    if (kind == "auth")
        return CFLOW_E_AUTH;
    if (kind == "rate_limited")
        return CFLOW_E_RATE_LIMITED;
    if (kind == "model_not_found")
        return CFLOW_E_NOT_FOUND;
    if (kind == "invalid_request" || kind == "context_overflow")
        return CFLOW_E_INVALID;
    if (kind == "timeout")
        return CFLOW_E_TIMEOUT;
    if (kind == "quota" || kind == "content_filter")
        return CFLOW_E_DENIED;
    if (kind == "truncated" || kind == "protocol" || kind == "interrupted")
        return CFLOW_E_PROTOCOL;
    return CFLOW_E_UNAVAILABLE; // connect, tls, overloaded, server
}

/** How long the server asked to wait, in milliseconds; nothing when it asked for nothing that makes
 *  sense (a negative number, a past date, "soon").
 *  @param retry_after_ms,retry_after the headers of these names; the first goes before the second.
 *  @param now seconds since 1970, for a date in @p retry_after. */
inline std::optional<std::int64_t> retry_delay_ms(std::string_view retry_after_ms,
                                                  std::string_view retry_after, std::int64_t now)
{
    constexpr double longest = 1e12; // 30 years; beyond it arithmetic on the value could overflow
    const auto number = [](std::string_view text, double scale) -> std::optional<std::int64_t> {
        const std::optional<double> value = json::detail::to_double(text);
        if (!value || !(*value >= 0) || *value * scale > longest ||
            text.find_first_not_of("0123456789.") != std::string_view::npos)
            return std::nullopt;
        return static_cast<std::int64_t>(std::ceil(*value * scale));
    };
    if (const auto delay = number(retry_after_ms, 1))
        return delay;
    if (const auto delay = number(retry_after, 1000))
        return delay;
    const std::optional<std::int64_t> date = detail::parse_http_date(retry_after);
    if (!date || *date < now)
        return std::nullopt;
    return (*date - now) * 1000;
}

/// The failure to throw for @p error: "<what>: HTTP 429: <the server's words>", or for a report inside
/// an answer "<what>: the server broke off: <its words>".
inline failure to_failure(std::string_view what, const server_error& error)
{
    const std::string_view kind = error_kind(error);
    std::string message(what);
    message += error.status != 0 ? ": HTTP " + std::to_string(error.status) : ": the server broke off";
    if (!error.message.empty())
        message += ": " + error.message;
    failure result(error_status(kind), message);
    result.kind(kind);
    if (error.status != 0)
        result.http_status(error.status);
    return result;
}

} // namespace codexflow
