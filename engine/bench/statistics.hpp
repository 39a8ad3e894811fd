#pragma once

#include "engine/bench/measurement.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::bench {

/** How values lie, microseconds. A percentile is by nearest rank: the smallest value that is at least as
 *  large as that share of all of them. So it is always one that was measured, never one in between; with
 *  fewer than 10 values p90, and with fewer than 100 p99, is the largest of them. */
struct spread
{
    std::size_t count = 0;
    std::int64_t min = 0, max = 0;
    double mean = 0;
    std::int64_t p50 = 0, p90 = 0, p99 = 0;
};

/// Nothing for no values.
std::optional<spread> spread_of(std::vector<std::int64_t> values);

/// What the calls of one provider come to.
struct summary
{
    std::size_t calls = 0;
    std::size_t ok = 0;
    std::uint64_t attempts = 0;  ///< Requests; more than calls when some were repeated.
    std::optional<spread> total; ///< Of the calls that succeeded, as all that follows.
    std::optional<spread> first;
    std::size_t counted = 0; ///< Calls whose tokens are known.
    std::uint64_t tokens_in = 0, tokens_out = 0;     ///< Of those.
    std::optional<double> tokens_per_second; ///< Output tokens for a second of those calls.
    std::size_t priced = 0; ///< Calls whose cost is known.
    double cost = 0;        ///< Of those, US dollars.
    const measured_call* typical = nullptr;       ///< The one whose total is p50; without success the failed one.
    const measured_call* first_failure = nullptr;
};

/// Of the provider number @p subject. The pointers are into @p all.
summary summarize(const measurement& all, std::size_t subject);

/// The smallest number of calls that any provider of @p all succeeded with, of those that did; 0: none.
std::size_t fewest_successes(const measurement& all);

/// What the percentiles of so few values are: "" when there are 100 and more.
std::string percentile_note(std::size_t fewest);

} // namespace codexflow::bench
