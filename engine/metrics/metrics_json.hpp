#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/metrics/agent_metrics.hpp"

#include <codexflow/json_writer.hpp>

#include <string>
#include <vector>

namespace codexflow {

/** Reads the members of one agent, those of the original's older shape too. What is not known goes to
 *  @p unknown, if that is given. Errors: invalid_argument with the place. */
result<agent_metrics> read_agent_metrics(const doc::node& from, const std::string& file,
                                         std::vector<doc::member>* unknown = nullptr);

/// Opens no object: writes the members that can be added up; those that are 0 are left out, except the original's.
void write_sums(json_writer& out, const agent_metrics& what);

/// The members that follow from the sums: averages, rates and percentiles.
void write_derived(json_writer& out, const agent_metrics& what);

} // namespace codexflow
