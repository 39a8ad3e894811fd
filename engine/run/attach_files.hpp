#pragma once

#include "engine/base/error.hpp"

#include <cstddef>
#include <filesystem>

namespace codexflow {

struct plan;

/** Reads the files that the tasks of @p work name (see files_named_by()) and puts them behind the tasks,
 *  at most @p most bytes of content for each task. A file that cannot be read, is binary, or lies outside
 *  @p folder is named with the reason and fails nothing; planned_task::files says what became of each.
 *  Blocks on the disk. Errors: not_found if there is no such folder. */
result<void> attach_files(plan& work, const std::filesystem::path& folder, std::size_t most);

} // namespace codexflow
