#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/gateway/provider_use.hpp"

#include <string>
#include <vector>

/** @file
 *  From a provider's block of the configuration to what can be opened. Pure: reads no file, runs no plugin
 *  code. */
namespace codexflow {

struct config;
struct provider_choice;
namespace plugin {
class catalog;
}

/** Checks one provider: is its plugin there, does it take these settings?
 *  Errors: not_found if no plugin offers it; invalid_argument if its settings do not fit the plugin's
 *  manifest. @p searched names the folders looked into, for the message. */
result<void> check_provider(const provider_choice& provider, const config& settings,
                            const plugin::catalog& plugins, const std::vector<std::string>& searched);

/** The default provider, then those to fall back on, each once. Errors: not_found for a name without a
 *  block, with its place. */
result<std::vector<const provider_choice*>> providers_of(const config& settings);

/// What is opened for a provider that check_provider() has found fit.
provider_use make_use(const provider_choice& provider, const config& settings, const plugin::catalog& plugins);

} // namespace codexflow
