#pragma once

#include "engine/base/error.hpp"
#include "engine/plugin/catalog.hpp"

#include <string>
#include <string_view>

namespace codexflow {
struct config;
struct plugin_choice;
} // namespace codexflow

namespace codexflow::plugin {

/// A component that the configuration names. What it refers to lives as long as the catalog.
struct configured_component
{
    const catalog::entry& from;
    std::string settings_json; ///< What it is made from: its paths mean what they meant where they were written.
};

/** Finds the component of @p kind ("router") that @p choice names, and holds its settings against its manifest.
 *  Runs no plugin code.
 *  Errors: not_found, with near names and the file that would have offered it had it not been refused;
 *  invalid_argument for settings that do not fit; both at their place in the configuration. */
result<configured_component> find_component(std::string_view kind, const plugin_choice& choice, const config& settings,
                                            const catalog& plugins);

} // namespace codexflow::plugin
