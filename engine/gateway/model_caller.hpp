#pragma once

#include "engine/plugin/operation.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::gateway {

/// A try failed and will be repeated.
struct retry_notice
{
    std::string provider;
    unsigned attempt = 1; ///< The one that failed, from 1.
    std::string attempt_id;
    std::chrono::milliseconds delay{0};
    int http_status = 0;    ///< 0: there was no answer, or it began well.
    std::string reason;     ///< A kind of abi.h: "rate_limited".
    std::string message;
};

/// Another provider is asked from here on.
struct failover_notice
{
    std::string from, to;
    std::string reason; ///< A kind of abi.h.
    std::string message;
};

/** Who makes a model call: takes the pieces of the answer and is told what the call goes through. Engine
 *  thread; outlives the call. */
class model_caller : public plugin::chunk_consumer
{
public:
    virtual void on_retry(const retry_notice& notice) = 0;
    virtual void on_failover(const failover_notice& notice) = 0;
    /// The answer came, but not quite as it should. @p code is for programs: "context_truncated".
    virtual void on_warning(std::string_view provider, std::string_view code, std::string_view message) = 0;
    /// The call begins (or ends) to wait because the provider wants fewer requests. That is not the
    /// caller's time.
    virtual void on_hold(bool waiting) = 0;
    /// What is left of the caller's time; nothing: it has no limit.
    virtual std::optional<std::chrono::milliseconds> time_left() = 0;

protected:
    ~model_caller() = default;
};

} // namespace codexflow::gateway
