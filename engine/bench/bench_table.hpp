#pragma once

#include "engine/bench/measurement.hpp"

#include <string>
#include <vector>

/** @file
 *  What is said of a bench to people, as cells and sentences: the terminal and the Markdown page show the
 *  same. Times are milliseconds, sums are US dollars, "?" is unknown. */
namespace codexflow::bench {

std::vector<std::string> table_headings();

/// A row for each provider, as many cells as there are headings. "≥" stands before a sum of which some calls
/// are missing.
std::vector<std::vector<std::string>> table_rows(const measurement& all);

/// What failed: a line for each provider with failures, with the first of them.
std::vector<std::string> failure_lines(const measurement& all);

/// What must be known to read the table: one sentence each, without a full stop.
std::vector<std::string> remarks(const measurement& all);

/// "812", "8.1", "0.412": milliseconds, of shorter times more digits.
std::string milliseconds_text(double us);

/// "0.0123", "0.000042": US dollars.
std::string cost_text(double dollars);

} // namespace codexflow::bench
