#include "engine/plugin/check_router.hpp"

#include "engine/plugin/router_adapter.hpp"
#include "engine/plugin/text_writer.hpp"

#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace codexflow::plugin {
namespace {

// Two agents with a rule of each kind; one rule is broken, as users' rules are.
constexpr std::string_view agents = R"({"agents":[
{"id":"sample-coder","name":"Coder","description":"Writes code","domain":"core","capabilities":["code"],"triggers":{
 "keywords":[{"text":"code","file":"sample.yaml","line":3,"column":5}],
 "regex":[{"pattern":"^write .* code$","priority":"high","file":"sample.yaml","line":4,"column":5},
          {"pattern":"(","priority":"low","file":"sample.yaml","line":5,"column":5}],
 "file_patterns":[{"glob":"**/*.c","file":"sample.yaml","line":6,"column":5}]}},
{"id":"sample-idle","name":"Idle","description":"","domain":"","capabilities":[],"triggers":{
 "keywords":[],"regex":[],"file_patterns":[]}}]})";

constexpr std::string_view plain_agents =
    R"("agents":[{"id":"sample-coder","name":"Coder","description":"Writes code"},)"
    R"({"id":"sample-idle","name":"Idle","description":""}])";

struct sample
{
    std::string_view members;
    std::size_t text_size;
    bool file;
};
constexpr std::array samples{
    sample{R"("text":"write some code")", 15, false},
    sample{R"("files":["src/a.c"])", 0, true},
    sample{R"("text":"@sample-idle \u00fc","files":["src/a.c"],"explain":true)", 15, true},
};

std::string reason(const error& e)
{
    return e.detail.empty() ? e.message : e.message + " (" + e.detail + ')';
}

/// What the router said, byte for byte; for comparing only.
std::string raw_answer(const component_instance& instance, std::string_view request)
{
    text_writer answer;
    try
    {
        instance.table<cflow_router_v1>().route(instance.self(), to_abi(request), answer.abi());
    }
    catch (...)
    {
        return {}; // told before, by the adapter
    }
    return answer.text();
}

/// What is wrong with the answer to one sample; empty if nothing.
std::string judge(router_adapter& router, const component_instance& instance, const sample& one, bool& same)
{
    const std::string request =
        '{' + std::string(one.members) + (router.prepares() ? "" : ',' + std::string(plain_agents)) + '}';
    const std::vector<std::string> files{"src/a.c"};
    const auto reply = router.route(request, {one.text_size, one.file ? &files : nullptr});
    if (!reply)
        return reply.error().code == errc::plugin_misbehaved ? reason(reply.error()) : "";
    const std::set<std::string_view> known{"sample-coder", "sample-idle"};
    for (const route_candidate& candidate : reply->candidates)
        if (!known.contains(candidate.agent))
            return "it names the agent '" + candidate.agent + "', which it was not given";
    same = same && raw_answer(instance, request) == raw_answer(instance, request);
    return {};
}

} // namespace

std::vector<check_step> check_router(const component_instance& instance, const std::string& name)
{
    std::vector<check_step> steps;
    router_adapter router(instance, name);
    const std::string who = "the router '" + name + "' ";
    if (router.prepares())
    {
        const auto ready = router.prepare(agents);
        const bool spoke = ready || ready.error().code != errc::plugin_misbehaved;
        steps.push_back({who + "prepares sample agents", spoke,
                         ready ? std::to_string(ready->rules) + " rules, " +
                                     std::to_string(ready->problems.size()) + " refused"
                               : reason(ready.error())});
        if (!ready)
            return steps;
    }
    std::string fault;
    bool same = true;
    for (const sample& one : samples)
        if (fault.empty())
            fault = judge(router, instance, one, same);
    const bool good = fault.empty();
    steps.push_back({who + "answers sample requests", good, std::move(fault)});
    if (good)
        steps.push_back(
            {who + "answers the same again", same, same ? "" : "the same request got two answers"});
    return steps;
}

} // namespace codexflow::plugin
