#pragma once

#include "engine/gateway/tool_question.hpp"
#include "engine/plugin/policy_adapter.hpp"

#include <span>
#include <string>
#include <vector>

/** @file
 *  Whether a tool call may happen: the policy plugins of the configuration, all asked, put together. */
namespace codexflow {

struct config;
namespace plugin {
class catalog;
class plugin_host;
} // namespace plugin

/** What policies say together: a deny before an ask before an allow, each the first of its kind; nobody who
 *  says anything is a deny. Pure. */
policy_verdict combine(std::span<const policy_verdict> said);

/// @p said where nobody can be asked: an ask becomes a deny that says so. Pure.
policy_verdict without_asking(policy_verdict said);

/** The policies of the configuration, ready to be asked; without any, "allowlist" alone. All are asked about
 *  every call. Refers to instances of the plugin host, which outlives it. Engine thread only. */
class policy_chain
{
public:
    /** Errors: not_found if no plugin offers a policy, invalid_argument if one refuses its settings (at the
     *  place they stand), plugin_misbehaved. */
    static result<policy_chain> open(const config& settings, const plugin::catalog& plugins, plugin::plugin_host& host);

    /// Everybody's word, in the order of the configuration; never empty.
    std::vector<policy_verdict> ask(const tool_question& asked) const;

    /// The word of all together: pass is never an answer. An ask is left for whoever can ask.
    policy_verdict decide(const tool_question& asked) const;

    /// The names of the policies, in order.
    std::vector<std::string> names() const;

private:
    std::vector<plugin::policy_adapter> policies_;
};

} // namespace codexflow
