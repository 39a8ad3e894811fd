#pragma once

#include "cli/terminal.hpp"

#include <filesystem>
#include <optional>

/** @file
 *  Where the install and the user keep things. The build tree mirrors the install, so both are found
 *  the same way: relative to the program itself. */
namespace codexflow::cli {

struct install_paths
{
    std::filesystem::path plugins;  ///< <prefix>/lib/codex-flow/plugins
    std::filesystem::path examples; ///< <prefix>/share/codex-flow/examples
};

/// @param program The program's own file, symbolic links resolved: <prefix>/bin/codex-flow.
install_paths paths_of_install(const std::filesystem::path& program);

/// The file this process runs; empty if /proc is not there.
std::filesystem::path own_program();

/// $XDG_DATA_HOME/codex-flow/plugins, or the same below ~/.local/share; nothing without a home.
std::optional<std::filesystem::path> user_plugins(const variables& environment);

/// HOME, if it names a folder from the root.
std::optional<std::filesystem::path> home_folder(const variables& environment);

/// $XDG_CACHE_HOME/codex-flow, or the same below ~/.cache; nothing without a home.
std::optional<std::filesystem::path> user_cache(const variables& environment);

} // namespace codexflow::cli
