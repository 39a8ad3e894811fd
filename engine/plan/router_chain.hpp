#pragma once

#include "engine/plugin/route_types.hpp"
#include "engine/plugin/router_adapter.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

/** @file
 *  Which agents a piece of work goes to: the router plugins of the configuration, asked one after another. */
namespace codexflow {

struct config;
struct plugin_choice;
class registry;
namespace plugin {
class catalog;
class plugin_host;
} // namespace plugin

/// What is to be routed: a text, files, or both. All of it is UTF-8.
struct route_request
{
    std::string text;
    std::vector<std::string> files; ///< Paths as the user gave them.
    bool explain = false;           ///< Rules that did not match are wanted too.
};

/// A candidate that was not taken.
struct route_rejection
{
    std::string agent, strategy;
    std::string reason; ///< In words.
    std::optional<double> score;
};

/// Who gets the work, and everything that led there.
struct route_answer
{
    std::string strategy;                    ///< The one that decided; empty: nobody had a candidate.
    std::vector<std::string> asked;          ///< The strategies that were asked, in order.
    std::vector<route_candidate> candidates; ///< Best first.
    std::vector<route_rejection> rejected;
    std::vector<route_tried> tried;      ///< Only if they were asked for.
    std::vector<std::string> tie_breaks; ///< What decided between neighbours of equal score, in words.
    std::vector<std::string> remarks; ///< For people, about this call: slow routers. No part of the answer.
    std::string rules_digest; ///< Of agents, rules, strategies and their settings; of no path or time.
    std::string input_digest; ///< Of text and files.
};

/** The strategies of router.strategies, ready to be asked. The first that has a candidate decides; the later
 *  ones are not asked. A candidate counts if the agent exists and its score is at least router.min_score.
 *
 *  Candidates are ordered by score, then by the number of different rules, then by the bytes of text and
 *  paths they matched (all highest first), then by the agent's id, byte by byte. So the same rules and the
 *  same request give the same answer, in whatever order files and rules were read.
 *
 *  Refers to instances of the plugin host, which outlives it. Engine thread only. */
class router_chain
{
public:
    /** Makes the routers, reads all agents and has the rules prepared.
     *  Errors: not_found if no plugin offers a strategy, invalid_argument if one refuses its settings,
     *  plugin_misbehaved. Agents that cannot be read are the registry's notices, bad rules are problems(). */
    static result<router_chain> open(const config& settings, const plugin::catalog& plugins,
                                     plugin::plugin_host& host, registry& agents);

    /** Asks. No candidate is an answer, not an error.
     *  Errors: invalid_argument for text or paths that are not UTF-8, or nothing to route; what a router
     *  failed with. */
    result<route_answer> route(const route_request& request);

    /// Rules that cannot be used, by strategy, agent and place.
    const std::vector<rule_problem>& problems() const noexcept { return problems_; }
    /// Slow preparations, in words.
    const std::vector<std::string>& remarks() const noexcept { return remarks_; }
    /// How many rules the strategies use, together.
    std::size_t rules() const noexcept { return rules_; }
    /// The names of the strategies, in order.
    std::vector<std::string> strategies() const;
    const std::string& rules_digest() const noexcept { return rules_digest_; }

private:
    router_chain() = default;
    result<void> prepare(plugin::router_adapter& router, const std::string& agents_json);
    std::string request_json(const route_request& request, bool with_agents) const;
    void choose(std::vector<route_candidate> found, route_answer& to) const;

    std::vector<plugin::router_adapter> routers_;
    std::set<std::string, std::less<>> ids_; ///< Of all agents.
    std::string plain_agents_; ///< For routers that do not prepare: the agents without rules, as JSON.
    std::vector<rule_problem> problems_;
    std::vector<std::string> remarks_;
    std::size_t rules_ = 0;
    std::size_t top_ = 0;
    double min_score_ = 0;
    std::string rules_digest_;
};

/// A problem as an error at its place: "agent 'x': the regex 'a(' cannot be used: missing )".
error to_error(const rule_problem& problem);

} // namespace codexflow
