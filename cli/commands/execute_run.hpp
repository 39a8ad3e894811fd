#pragma once

#include "cli/commands/run_plan.hpp"

namespace codexflow::cli {

/** Executes a planned run and shows it as @p options say.
 *  @return the exit code. */
int execute_and_show(const run_options& options, planned_run& planned, const context& where, clock& time);

} // namespace codexflow::cli
