#pragma once

#include "engine/memory/memory_calls.hpp"
#include "engine/memory/memory_entry.hpp"
#include "engine/memory/sharing.hpp"
#include "engine/record/journal_reader.hpp"

#include <string>
#include <vector>

/** @file
 *  What is remembered, for people and for programs. What agents said is foreign text: it cannot move the cursor. */
namespace codexflow::cli {

/// One entry: a line that says whose and when, and its text, indented; @p full: all of it, else its beginning.
std::string entry_text(const memories::memory_entry& entry, bool full);
/// {"entries":[..],"truncated":..,"damaged":..}; entries as the memory kind has them.
std::string entries_json(const std::vector<memories::memory_entry>& entries, const memories::query_end& end);

/// @param columns Of the terminal; 0 clips nothing.
std::string summary_text(const memories::store_summary& all, int columns);
std::string summary_json(const std::string& plugin, const memories::store_summary& all,
                         const std::vector<memories::dangling_name>& dangling);

/// "names in share_with that no agent has: a: x, y; b: z"; "" if there are none.
std::string dangling_text(const std::vector<memories::dangling_name>& dangling);

/// What one task was told of earlier work, and why.
std::string told_text(const run_history& run, const task_history& task, int columns);
std::string told_json(const run_history& run, const task_history& task);

} // namespace codexflow::cli
