#include "engine/gateway/policy_chain.hpp"

#include "engine/config/config.hpp"
#include "engine/plugin/configured_component.hpp"
#include "engine/plugin/plugin_host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

result<plugin::configured_component> find_policy(const plugin_choice& choice, const config& settings,
                                                 const plugin::catalog& plugins)
{
    if (choice.path.empty() && plugins.find("policy", choice.plugin) == nullptr)
        return error(errc::not_found, "no plugin offers the policy 'allowlist', which judges tools when 'policies' names none")
            .with_hint("is the program installed whole? see: codex-flow plugin list");
    return plugin::find_component("policy", choice, settings, plugins);
}

/// A policy that refuses its settings names the setting first ("rules[0].tool: ..."): that has a place.
error at_setting(error fault, const plugin_choice& choice, const config& settings)
{
    if (choice.path.empty())
        return fault;
    const auto begin = fault.message.find("rules[");
    const auto end = fault.message.find(": ", begin);
    fault.where = begin == std::string::npos || end == std::string::npos
                      ? settings.where(choice.path)
                      : settings.where(choice.path + '.' + fault.message.substr(begin, end - begin));
    return std::move(fault).under(choice.path);
}

} // namespace

policy_verdict combine(std::span<const policy_verdict> said)
{
    for (const policy_decision wanted : {policy_decision::deny, policy_decision::ask, policy_decision::allow})
        for (const policy_verdict& one : said)
            if (one.decision == wanted)
                return one;
    policy_verdict nobody;
    nobody.decision = policy_decision::deny;
    nobody.reason = "no policy allows it";
    for (const policy_verdict& one : said)
        if (nobody.permit.empty())
            nobody.permit = one.permit;
    return nobody;
}

policy_verdict without_asking(policy_verdict said)
{
    if (said.decision != policy_decision::ask)
        return said;
    said.decision = policy_decision::deny;
    said.reason += said.reason.empty() ? "" : "; ";
    said.reason += "somebody would have to say yes, and nobody can be asked here";
    return said;
}

result<policy_chain> policy_chain::open(const config& settings, const plugin::catalog& plugins, plugin::plugin_host& host)
{
    std::vector<plugin_choice> choices = settings.policies;
    if (choices.empty())
    {
        plugin_choice alone;
        alone.plugin = "allowlist";
        alone.settings.type = doc::kind::mapping;
        choices.push_back(std::move(alone));
    }
    policy_chain chain;
    for (const plugin_choice& choice : choices)
    {
        const auto found = find_policy(choice, settings, plugins);
        if (!found)
            return found.error();
        const auto made = host.create(found->from, {CFLOW_KIND_POLICY, choice.plugin, found->settings_json, {}, {}});
        if (!made)
            return at_setting(made.error(), choice, settings);
        chain.policies_.emplace_back(**made, choice.plugin);
    }
    return chain;
}

std::vector<policy_verdict> policy_chain::ask(const tool_question& asked) const
{
    const std::string request = to_json(asked);
    std::vector<policy_verdict> said;
    for (const plugin::policy_adapter& one : policies_)
        said.push_back(one.decide(request));
    return said;
}

policy_verdict policy_chain::decide(const tool_question& asked) const { return combine(ask(asked)); }

std::vector<std::string> policy_chain::names() const
{
    std::vector<std::string> all;
    for (const plugin::policy_adapter& one : policies_)
        all.push_back(one.name());
    return all;
}

} // namespace codexflow
