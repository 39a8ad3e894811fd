#pragma once

#include "engine/bench/bench_schedule.hpp"
#include "engine/bench/measurement.hpp"
#include "engine/gateway/price.hpp"

#include <functional>
#include <string>

namespace codexflow::gateway {
struct timed_answer;
}

namespace codexflow::bench {

/// What a call is measured by, beside its answer.
struct measure_context
{
    const subject& who;
    const gateway::price_table& prices;
    bool streamed = true;
    std::function<std::string(std::string)> mask; ///< Replaces every secret of a text.
};

/** From an answer to a row. A reply that is no answer (nothing said, refused, filtered) is a failure, as it
 *  is in a run. Pure.
 *  @param started_us since the bench began. */
measured_call measure(const call_slot& slot, std::int64_t started_us, gateway::timed_answer answer,
                      const measure_context& context);

} // namespace codexflow::bench
