#include "engine/plan/router_chain.hpp"

#include "engine/base/digest.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/plan/route_order.hpp"
#include "engine/plan/router_agents.hpp"
#include "engine/plugin/configured_component.hpp"
#include "engine/plugin/plugin_host.hpp"
#include "engine/registry/registry.hpp"

#include <codexflow/json_writer.hpp>
#include <codexflow/utf8.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace codexflow {
namespace {

/// The same with the keys of every mapping sorted: what is written in another order is the same setting.
doc::node sorted(doc::node value)
{
    for (doc::node& item : value.items)
        item = sorted(std::move(item));
    for (doc::member& m : value.members)
        m.value = sorted(std::move(m.value));
    std::sort(value.members.begin(), value.members.end(),
              [](const doc::member& a, const doc::member& b) { return a.key < b.key; });
    return value;
}

result<void> check_utf8(const route_request& request)
{
    if (utf8::valid_prefix(request.text) != request.text.size())
        return error(errc::invalid_argument, "the text to route is not UTF-8");
    for (const std::string& file : request.files)
        if (utf8::valid_prefix(file) != file.size())
            return error(errc::invalid_argument,
                         "the path " + quote(file) + " is not UTF-8, so no rule can be held against it");
    if (request.text.empty() && request.files.empty())
        return error(errc::invalid_argument, "there is nothing to route: neither a text nor files");
    return {};
}

void write_input(json_writer& out, const route_request& request)
{
    if (!request.text.empty())
        out.member("text", request.text);
    if (!request.files.empty())
    {
        out.key("files").begin_array();
        for (const std::string& file : request.files)
            out.value(file);
        out.end_array();
    }
}

} // namespace

result<router_chain> router_chain::open(const config& settings, const plugin::catalog& plugins,
                                        plugin::plugin_host& host, registry& agents)
{
    router_chain chain;
    chain.top_ = settings.router_top;
    chain.min_score_ = settings.router_min_score;
    const agent_list all = agents.agents();
    for (const auto& one : all)
        chain.ids_.insert(one->id);
    chain.plain_agents_ = plain_agents_json(all);
    const std::string agents_json = router_agents_json(all);
    std::string digested = canonical_agents(all);
    digested += fmt::format("top {} min_score {}", chain.top_, chain.min_score_);
    for (const plugin_choice& choice : settings.router)
    {
        const auto found = plugin::find_component("router", choice, settings, plugins);
        if (!found)
            return found.error();
        const plugin::manifest& about = found->from.about;
        const auto made = host.create(found->from, {CFLOW_KIND_ROUTER, choice.plugin, found->settings_json, {}, {}});
        if (!made)
            return error(made.error()).under(choice.path);
        digested += '\n' + about.id + ' ' + about.version + ' ' + choice.plugin + ' ' +
                    doc::compact_json(sorted(choice.settings));
        if (const auto ready = chain.prepare(chain.routers_.emplace_back(**made, choice.plugin), agents_json);
            !ready)
            return error(ready.error()).under(choice.path);
    }
    chain.rules_digest_ = sha256_digest(digested);
    return chain;
}

result<void> router_chain::prepare(plugin::router_adapter& router, const std::string& agents_json)
{
    if (!router.prepares())
        return {};
    auto ready = router.prepare(agents_json);
    if (!ready)
        return ready.error();
    rules_ += ready->rules;
    if (router.slowness())
        remarks_.push_back(*router.slowness());
    for (rule_problem& one : ready->problems)
        problems_.push_back(std::move(one));
    return {};
}

std::string router_chain::request_json(const route_request& request, bool with_agents) const
{
    std::string text;
    json_writer out(text);
    out.begin_object();
    write_input(out, request);
    if (request.explain)
        out.member("explain", true);
    if (with_agents)
        out.raw_member("agents", plain_agents_);
    out.end_object();
    return text;
}

void router_chain::choose(std::vector<route_candidate> found, route_answer& to) const
{
    std::vector<route_candidate> good;
    for (route_candidate& one : found)
    {
        if (!ids_.contains(one.agent))
            to.rejected.push_back({one.agent, one.strategy, "there is no such agent", one.score});
        else if (one.score < min_score_)
            to.rejected.push_back({one.agent, one.strategy,
                                   fmt::format("its score is below router.min_score, {:g}", min_score_),
                                   one.score});
        else
            good.push_back(std::move(one));
    }
    if (good.empty())
        return;
    to.strategy = good.front().strategy;
    to.tie_breaks = order_candidates(good);
    for (std::size_t i = 0; i != good.size(); ++i)
    {
        if (top_ == 0 || i < top_)
            to.candidates.push_back(std::move(good[i]));
        else
            to.rejected.push_back({good[i].agent, good[i].strategy,
                                   fmt::format("it is number {}, and router.top is {}", i + 1, top_),
                                   good[i].score});
    }
}

result<route_answer> router_chain::route(const route_request& request)
{
    if (const auto fit = check_utf8(request); !fit)
        return fit.error();
    route_answer made;
    made.rules_digest = rules_digest_;
    std::string input;
    json_writer out(input);
    out.begin_object();
    write_input(out, request);
    out.end_object();
    made.input_digest = sha256_digest(input);
    for (plugin::router_adapter& router : routers_)
    {
        made.asked.push_back(router.name());
        auto reply =
            router.route(request_json(request, !router.prepares()), {request.text.size(), &request.files});
        if (!reply)
            return reply.error();
        if (router.slowness())
            made.remarks.push_back(*router.slowness());
        std::move(reply->tried.begin(), reply->tried.end(), std::back_inserter(made.tried));
        choose(std::move(reply->candidates), made);
        if (!made.candidates.empty())
            break;
    }
    return made;
}

std::vector<std::string> router_chain::strategies() const
{
    std::vector<std::string> names;
    for (const plugin::router_adapter& one : routers_)
        names.push_back(one.name());
    return names;
}

error to_error(const rule_problem& problem)
{
    return error(errc::invalid_argument,
                 fmt::format("agent {}: the {} {} cannot be used: {}", quote(problem.agent),
                             problem.kind == "file" ? "file pattern" : problem.kind, quote(problem.pattern),
                             problem.message),
                 problem.where)
        .with_hint("correct it or take it out; the agent's other rules are in use");
}

} // namespace codexflow
