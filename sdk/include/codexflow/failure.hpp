#pragma once

#include <codexflow/abi.h>
#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>
#include <codexflow/rate_limits.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

/** @file
 *  How plugin code says that something went wrong. */
namespace codexflow {

/** Thrown by SDK calls and by plugin code; it never leaves the plugin: the SDK turns it into a status
 *  and an error document, which the engine reports with the task, the attempt and the plugin's id.
 *
 *  @par Example
 *  @code throw failure(CFLOW_E_RATE_LIMITED, "slow down").kind("rate_limited").http_status(429); @endcode */
class failure : public std::runtime_error
{
public:
    failure(cflow_status status, const std::string& message) : std::runtime_error(message), status_(status) {}

    /** What a host call answered with an error: @p text is an error document or a plain message (abi.h).
     *  A plugin that lets it pass reports what the host knew, whole. */
    static failure from_host(cflow_status status, std::string_view text)
    {
        json::document document;
        if (!document.parse(text) || !document.root()["message"].is_string())
            return failure(status, std::string(text));
        const json::value root = document.root();
        failure made(status, std::string(root["message"].string()));
        made.kind_ = root["kind"].string();
        made.phase_ = root["phase"].string();
        made.hint_ = root["hint"].string();
        return made;
    }

    /// One of the names listed at cflow_async_v1.
    failure& kind(std::string_view name)
    {
        kind_ = name;
        return *this;
    }
    /// Which wait or step failed: "connect", "first_byte", ...
    failure& phase(std::string_view name)
    {
        phase_ = name;
        return *this;
    }
    /// What the user can do about it, in one sentence.
    failure& hint(std::string_view sentence)
    {
        hint_ = sentence;
        return *this;
    }
    failure& http_status(int code)
    {
        http_status_ = code;
        return *this;
    }
    /// What the peer asked for, in milliseconds.
    failure& retry_after_ms(std::int64_t delay)
    {
        retry_after_ms_ = delay;
        return *this;
    }
    /// The peer's own word on it; leave unset when it said nothing.
    failure& retryable(bool yes)
    {
        retryable_ = yes;
        return *this;
    }
    /// What the peer said is left of its quota.
    failure& limits(const rate_limits& left)
    {
        limits_ = left;
        return *this;
    }

    cflow_status status() const noexcept { return status_; }
    const std::string& kind() const noexcept { return kind_; }
    const std::string& phase() const noexcept { return phase_; }

    /// The error document of abi.h.
    std::string document() const
    {
        std::string json;
        json_writer out(json);
        const auto text = [&out](std::string_view name, const std::string& value) {
            if (!value.empty())
                out.member(name, value);
        };
        out.begin_object().member("message", what());
        text("kind", kind_);
        text("phase", phase_);
        text("hint", hint_);
        if (http_status_)
            out.member("http_status", *http_status_);
        if (retry_after_ms_)
            out.member("retry_after_ms", *retry_after_ms_);
        if (retryable_)
            out.member("retryable", *retryable_);
        if (!limits_.empty())
            limits_.write(out);
        out.end_object();
        return json;
    }

private:
    cflow_status status_;
    std::string kind_;
    std::string phase_;
    std::string hint_;
    std::optional<int> http_status_;
    std::optional<std::int64_t> retry_after_ms_;
    std::optional<bool> retryable_;
    rate_limits limits_;
};

/// A name for a status, for messages.
inline std::string_view status_name(cflow_status status) noexcept
{
    switch (status)
    {
    case CFLOW_OK: return "ok";
    case CFLOW_WAIT: return "wait";
    case CFLOW_END: return "end";
    case CFLOW_E_CANCELLED: return "cancelled";
    case CFLOW_E_TIMEOUT: return "timed out";
    case CFLOW_E_INVALID: return "invalid";
    case CFLOW_E_UNSUPPORTED: return "not available";
    case CFLOW_E_IO: return "input/output failed";
    case CFLOW_E_EXCEPTION: return "exception in the plugin";
    case CFLOW_E_NOMEM: return "out of memory";
    case CFLOW_E_AUTH: return "not authorised";
    case CFLOW_E_RATE_LIMITED: return "rate limited";
    case CFLOW_E_UNAVAILABLE: return "unavailable";
    case CFLOW_E_PROTOCOL: return "protocol broken";
    case CFLOW_E_TOO_LARGE: return "too large";
    case CFLOW_E_NOT_FOUND: return "not found";
    case CFLOW_E_DENIED: return "denied";
    default: return "failed";
    }
}

/// Throws when a host call failed.
inline void check(cflow_status status, std::string_view what)
{
    if (status < 0)
        throw failure(status, std::string(what) + ": " + std::string(status_name(status)));
}

} // namespace codexflow
