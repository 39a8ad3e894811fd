#pragma once

#include <map>
#include <string>
#include <vector>

/** @file
 *  What is known of the configured providers without running any of their code. Pure. */
namespace codexflow {

struct config;
namespace plugin {
class catalog;
}

struct provider_facts
{
    /// An environment variable that the provider takes a secret from.
    struct key
    {
        std::string variable;
        bool set = false;
    };

    std::string name, plugin;
    std::string model;       ///< Empty: the provider's own default.
    std::string address;     ///< Of its server, passwords left out; empty: it has none, or does not say.
    std::vector<key> keys{}; ///< Empty: it needs none.
    bool plugin_found = false;
    bool written = false;       ///< By somebody; false: built in.
    bool model_written = false; ///< The same of its model.
    /** It has a server that needs no key and is not its vendor's: one that somebody runs. Such a server may
     *  be asked whether it is there. */
    bool own_server = false;

    /// It needs keys, and all of them are set.
    bool keys_set() const;
};

/// All configured providers, by name. @p variables is the environment.
std::vector<provider_facts> facts_of(const config& settings, const plugin::catalog& plugins,
                                     const std::map<std::string, std::string>& variables);

} // namespace codexflow
