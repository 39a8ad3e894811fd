#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/record/event.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace codexflow {

/// What a run's end is decided from.
struct run_tally
{
    std::size_t tasks = 0;
    std::size_t ok = 0;
    std::size_t cancelled = 0;
    std::vector<errc> failures; ///< One per failed task.
    cancel_reason stopped = cancel_reason::none;
    std::size_t files_left_out = 0; ///< Files of answers that were to be written and could not be.
    std::size_t not_remembered = 0; ///< Tasks that were to be remembered and are not.
    std::string bug; ///< An exception that reached the top; empty when there was none.
    token_usage usage;
};

/// Of a process that was stopped for this: 130, 143 or 129 after a signal, 124 for a time limit, else 1.
int exit_code(cancel_reason reason) noexcept;

/** The last event of a run. Exit code: 70 for a bug of ours; 130, 143 or 129 after a signal; 0 when every
 *  task succeeded, its files were written and it is remembered; the code of their common cause when no task succeeded and all failed for the same one
 *  (69, 75, 77, 124); else 1. */
event::run_complete decide_verdict(const run_tally& tally, std::int64_t ms);

} // namespace codexflow
