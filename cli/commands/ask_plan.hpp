#pragma once

#include "cli/commands/run_plan.hpp"

#include <optional>

namespace codexflow::cli {

/** Shows the plan on standard error and, unless `--yes` was given, asks whether to carry it out: on
 *  standard error, answered on standard input, and only if both are a terminal.
 *  @return nothing when the run is to go on; otherwise the exit code: 0 when somebody said no (or ended the
 *          input), 65 when there was nobody to ask. */
std::optional<int> ask_about(const planned_run& planned, const run_options& options, const context& where);

} // namespace codexflow::cli
