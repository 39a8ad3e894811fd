#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/config/config.hpp"
#include "engine/plan/routed_plan.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/plugin/quiet_host.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {
class registry;
}

namespace codexflow::cli {

/** The routers of a configuration, ready to be asked, with the plugin host they need. Does not move:
 *  the chain refers to the host. Borrows what it is opened with. */
struct route_desk
{
    explicit route_desk(clock& time) : host(time) {}

    plugin::quiet_host host;
    std::optional<router_chain> chain; ///< Always there once it is open.
};

/// Errors: those of router_chain::open().
result<std::unique_ptr<route_desk>> open_route_desk(const config& settings, const plugin::catalog& plugins,
                                                    registry& agents, clock& time);

/// A piece of work that was routed. No task: nothing has changed, so there is nothing to do.
struct routed_tasks
{
    plan work;
    std::vector<routed> answers;
    std::vector<std::string> remarks; ///< Files nobody takes, rules that cannot be used, slow routers.
};

/** Reads what @p asked names (standard input, folders, git) and has it routed.
 *  Errors: a file that is not there, more files than are allowed, no agent that fits. */
result<routed_tasks> route_tasks(const routed_work& asked, const context& where, router_chain& chain,
                                 registry& agents);

/// That no rule fits @p text or @p files, with the nearest ones and the ways out that there are.
error nobody_fits(const std::string& text, const std::vector<std::string>& files, const router_chain& chain,
                  registry& agents);

} // namespace codexflow::cli
