#pragma once

#include "engine/bench/measurement.hpp"

#include <string>

/** @file
 *  A bench as text for programs and for pages; docs/reference/bench.md describes them. Each ends in a line
 *  end. What is unknown is null, an empty cell or "?", never 0. */
namespace codexflow::bench {

/// One JSON document: the members of the original's reports under their old names, and more.
std::string report_json(const measurement& all);

/// A line for each call under a heading, cells quoted as RFC 4180 says.
std::string report_csv(const measurement& all);

/// A table with a line for each provider.
std::string report_markdown(const measurement& all);

} // namespace codexflow::bench
