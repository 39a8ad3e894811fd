#pragma once

#include "cli/command_spec.hpp"

#include <string>

/** @file
 *  Completion scripts, written out of the tree of commands. Each is complete in itself: pressing TAB
 *  does not start the program. */
namespace codexflow::cli {

std::string bash_completion(const command_spec& program);
std::string zsh_completion(const command_spec& program);
std::string fish_completion(const command_spec& program);

/// The script for "bash", "zsh" or "fish".
std::string completion_script(const command_spec& program, const std::string& shell);

} // namespace codexflow::cli
