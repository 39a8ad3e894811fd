#pragma once

#include <codexflow/json_writer.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace codexflow::cli {

/// What runs have left in the project so far.
struct load_summary
{
    std::size_t journals = 0, tasks = 0; ///< Runs, and folders of tasks.
    std::uint64_t run_bytes = 0;
    std::uint64_t log_bytes = 0;
    std::size_t memories = 0; ///< Files of them.
    std::uint64_t memory_bytes = 0;
    std::vector<std::pair<std::string, std::uint64_t>> failures; ///< By code, the most frequent first.

    bool any() const noexcept { return journals + tasks + memories != 0 || log_bytes != 0 || !failures.empty(); }
};

/// Looks at .runs and data below the current folder; what cannot be read counts as nothing.
load_summary summarize_project();

/// A line for each kind; nothing if there is nothing.
std::string summary_text(const load_summary& what);

/// The members "runs", "logs", "memory" and "failures" of an object.
void write_summary(json_writer& out, const load_summary& what);

} // namespace codexflow::cli
