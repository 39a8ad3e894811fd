#pragma once

#include "engine/registry/agent.hpp"

#include <memory>
#include <string>
#include <vector>

/** @file
 *  Agents as routers get them, and as they are digested. Pure. */
namespace codexflow {

using agent_list = std::vector<std::shared_ptr<const agent>>;

/// The document of docs/schemas/router.prepare.json: with rules and their places.
std::string router_agents_json(const agent_list& agents);

/// A list for docs/schemas/router.request.json: ids, names and descriptions only.
std::string plain_agents_json(const agent_list& agents);

/** What routing depends on, and nothing else: no place, no order of rules, each rule once. For the digest:
 *  the same agents give the same text on any machine. */
std::string canonical_agents(const agent_list& agents);

} // namespace codexflow
