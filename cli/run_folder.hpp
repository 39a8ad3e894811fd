#pragma once

#include "engine/base/error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::cli {

/** The journal that @p named means: a journal, a folder that holds one, the id of a run below
 *  @p runs_dir, or the start of one such id; nothing means the latest run.
 *  Errors: not_found with the nearest id, invalid_argument when several runs begin like that. */
result<std::filesystem::path> find_journal(const std::filesystem::path& runs_dir,
                                           const std::optional<std::string>& named);

/// The journals of the runs below @p runs_dir, the oldest first.
std::vector<std::filesystem::path> journals_in(const std::filesystem::path& runs_dir);

} // namespace codexflow::cli
