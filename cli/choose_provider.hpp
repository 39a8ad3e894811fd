#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/config/config.hpp"
#include "engine/plugin/catalog.hpp"

#include <string>
#include <vector>

namespace codexflow {
class clock;
}

namespace codexflow::cli {

/// A configuration that has a default provider, if one could be found.
struct settled_settings
{
    config settings;
    std::string remark{};             ///< To be shown: which provider was taken and why; empty: it was configured.
    std::string reason{};             ///< The same for the record: who chose the provider.
    std::vector<std::string> tried{}; ///< What was looked at when none was found.
};

/** Sees to it that there is a default provider: the configured one, else one that can answer. Sends nothing
 *  where one is configured.
 *  @param settings made by load_settings() with the same @p options and @p weaker_flags.
 *  Errors: as load_config(); cancelled. */
result<settled_settings> settle_provider(config settings, const setup_options& options,
                                         const std::vector<config_override>& weaker_flags,
                                         const plugin::catalog& plugins, const context& where, clock& time);

} // namespace codexflow::cli
