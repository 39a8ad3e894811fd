#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What policies say, as plain values: shared by the adapter that reads it and the chain that puts it together. */
namespace codexflow {

enum class policy_decision : std::uint8_t
{
    pass,  ///< The policy has nothing to say.
    allow,
    ask,   ///< Only if a person says yes; where nobody can be asked, that is deny.
    deny,
};

/// "pass", "allow", "ask", "deny".
std::string_view to_string(policy_decision what) noexcept;

/// A rule that a policy looked at.
struct policy_tried
{
    std::string rule;
    policy_decision says = policy_decision::pass;
    bool matched = false;
    std::string why;
    location where;
};

/// One policy's word, or that of all of them together.
struct policy_verdict
{
    policy_decision decision = policy_decision::pass;
    std::string plugin; ///< The policy that decided, as the configuration calls it; empty: none did.
    std::string rule, reason;
    std::string permit; ///< What would permit it; may be empty.
    location where;     ///< Of the rule, if it stands in a file.
    bool broken = false; ///< The policy failed, was too slow or spoke nonsense, and so this is deny.
    std::vector<policy_tried> tried; ///< Only if asked for.

    bool allows() const noexcept { return decision == policy_decision::allow; }
    bool denies() const noexcept { return decision == policy_decision::deny; }
};

} // namespace codexflow
