#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/config/config.hpp"
#include "engine/plugin/catalog.hpp"

#include <string>
#include <vector>

/** @file
 *  From options to a configuration and a list of plugins: the same for every command. */
namespace codexflow::cli {

/** Reads all layers of the configuration. @p weaker_flags come before the user's own.
 *  Errors: as load_config(); usage errors of -c have no place. */
result<config> load_settings(const setup_options& options, const context& where,
                             std::vector<config_override> weaker_flags = {});

/// Sets a list to one text.
config_override list_override(std::string key, const std::string& value, std::string flag);

/** Where plugins are looked for, in order: --plugin, --plugin-path, plugins.paths of the configuration
 *  (which CODEX_FLOW_PLUGIN_PATH adds to), the user's folder, the install's. With --no-plugins only what
 *  options and configuration name by file is left. */
plugin::search_path plugin_search_path(const setup_options& options, const config& settings,
                                       const context& where);

/// The folders of @p path, for messages.
std::vector<std::string> searched_folders(const plugin::search_path& path);

} // namespace codexflow::cli
