#pragma once

#include "engine/record/event.hpp"
#include "engine/run/run.hpp"
#include "engine/workspace/file_proposal.hpp"

#include <string>

/** @file
 *  Files that answers hold, as text. Whole lines; what models wrote is shown without control characters. */
namespace codexflow::cli {

/** A line for each file: what would become of it, its size, whose it is; then what would be left out and why.
 *  @param diffs Also how each would change. */
std::string proposal_text(const workspace::file_proposal& what, const std::vector<job>& jobs, bool diffs);

/// What became of them, a line each, and the sum.
std::string applied_text(const event::files_applied& what);

} // namespace codexflow::cli
