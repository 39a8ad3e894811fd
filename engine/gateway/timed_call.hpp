#pragma once

#include "engine/base/error.hpp"
#include "engine/gateway/call_meter.hpp"
#include "engine/gateway/model.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace codexflow {
class cancel_source;
class clock;
} // namespace codexflow

namespace codexflow::gateway {

class model_gateway;

/// One model call and how long it took.
struct timed_answer : call_times
{
    result<reply_ptr> reply = error(errc::internal, "no answer");
    std::size_t pieces = 0;
    std::size_t bytes = 0;             ///< Of text and reasoning.
    std::string text;                  ///< The answer, as far as timed_text_limit; foreign: mask it.
    std::vector<std::string> warnings; ///< "code: message"; foreign.
};

inline constexpr std::size_t timed_text_limit = std::size_t{64} << 10;

/** Makes one call through the gateway and measures it: for commands that try a provider. The references
 *  must stay valid until the await completes. Cancelled by a deadline, the error is deadline_exceeded. */
boost::asio::awaitable<timed_answer> timed_call(model_gateway& models, clock& time, std::vector<std::size_t> providers,
                                                const model_request& request, const task_ref& who,
                                                cancel_source& cancel);

} // namespace codexflow::gateway
