#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/** Which tools an agent may use. Value type, pure.
 *  "No list" and "an empty list" are different things here: two lists without a common tool leave an
 *  agent with none, never with all. */
struct tool_policy
{
    std::optional<std::vector<std::string>> allowed; ///< Nothing: every tool that is not restricted.
    std::vector<std::string> restricted;             ///< Never allowed, whatever @c allowed says.

    bool allows(std::string_view tool) const;
    friend bool operator==(const tool_policy&, const tool_policy&) = default;
};

/** What both policies allow: the intersection of the allowed tools (in @p first's order) and the
 *  union of the restricted ones. Never wider than either. */
tool_policy stricter(const tool_policy& first, const tool_policy& second);

} // namespace codexflow
