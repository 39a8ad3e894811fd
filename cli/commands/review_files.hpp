#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/run/run.hpp"

namespace codexflow {
class event_listener;
class line_writer;
} // namespace codexflow

namespace codexflow::cli {

/// What the review of files needs; all of it outlives the run.
struct file_review
{
    const run_options& options;
    const std::vector<job>& jobs;
    const context& where;
    line_writer& out;
    line_writer& err; ///< Where it is shown; may be @c out.
    event_listener* view = nullptr;
};

/** Shows what would be written on standard error and asks there, unless the user has said yes or wants to see
 *  it only. For run_outputs::review_files. */
file_reviewer reviewer(const file_review& parts);

/** Before the run: whether its files could be asked about at its end.
 *  Errors: invalid_argument where nobody can be asked and nobody has said yes. */
result<void> check_review(const run_options& options, const context& where);

} // namespace codexflow::cli
