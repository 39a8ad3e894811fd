#pragma once

#include "engine/base/error.hpp"
#include "engine/metrics/metrics_book.hpp"

#include <chrono>
#include <filesystem>
#include <span>
#include <string>

namespace codexflow {

class clock;

/// Where metrics are kept, below the project.
inline constexpr const char* metrics_path = "data/metrics/agents.json";

/** Reads the file. One that is not there is an empty book. Errors: invalid_argument with the place when it cannot
 *  be read or is not of the form. */
result<metrics_book> read_metrics(const std::filesystem::path& file);

/// What became of a merge.
struct metrics_merge
{
    metrics_book book;
    std::string set_aside; ///< Where a file that could not be understood is now; empty if there was none.
    std::size_t too_old = 0; ///< Runs that were not merged: see metrics_book::merge().
};

/** Merges @p runs into @p file, which is replaced in one step while a lock beside it is held: of two processes
 *  one waits for the other, at most @p patience. A file that cannot be understood is renamed, not lost. Folders
 *  are made. Blocks. Errors: invalid_argument with the path; unavailable if the lock was not to be had. */
result<metrics_merge> merge_metrics(const std::filesystem::path& file, std::span<const run_metrics> runs, clock& time,
                                    std::chrono::milliseconds patience = std::chrono::seconds(5));

} // namespace codexflow
