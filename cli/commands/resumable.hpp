#pragma once

#include "cli/arguments.hpp"
#include "engine/record/journal_claim.hpp"
#include "engine/record/journal_reader.hpp"
#include "engine/run/resume_plan.hpp"
#include "engine/run/run_record.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace codexflow::cli {

/// A run that is there and that no other process works at.
struct resumable
{
    std::shared_ptr<journal_claim> claim;
    run_history history;
    run_record record;
    resume_plan plan; ///< Of its tasks.

    /// All tasks are done, and the run was brought to its end.
    bool is_over() const { return plan.nothing_to_do() && history.end.has_value(); }
};

/** The run below @p runs_dir that @p named means (an id, or the start of one), claimed and read. Without a name the
 *  latest one that is not over and that nobody works at; null if there is none.
 *  Errors: not_found for a name that no run has, unavailable for one that is still going on, invalid_argument for
 *  one that cannot be resumed: without a journal of its own or a record of its beginning. */
result<std::unique_ptr<resumable>> find_resumable(const std::filesystem::path& runs_dir,
                                                  const std::optional<std::string>& named);

} // namespace codexflow::cli
