#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What resuming a run needs beside its journal: <runs_dir>/<run_id>/run.json, readable by its owner only. Written
 *  before the first task; pure, but for read_run_record(). */
namespace codexflow {

/// One thing that makes a run what it is. Compared by digest: what is shown may be masked, or be cut.
struct basis_item
{
    std::string path;   ///< "tasks.reviewer-1.text", "config.providers.local.model"
    std::string shown;  ///< A value for people, to be redacted before it is written, which cuts it; may be empty.
    std::string digest; ///< Of the value as it is.
};

struct run_record
{
    std::string run_id;
    std::string source;     ///< Where the work came from.
    doc::node invocation{}; ///< Of the command line; whoever wrote it reads it.
    doc::node work{};       ///< The tasks, where they cannot be read again: a list, as planned_work() makes it.
    std::string git_base{}; ///< The commit that work trees begin with; empty: there are none.
    std::vector<basis_item> basis{};
};

/// As JSON, one line.
std::string write_run_record(const run_record& record);

/// Errors: not_found if there is no such file, invalid_argument if it is none of ours.
result<run_record> read_run_record(const std::filesystem::path& file);

/// The name of the file in a run's folder.
inline constexpr const char* run_record_name = "run.json";

/** What of @p now differs from @p before, a sentence each, in the order of @p now; things that are only in one of
 *  them are told, too. */
std::vector<std::string> differences(const std::vector<basis_item>& before, const std::vector<basis_item>& now);

} // namespace codexflow
