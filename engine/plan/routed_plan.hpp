#pragma once

#include "engine/plan/plan.hpp"
#include "engine/plan/router_chain.hpp"

#include <string>
#include <vector>

/** @file
 *  From what routers answered to tasks for agents. Pure but for the registry, which may read definitions. */
namespace codexflow {

class registry;

/// One request and what the routers made of it.
struct routed
{
    route_request request; ///< A text, or one file, or both.
    route_answer answer;
};

/** What is to be asked about a piece of work: the text alone, or each file by itself (with the text), so
 *  that a file goes to the agents that fit this file. */
std::vector<route_request> requests_for(const std::string& text, const std::vector<std::string>& files);

/** One task for each request and each of its candidates, grouped by agent; agents in the order in which
 *  they come up. The task is the text; of a file "Review FILE", or the text with the file's name.
 *  Requests without candidates make no task. Errors: what is wrong with an agent's definition. */
result<plan> plan_of(const std::vector<routed>& answers, registry& agents);

} // namespace codexflow
