#pragma once

#include "cli/context.hpp"
#include "engine/base/clock.hpp"
#include "engine/registry/cache/agent_cache.hpp"
#include "engine/registry/registry.hpp"

#include <memory>
#include <optional>
#include <string>

namespace codexflow {
struct config;
}

namespace codexflow::cli {

/** The agents of a project, with what earlier commands parsed of them, unless the configuration forbids it.
 *  The cache lies in the user's cache folder, in a file named after the project's folder and its agent
 *  folders; without a home there is none. Owned by one command. */
class project_agents
{
public:
    project_agents(const config& settings, const context& where);
    project_agents(const project_agents&) = delete;
    project_agents& operator=(const project_agents&) = delete;

    registry& all() noexcept { return agents_; }

    /// Keeps what was parsed for the next command. Whether that works is nobody's concern but cache_report's.
    void keep();

    /// What the cache did, in one line; for those who ask.
    std::string cache_report() const;

private:
    system_clock clock_;
    std::unique_ptr<agent_cache> cache_; ///< Null: none is used.
    registry agents_;
    std::optional<error> lost_; ///< Why nothing could be kept.
};

} // namespace codexflow::cli
