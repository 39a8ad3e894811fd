#pragma once

#include <cstddef>
#include <string>

namespace codexflow::bench {
struct call_slot;
struct measured_call;
struct measurement;
} // namespace codexflow::bench

namespace codexflow::cli {

/** "[3/6] openai, round 2: 812 ms, first piece after 210 ms, 34 tokens": a call has ended.
 *  @param number from 1, of @p planned; not used for a call of the warm-up. */
std::string bench_progress_line(const bench::call_slot& slot, const bench::measured_call& call,
                                const std::string& provider, std::size_t number, std::size_t planned, bool color);

/// The whole report: table, failures, remarks. @param columns Width of the window, 0 for none.
std::string bench_text(const bench::measurement& all, int columns, bool color);

} // namespace codexflow::cli
