#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"

namespace codexflow {
class clock;
}

namespace codexflow::cli {

/** Goes on with a run that was interrupted or has failed: the one that --resume names, or the latest one of which a
 *  task is left. Nothing is asked for on the command line: all that is needed lies in the run's folder.
 *  @return the exit code: that of the run; 0 when nothing is left to do; 65 when it cannot be resumed, or is not what
 *          it was when it began and --force was not given. */
int resume_run(const run_options& asked, const context& where, clock& time);

} // namespace codexflow::cli
