#pragma once

#include <string>

namespace codexflow {

/// A model's provider as it is used: a block of the configuration, tied to a plugin.
struct provider_use
{
    std::string name;          ///< In the configuration: "local".
    std::string plugin;        ///< The component's name: "ollama".
    std::string settings_json; ///< What its instance is made from.
    unsigned max_parallel = 0; ///< Calls at once; 0: only the run's own cap.
    std::string model{};       ///< Asked for when a call comes here by failover; empty: its own default.
    unsigned retries = 2;      ///< Of one call, beside the first try.
};

} // namespace codexflow
