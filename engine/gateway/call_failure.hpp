#pragma once

#include "engine/base/error.hpp"
#include "engine/gateway/quota.hpp"
#include "engine/plugin/operation.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace codexflow::gateway {

/// Why one try of a model call failed, as far as it matters for what to do next.
struct call_failure
{
    error what;          ///< For people; `kind` in it is one of abi.h's.
    int http_status = 0; ///< 0: there was no answer, or it began well.
    std::optional<std::chrono::milliseconds> retry_after; ///< The wait the server asked for.
    std::optional<bool> retryable;                        ///< The server's own word, if it gave one.
    quota left;
};

/// Reads the end of a failed operation. @p who names the provider for messages: "provider 'x'".
call_failure read_failure(const plugin::operation_end& end, std::string_view who);

/** Whether the same request may succeed a moment later (wire rules: transport failures before the answer
 *  began, timeouts, 408, 409, 425, 429 and 5xx but 501). The server's own word goes before the table. */
bool may_retry(const call_failure& failure) noexcept;

/** Whether another provider may succeed where this one failed: yes, unless the fault lies in the request
 *  itself, in its content, or in our own wish to stop. */
bool may_fail_over(const call_failure& failure) noexcept;

/// The provider wants fewer requests (a rate, not a load).
bool is_refusal(const call_failure& failure) noexcept;
/// The provider has more to do than it can.
bool is_overload(const call_failure& failure) noexcept;

} // namespace codexflow::gateway
