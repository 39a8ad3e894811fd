#include "engine/run/memory_setup.hpp"

#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/plan/plan.hpp"
#include "engine/plugin/configured_component.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/registry.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace codexflow {
namespace {

std::vector<std::string> aliases_of(const agent& who, const config& settings)
{
    std::vector<std::string> names;
    for (const auto& [alias, of] : settings.aliases)
        if (of.agent == who.id && alias != who.id)
            names.push_back(alias);
    return names;
}

remembering rules_of(const agent& who, const std::vector<std::string>& aliases, const memory_terms& terms)
{
    remembering made;
    made.names.push_back(who.id);
    made.names.insert(made.names.end(), aliases.begin(), aliases.end());
    if (!who.memory.namespaces.empty())
        made.name_space = who.memory.namespaces.front();
    made.retention = who.memory.retention ? who.memory.retention : terms.retention;
    made.long_term = who.memory.retention && who.memory.long_term;
    made.redact = who.memory.redact;
    return made;
}

bool is_offered(const memory_choice& choice, const plugin::catalog& plugins)
{
    return plugins.find("memory", choice.plugin) != nullptr;
}

} // namespace

std::vector<std::shared_ptr<const agent>> find_partners(const plan& work, const config& settings, registry& agents)
{
    std::vector<std::shared_ptr<const agent>> found;
    if (!settings.memory || settings.memory->terms.context != context_mode::shared)
        return found;
    std::set<std::string> known;
    for (const planned_task& one : work.tasks)
        known.insert(one.agent_id);
    for (const planned_task& one : work.tasks)
        for (const std::string& name : one.definition->memory.share_with)
        {
            const auto by_id = agents.find(name);
            const auto meant = by_id ? result<agent_reference>(agent_reference{name, name, {}}) : agents.resolve(name);
            if (!meant || !known.insert(meant->agent_id).second)
                continue;
            if (const auto who = agents.find(meant->agent_id))
                found.push_back(*who);
        }
    return found;
}

result<memory_setup> memory_of(const config& settings, const plugin::catalog& plugins,
                               const std::vector<std::shared_ptr<const agent>>& agents)
{
    if (!settings.memory)
        return memory_setup{};
    const memory_choice& choice = *settings.memory;
    if (!choice.configured && !is_offered(choice, plugins))
        return memory_setup{{}, "nothing is remembered: no plugin offers the memory " + quote(choice.plugin)};
    auto store = memory_store_of(settings, plugins);
    if (!store)
        return store.error();
    for (const auto& who : agents)
    {
        const std::vector<std::string> aliases = aliases_of(*who, settings);
        store->agents.try_emplace(who->id, rules_of(*who, aliases, choice.terms));
        store->parties.push_back({who->id, aliases, who->memory.share_with});
    }
    return memory_setup{std::move(*store), {}};
}

result<memory_use> memory_store_of(const config& settings, const plugin::catalog& plugins)
{
    if (!settings.memory)
        return error(errc::unsupported, "memory is off", settings.where("memory"))
            .with_hint("to see what an earlier configuration kept: -c memory.plugin=jsonl");
    auto found = plugin::find_component("memory", *settings.memory, settings, plugins);
    if (!found)
        return found.error();
    return memory_use{settings.memory->plugin, std::move(found->settings_json), settings.memory->terms, {}, {}};
}

bool is_first_of_day(const std::filesystem::path& runs_dir, const std::string& run_id)
{
    constexpr std::size_t date = 8; // of "20261122T143412Z-4k2j9x"
    const auto is_run = [](const std::string& name) {
        return name.size() > date + 1 && name[date] == 'T' && name.find_first_not_of("0123456789") == date;
    };
    std::string before;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(runs_dir, none))
        if (std::string name = entry.path().filename().string(); is_run(name) && name < run_id && name > before)
            before = std::move(name);
    return !before.empty() && before.substr(0, date) != run_id.substr(0, date);
}

} // namespace codexflow
