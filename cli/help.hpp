#pragma once

#include "cli/command_spec.hpp"

#include <span>
#include <string>

namespace codexflow::cli {

/** The help of the command with the words @p path ({} is the program's own; they must exist), grouped,
 *  with examples and what to type next. Lines are at most @p columns wide where words allow it. */
std::string help_text(const command_spec& program, std::span<const std::string> path, int columns);

} // namespace codexflow::cli
