#pragma once

#include "engine/config/config.hpp"

#include <string>

namespace codexflow {

/// A plugin with tools as it is used: a block of the configuration, tied to a plugin.
struct tool_use
{
    std::string plugin;        ///< The component's name: "files".
    std::string settings_json; ///< What its instance is made from.
    sandbox_grants sandbox{};  ///< For the programs it starts.
};

} // namespace codexflow
