#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/config/config.hpp"
#include "engine/plugin/catalog.hpp"

#include <string>
#include <vector>

/** @file
 *  What the parts of the command `providers` share. */
namespace codexflow::cli {

/// The configuration and the plugins there are.
struct provider_setup
{
    config settings;
    plugin::catalog plugins;
    std::vector<std::string> searched; ///< The plugin folders looked into.
};

/// The role of a provider in a run, and who gave it: "default (codex-flow.yaml:3:12)"; empty: it has none.
std::string role_of(const std::string& provider, const config& settings);

int list_providers(const providers_options& options, const provider_setup& setup, const context& where);
int check_providers(const providers_options& options, provider_setup setup, const context& where);

} // namespace codexflow::cli
