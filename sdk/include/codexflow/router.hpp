#pragma once

#include <codexflow/components.hpp>
#include <codexflow/routing.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  A router as its author writes it: agents in, candidates out, no JSON.
 *
 *  @code
 *  struct mentions : codexflow::router {        // "@coder please ..." goes to the agent coder
 *      codexflow::routing::answer route(const codexflow::routing::request& asked) const override {
 *          codexflow::routing::answer found;
 *          for (const auto& agent : asked.agents)
 *              if (const auto at = asked.text.find('@' + agent.id); at != asked.text.npos)
 *                  found.candidate(agent.id).because("mention", '@' + agent.id, 10)
 *                      .span(at, at + agent.id.size() + 1);
 *          return found;
 *      }
 *  };
 *  CODEXFLOW_PLUGIN(codexflow::component<mentions>("mentions"))
 *  @endcode */
namespace codexflow {

/** Chooses candidates. An instance is prepared once and then asked from any thread at once: route() must
 *  not change it, do I/O, or depend on anything but its settings, the agents and the request. */
class router : public json_router
{
public:
    /** Looks at the agents once, before any request; agents() has them from then on. Rules that cannot be
     *  used are told here and left out. */
    virtual routing::prepared prepare(const std::vector<routing::agent>& agents)
    {
        static_cast<void>(agents);
        return {};
    }

    /// The candidates; the host sorts them. No candidate: the next strategy is asked.
    virtual routing::answer route(const routing::request& asked) const = 0;

    /// What the documents of abi.h are made into.
    std::string prepare_json(std::string_view agents_json)
    {
        agents_ = routing::read_agents(agents_json);
        return prepare(agents_).json();
    }
    std::string route_json(std::string_view request_json) const final
    {
        json::document document;
        return route(routing::read_request(document, request_json, agents_)).json();
    }

private:
    std::vector<routing::agent> agents_;
};

} // namespace codexflow
