#pragma once

#include "engine/record/journal_reader.hpp"

#include <filesystem>
#include <string>

namespace codexflow::cli {

/** What a journal tells, for people: the verdict, a table of the tasks, what failed and why, and
 *  whatever is wrong with the journal itself.
 *  @param columns Width of the window, 0 for none. */
std::string history_text(const run_history& run, const std::filesystem::path& file, int columns, bool color);

/// The same for programs: one JSON document with a line end.
std::string history_json(const run_history& run, const std::filesystem::path& file);

} // namespace codexflow::cli
