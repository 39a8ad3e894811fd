#pragma once

#include "engine/base/error.hpp"
#include "engine/registry/agent.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What is odd about the rules that agents are routed by. Pure. */
namespace codexflow {

enum class rule_fault : std::uint8_t
{
    bad,        ///< Its router cannot use it.
    impossible, ///< Nothing can ever fit it.
    dangling,   ///< It leads to an agent that does not exist.
    shadowed,   ///< Another rule of the same agent fits whenever it does.
    ambiguous,  ///< The same rule speaks for several agents alike.
};

/// "bad", "impossible", ...
std::string_view to_string(rule_fault fault) noexcept;
/// Whether it is wrong for certain; the others may be meant.
constexpr bool is_wrong(rule_fault fault) noexcept { return fault <= rule_fault::dangling; }

struct rule_finding
{
    rule_fault fault = rule_fault::bad;
    std::string agent, kind, pattern; ///< Of the rule; the kind as in route_evidence.
    std::string message;
    location where;
};

/** Looks at all rules of @p agents by themselves and beside each other: repeated and covered rules of one
 *  agent, rules nothing fits, the same rule of several agents. By file, line and agent. */
std::vector<rule_finding> lint_rules(const std::vector<std::shared_ptr<const agent>>& agents);

/// Sorts findings by place, then agent, kind, pattern and message; each once.
void sort_findings(std::vector<rule_finding>& findings);

} // namespace codexflow
