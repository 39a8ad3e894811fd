#pragma once

#include "engine/registry/tool_policy.hpp"

#include <span>
#include <string>
#include <string_view>

/** @file
 *  What tools are called: agent files speak of Claude's tools, models and policies of ours. The only table
 *  of the names; whoever compares them maps first. */
namespace codexflow {

struct tool_alias
{
    std::string_view foreign; ///< As agent files write it.
    std::string_view ours;
};

/// All known aliases, in the order of their foreign names.
std::span<const tool_alias> tool_aliases() noexcept;

/** Our name of the tool that an agent file calls @p written. Exact: "bash" and "BASH" are not "Bash", and
 *  letters that only look alike are others. A name without an alias stays as it is (ours, mcp__server__tool,
 *  what nobody knows), and so does one with conditions, "Bash(git:*)": as permission, it is none for all of
 *  the tool. */
std::string_view tool_name(std::string_view written) noexcept;

/** The same for what is forbidden: conditions are left away, so that a part that is forbidden forbids the
 *  whole tool rather than nothing. */
std::string_view restricted_tool_name(std::string_view written) noexcept;

/// @p from with our names, each once, in order.
tool_policy with_tool_names(const tool_policy& from);

} // namespace codexflow
