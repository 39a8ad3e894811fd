#pragma once

#include "engine/plugin/route_types.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Reads what a router answered. A plugin's word is not trusted: whatever is not as the schemas say is an
 *  error that names it. Pure. */
namespace codexflow::plugin {

/// The answer to prepare.
struct router_prepared
{
    std::size_t rules = 0;
    std::vector<rule_problem> problems;
};

/// The answer to route; strategies are not filled in.
struct router_reply
{
    std::vector<route_candidate> candidates; ///< Each agent once, in the order given.
    std::vector<route_tried> tried;
};

/// What an answer may speak of.
struct asked_of_router
{
    std::size_t text_size = 0;                       ///< In bytes; spans lie within.
    const std::vector<std::string>* files = nullptr; ///< Those that were given; null: none.
};

/// Errors: plugin_misbehaved, naming the member that is wrong.
result<router_prepared> read_router_prepared(std::string_view json);

/** Errors: plugin_misbehaved, naming the member that is wrong: scores are finite numbers, an agent stands
 *  there once, spans lie in the text, files are among those given. */
result<router_reply> read_router_reply(std::string_view json, const asked_of_router& asked);

} // namespace codexflow::plugin
