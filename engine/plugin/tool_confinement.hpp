#pragma once

#include "engine/workspace/sandbox.hpp"

#include <string_view>

namespace codexflow::plugin {

/** How the processes are confined that an operation starts. It may change what the host itself, in the roots of
 *  @p request, said it may, so no plugin can widen it; an operation without roots may change nothing but what
 *  @p held names. */
workspace::confinement confinement_of(const workspace::sandbox& held, std::string_view request);

} // namespace codexflow::plugin
