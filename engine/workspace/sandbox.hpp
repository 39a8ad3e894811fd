#pragma once

#include "engine/workspace/confinement.hpp"

#include <string>
#include <vector>

namespace codexflow {
struct sandbox_grants;
struct sandbox_settings;
} // namespace codexflow

namespace codexflow::workspace {

/// What the programs are held to that one block of `tools` starts; what every call has in common.
struct sandbox
{
    sandbox_layers layers{};
    bool on = false; ///< Bounds and the ban on more privileges are in force, whatever the kernel has beside.
    std::vector<std::string> write{}; ///< Beside the call's own roots.
    std::optional<std::vector<std::string>> read{};
    child_bounds bounds{};
};

/** Decides once for a run what is in force for the programs of one block of `tools`.
 *  @param own what the block says beside the common @p settings.
 *  Errors: unsupported when the settings require what this kernel lacks; invalid_argument for no known mode. */
result<sandbox> open_sandbox(const sandbox_settings& settings, const sandbox_grants& own, const kernel_offer& offer);

/// What `auto` goes without on this kernel, for a warning: "Landlock"; empty: nothing, or the mode is another.
std::string gone_without(const sandbox_settings& settings, const kernel_offer& offer);

/// A call's: @p write and @p read are the folders it was given, absolute.
confinement confine(const sandbox& common, std::vector<std::string> write, const std::vector<std::string>& read);

} // namespace codexflow::workspace
