#pragma once

#include "engine/base/error.hpp"
#include "engine/config/memory_terms.hpp"
#include "engine/memory/sharing.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {

struct agent;
struct config;
struct plan;
class registry;
namespace plugin {
class catalog;
}

/// What one agent's definition says about its memory, as a run needs it.
struct remembering
{
    std::vector<std::string> names;      ///< Under which it may have left entries: its id and all its aliases.
    std::string name_space = "default";  ///< Its entries' namespace.
    std::optional<std::chrono::milliseconds> retention; ///< How long others and it itself are told; nothing: always.
    bool long_term = false;              ///< Entries stay after that, for whoever asks the store.
    std::vector<std::string> redact;     ///< Fields that are never stored.
};

/// Memory as a run uses it: the block of the configuration, tied to a plugin and to the agents.
struct memory_use
{
    std::string plugin;        ///< The component's name: "jsonl".
    std::string settings_json; ///< What its instance is made from.
    memory_terms terms;
    std::map<std::string, remembering> agents;    ///< By id: those of the run and those who may share with them.
    std::vector<memories::sharing_party> parties{}; ///< The same agents.
};

/** The agents that share_with of the plan's agents names and that are not in the plan, when tasks are told of shared
 *  work. What cannot be read shares nothing. */
std::vector<std::shared_ptr<const agent>> find_partners(const plan& work, const config& settings, registry& agents);

/// Memory, or why there is none; both empty if it is off.
struct memory_setup
{
    std::optional<memory_use> use;
    std::string without; ///< For a notice.
};

/** Pure. @param plugin_needed False: memory that nobody configured is left out when no plugin offers it.
 *  Errors: not_found if no plugin offers what somebody configured, invalid_argument if its settings do not fit its
 *  manifest; at the place in the configuration. */
result<memory_setup> memory_of(const config& settings, const plugin::catalog& plugins,
                               const std::vector<std::shared_ptr<const agent>>& agents);

/// Just where it is kept, for commands. Errors as above, and unsupported if memory is off.
result<memory_use> memory_store_of(const config& settings, const plugin::catalog& plugins);

/// Whether a run below @p runs_dir began on an earlier day (UTC) than @p run_id and none between them. Reads the folder.
bool is_first_of_day(const std::filesystem::path& runs_dir, const std::string& run_id);

} // namespace codexflow
