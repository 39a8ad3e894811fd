#pragma once

#include "plugins/rules/rule.hpp"

#include <string>
#include <string_view>

namespace codexflow::rules {

/** Reads rules: a mapping {rules: [..], opaque?: deny|ask}, or the list alone. The examples of each rule are
 *  held against it. Throws failure(CFLOW_E_INVALID) for the first fault: "FILE:line:column: what", or
 *  "rules[2].argv: what" when @p file is empty. */
rule_set read_rules(std::string_view yaml, const std::string& file);

/// From the component's settings: `file` or `rules`, and `opaque`. Throws failure.
rule_set rules_of(std::string_view settings_json);

} // namespace codexflow::rules
