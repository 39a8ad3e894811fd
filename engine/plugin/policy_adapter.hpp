#pragma once

#include "engine/plugin/component_instance.hpp"
#include "engine/plugin/policy_types.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace codexflow::plugin {

/// A policy that takes longer for one call is not believed. Policies are rules, not models.
inline constexpr std::chrono::milliseconds policy_limit{1'000};

/** A policy component as the engine calls it. It fails closed: whatever is not a proper answer in time (an
 *  error, an exception, nonsense, a late word) is a verdict of deny that says so. The plugin cannot be
 *  interrupted, as it is plain code in this process; it is timed.
 *  Refers to the instance, which plugin_host owns; engine thread only. */
class policy_adapter
{
public:
    /// @param name What the configuration calls it; stands in messages.
    policy_adapter(const component_instance& instance, std::string name);

    /// Asks it. @p request_json is as docs/schemas/policy.request.json says.
    policy_verdict decide(std::string_view request_json) const;

    const std::string& name() const noexcept { return name_; }

private:
    result<policy_verdict> ask(std::string_view request_json) const;

    const component_instance* instance_;
    std::string name_;
};

} // namespace codexflow::plugin
