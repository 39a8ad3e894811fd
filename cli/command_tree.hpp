#pragma once

#include "cli/command_spec.hpp"

#include <vector>

/** @file
 *  Parts of the program's description that stand in files of their own. Private to the command tree. */
namespace codexflow::cli {

command_spec init_command();
command_spec convert_command();
command_spec cleanup_command();
command_spec redact_command(const std::vector<option_spec>& configuration, const std::vector<option_spec>& plugins);
/// @param configuration, plugins the options that most commands have.
command_spec providers_command_spec(std::vector<option_spec> configuration, std::vector<option_spec> plugins);
command_spec policy_command_spec();
command_spec logs_command();
command_spec runs_command(const std::vector<option_spec>& configuration);
command_spec metrics_command(const std::vector<option_spec>& configuration);
/// @param setup configuration and plugins.
command_spec doctor_command(const std::vector<option_spec>& setup);
command_spec diagnostics_command(const std::vector<option_spec>& setup);
/// @param configuration, plugins as above.
command_spec memory_command_spec(std::vector<option_spec> configuration, std::vector<option_spec> plugins);

} // namespace codexflow::cli
