#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/bench/bench_schedule.hpp"
#include "engine/bench/measurement.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace codexflow {
class model_session;
namespace gateway {
class price_table;
}
} // namespace codexflow

namespace codexflow::bench {

/// Who is asked what.
struct bench_request
{
    std::string prompt;
    bench_settings settings;
    std::vector<subject> subjects;
    std::vector<std::size_t> providers; ///< Of each subject: its number in the session.
    std::chrono::milliseconds limit{0}; ///< Of each call; 0: none.
};

/// Is told of each call that has ended, also of the warm-up.
using call_listener = std::function<void(const call_slot&, const measured_call&)>;

struct bench_end
{
    measurement measured;
    cancel_reason stopped = cancel_reason::none; ///< What a signal did.
};

/** Makes all calls, each through the model gateway, and measures them. Blocks until the last has ended, or
 *  soon after a signal: calls that were under way then are not counted. */
bench_end run_bench(model_session& models, const bench_request& request, const gateway::price_table& prices,
                    const call_listener& listener);

} // namespace codexflow::bench
