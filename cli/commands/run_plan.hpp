#pragma once

#include "cli/arguments.hpp"
#include "cli/context.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/registry/notice.hpp"
#include "engine/run/run.hpp"
#include "engine/run/run_record.hpp"

#include <string>
#include <vector>

namespace codexflow {
class clock;
}

namespace codexflow::cli {

/// A run that only needs to be executed. Without jobs there is nothing to do, and the remarks say why.
struct planned_run
{
    run_request request;
    plugin::catalog plugins;
    std::vector<notice> remarks; ///< About the agents' files.
    std::vector<std::string> work_remarks{}; ///< "reviewer-1: 'x.cpp': no such file": what is odd about the work.
    std::string provider_remark{}; ///< Which provider was found and why; empty when it was configured.
    bool scripted = false;       ///< The provider is the offline one, which is a script.
};

/// The tasks and agents that stand in for work nobody named, inside the install's examples.
inline constexpr const char* example_tasks = "orchestrator-tasks.json";
inline constexpr const char* example_agents = "agents";

/** Reads configuration, agents, tasks and plugins and decides everything that can be decided before
 *  anything starts. Standard input is read if the tasks are to come from there.
 *  @param before Of a run that goes on: it keeps its id, and the work that cannot be read again. May be null.
 *  Errors: whatever is wrong with any of them, with its place. */
result<planned_run> plan_run(const run_options& options, const context& where, clock& time,
                             const run_record* before = nullptr);

} // namespace codexflow::cli
