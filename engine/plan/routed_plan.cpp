#include "engine/plan/routed_plan.hpp"

#include "engine/registry/registry.hpp"

#include <algorithm>

namespace codexflow {
namespace {

std::string text_of(const route_request& request)
{
    if (request.files.empty())
        return request.text;
    const std::string& file = request.files.front();
    return request.text.empty() ? "Review " + file : request.text + "\n\nFile: " + file;
}

planned_task task_for(const route_request& request, const std::shared_ptr<const agent>& who, std::size_t number)
{
    planned_task made;
    made.id = who->id + '-' + std::to_string(number);
    made.alias = who->id; // the agent itself, also where an alias of that name stands for another
    made.agent_id = who->id;
    made.definition = who;
    made.text = text_of(request);
    made.input.type = doc::kind::string;
    made.input.text = made.text;
    made.about = request.files;
    return made;
}

} // namespace

std::vector<route_request> requests_for(const std::string& text, const std::vector<std::string>& files)
{
    std::vector<route_request> requests;
    for (const std::string& file : files)
        requests.push_back({text, {file}, false});
    if (files.empty())
        requests.push_back({text, {}, false});
    return requests;
}

result<plan> plan_of(const std::vector<routed>& answers, registry& agents)
{
    std::vector<std::pair<std::string, std::vector<const route_request*>>> lanes;
    for (const routed& one : answers)
        for (const route_candidate& candidate : one.answer.candidates)
        {
            auto lane = std::find_if(lanes.begin(), lanes.end(),
                                     [&](const auto& each) { return each.first == candidate.agent; });
            if (lane == lanes.end())
                lane = lanes.insert(lanes.end(), {candidate.agent, {}});
            lane->second.push_back(&one.request);
        }
    plan made;
    for (const auto& [id, requests] : lanes)
    {
        const auto who = agents.find(id);
        if (!who)
            return who.error();
        for (std::size_t i = 0; i != requests.size(); ++i)
            made.tasks.push_back(task_for(*requests[i], *who, i + 1));
    }
    return made;
}

} // namespace codexflow
