#pragma once

#include <string>

namespace codexflow {
struct run_request;
}

/** @file
 *  What a run is going to do, for --plan and --dry-run. Pure. */
namespace codexflow::cli {

/** The tasks as a table and, as the last line and without a line end, how many there are.
 *  @param columns Width of the window, 0 for none. */
std::string plan_text(const run_request& request, int columns);

/// The same as one JSON document, with all that models would be told but the contents of files.
std::string plan_json(const run_request& request);

} // namespace codexflow::cli
