#include "engine/memory/context_bus.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::memories {
namespace {

/// What keeping @p one counts for.
std::size_t cost_of(const publication& one)
{
    constexpr std::size_t of_its_own = 256;
    return one.data.size() + of_its_own;
}

} // namespace

context_bus::context_bus(const sharing_rules& rules, std::map<std::string, field_filter> fields, std::size_t bytes)
    : rules_(rules), fields_(std::move(fields)), most_(bytes)
{
}

bool context_bus::wants(const subscriber& who, const publication& what) const
{
    return (who.wanted.publisher.empty() || who.wanted.publisher == what.agent_id) &&
           (who.wanted.alias.empty() || who.wanted.alias == what.alias);
}

context_item context_bus::item_of(const publication& what, std::string rule)
{
    return {what.task_id, what.run_id, what.alias, what.agent_id, what.at_us, what.ok, std::move(rule), what.data};
}

std::vector<bus_refusal> context_bus::publish(publication what)
{
    if (const auto fields = fields_.find(what.agent_id); fields != fields_.end())
        fields->second.apply(what.data);
    std::vector<bus_refusal> refused;
    std::vector<std::shared_ptr<subscriber>> present; // who comes during this hears of it from what is kept
    for (auto at = subscribers_.begin(); at != subscribers_.end();)
    {
        if (auto who = at->lock())
        {
            present.push_back(std::move(who));
            ++at;
        }
        else
        {
            at = subscribers_.erase(at);
        }
    }
    for (std::shared_ptr<subscriber>& who : present)
    {
        if (who.use_count() == 1 || !wants(*who, what)) // ended by a handler before it
            continue;
        sharing_answer said = rules_.ask(what.agent_id, who->wanted.reader);
        const auto known = [&](const bus_refusal& one) { return one.reader == who->wanted.reader; };
        if (said.visible)
            who->take(item_of(what, std::move(said.rule)));
        else if (said.asked && std::none_of(refused.begin(), refused.end(), known))
            refused.push_back({who->wanted.reader, std::move(said.rule)});
    }
    if (cost_of(what) > most_)
        return refused;
    bytes_ += cost_of(what);
    kept_.push_back(std::move(what));
    while (bytes_ > most_)
    {
        bytes_ -= cost_of(kept_.front());
        kept_.pop_front();
    }
    return refused;
}

context_bus::subscription context_bus::subscribe(bus_filter wanted, handler take)
{
    auto place = std::make_shared<subscriber>(subscriber{std::move(wanted), std::move(take)});
    for (const publication& one : kept_)
        if (wants(*place, one))
            if (sharing_answer said = rules_.ask(one.agent_id, place->wanted.reader); said.visible)
                place->take(item_of(one, std::move(said.rule)));
    subscribers_.push_back(place);
    return subscription(std::move(place));
}

} // namespace codexflow::memories
