#pragma once

#include "plugins/offline/script.hpp"

#include <string>
#include <string_view>

namespace codexflow::offline {

/** Reads a script (YAML; docs of the format: builtin.yaml and the guide).
 *  @param name stands before the place in messages; the file's name.
 *  Throws failure(CFLOW_E_INVALID, "name:line:column: what is wrong, what is known") at the first fault. */
script read_script(std::string_view text, const std::string& name);

/// Reads the script in @p file. Throws as read_script(), or failure(CFLOW_E_NOT_FOUND).
script read_script_file(const std::string& file);

/// The script for the example run, part of the plugin.
script builtin_script();

} // namespace codexflow::offline
