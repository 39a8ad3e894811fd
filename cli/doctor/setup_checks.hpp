#pragma once

#include "cli/doctor/finding.hpp"
#include "engine/base/error.hpp"
#include "engine/config/config.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/registry/notice.hpp"
#include "engine/registry/registry.hpp"
#include "engine/run/provider_facts.hpp"

#include <string>
#include <utility>
#include <vector>

/** @file
 *  What is judged of the installation and the project's own files. Pure: what was looked at is handed in. */
namespace codexflow::cli {

findings judge_versions(const std::vector<std::pair<std::string, std::string>>& parts);

/// @param settings the configuration, or why there is none.
findings judge_config(const result<config>& settings);

/// @param searched the folders that were looked through.
findings judge_plugins(const result<plugin::catalog>& plugins, const std::vector<std::string>& searched);

/** Whether the components that the configuration names are offered. What is merely built in and not there is no
 *  fault. */
findings judge_components(const config& settings, const plugin::catalog& plugins);

findings judge_agents(const registry_totals& totals, const std::vector<notice>& remarks);

/// Keys and plugins of the providers that a run would use; without a chosen one, which could be used.
findings judge_providers(const config& settings, const std::vector<provider_facts>& facts);

} // namespace codexflow::cli
