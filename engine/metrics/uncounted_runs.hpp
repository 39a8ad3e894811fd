#pragma once

#include "engine/base/error.hpp"
#include "engine/metrics/metrics_book.hpp"
#include "engine/metrics/task_measures.hpp"

#include <filesystem>
#include <vector>

namespace codexflow {

/** What the runs below @p runs_dir come to that @p book does not know and that nobody is writing any more: their
 *  processes died before they could count them. Reads their journals; those that cannot be read are passed over,
 *  for they say nothing. Errors: as workspace::runs_folder. */
result<std::vector<run_metrics>> uncounted_runs(const std::filesystem::path& runs_dir, const metrics_book& book,
                                                const token_pricing& price);

} // namespace codexflow
