#pragma once

#include "cli/command_spec.hpp"

/** @file
 *  Parts of the program's description that stand in files of their own. Private to the command tree. */
namespace codexflow::cli {

command_spec init_command();
command_spec convert_command();

} // namespace codexflow::cli
