#pragma once

#include "engine/metrics/task_measures.hpp"
#include "engine/record/journal_reader.hpp"
#include "engine/record/run_details.hpp"

#include <filesystem>
#include <string>

namespace codexflow::cli {

/// What is known of a run beside its history; borrowed.
struct history_extras
{
    const run_details* details = nullptr; ///< Null: nothing more is told.
    token_pricing price{};                ///< Empty: no costs are told.
};

/** What a journal tells, for people: the verdict, a table of the tasks, below each what it did on the way, what
 *  failed and why, and whatever is wrong with the journal itself.
 *  @param columns Width of the window, 0 for none. */
std::string history_text(const run_history& run, const std::filesystem::path& file, int columns, bool color,
                         const history_extras& more = {});

/// The same for programs: one JSON document with a line end.
std::string history_json(const run_history& run, const std::filesystem::path& file, const history_extras& more = {});

} // namespace codexflow::cli
