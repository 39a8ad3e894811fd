#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "cli/doctor/finding.hpp"

namespace codexflow::cli {

/// Looks at all there is, without running any plugin's code and without asking any server.
findings examine(const setup_options& setup, color_choice color, const context& where);

} // namespace codexflow::cli
