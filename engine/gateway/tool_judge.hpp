#pragma once

#include "engine/base/error.hpp"
#include "engine/registry/tool_policy.hpp"

#include <string>
#include <string_view>

namespace codexflow::gateway {

struct tool_spec;
struct tool_place;

/// Who calls; the tools' names are ours (registry/tool_names.hpp).
struct tool_user
{
    std::string id;
    std::string alias;
    tool_policy tools;
};

/// Whether a call may be made, and who says so.
struct tool_verdict
{
    bool allowed = false;
    std::string policy, rule, reason;
    std::string permit; ///< What would permit it; may be empty.
    location where;     ///< Of the rule, if it stands in a file.
};

/** Whoever decides about tool calls: the tool gateway asks it about every one, and about every tool before a
 *  model is told of it. Engine thread; must not block. */
class tool_judge
{
public:
    virtual ~tool_judge() = default;

    /// Of one call, whose arguments fit the tool's schema.
    virtual tool_verdict judge(const tool_user& who, const tool_spec& tool, std::string_view arguments,
                               const tool_place& place) const = 0;
    /// Whether any call of @p tool by @p who could be allowed; its reasons are those of a call otherwise.
    virtual tool_verdict may_offer(const tool_user& who, const tool_spec& tool) const = 0;
};

/** The agent's own lists, and nothing else: what it restricts is denied, what it lists is allowed, and one
 *  without a list may only look (effect none). */
class list_judge final : public tool_judge
{
public:
    tool_verdict judge(const tool_user& who, const tool_spec& tool, std::string_view arguments,
                       const tool_place& place) const override;
    tool_verdict may_offer(const tool_user& who, const tool_spec& tool) const override;
};

} // namespace codexflow::gateway
