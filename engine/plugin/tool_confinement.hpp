#pragma once

#include "engine/workspace/sandbox.hpp"

#include <string>
#include <string_view>

namespace codexflow::plugin {

/// Where the processes of one operation work.
struct process_place
{
    workspace::confinement confined;
    std::string scratch; ///< For their temporary files; empty: as we have it.
};

/** Where the processes work that an operation starts. They may change what the host itself, in the roots of
 *  @p request, said they may, so no plugin can widen it; those of an operation without roots may change nothing
 *  but what @p held names. */
process_place place_of(const workspace::sandbox& held, std::string_view request);

} // namespace codexflow::plugin
