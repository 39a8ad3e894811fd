#pragma once

#include "engine/plugin/manifest.hpp"

#include <set>
#include <string>

namespace codexflow::plugin {

/// What an instance may do with secrets: the manifest's declarations and what the user's settings add.
struct grants
{
    std::set<std::string> secrets; ///< Names.
    std::set<std::string> hosts;   ///< Where they may be sent; lower case.
    std::set<std::string> variables; ///< Of our environment: those that its child processes may get.
};

/** @param settings A mapping that fits the component's config schema; its members with the format
 *  "secret-env" name secrets, also as items of a list, those with "base-url" a host the user thereby allows; lists
 *  whose items have the format "pass-env" name variables for child processes. */
grants grants_of(const manifest& about, const manifest::component& component, const doc::node& settings);

} // namespace codexflow::plugin
