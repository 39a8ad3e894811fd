#include "engine/registry/registry.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/agent_merge.hpp"
#include "engine/registry/cache/agent_cache.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace codexflow {
namespace {

/// "coder" of "core/coder.codex.yaml" and of "coder.yaml": whose definition a broken file was to be.
std::string presumed_id(const agent_file& file)
{
    std::string stem = file.path.stem().string();
    if (stem.ends_with(".codex"))
        stem.resize(stem.size() - 6);
    return stem;
}

/// The id a parsed file stands for; "" if it stands for none.
std::string id_of(const agent_file& file)
{
    if (file.definition)
        return file.definition->id;
    if (file.fault)
        return file.indexed_id ? *file.indexed_id : presumed_id(file);
    return {};
}

} // namespace

registry::registry(registry_options options) : options_(std::move(options))
{
    std::error_code ignored;
    for (const agent_directory& directory : options_.directories)
    {
        if (std::filesystem::is_directory(directory.path, ignored))
            bundles_.push_back(list_agent_bundle(directory.path));
        else if (directory.configured)
            notices_.push_back(
                {notice_kind::warning,
                 error(errc::not_found,
                       fmt::format("there is no folder {} to read agents from", directory.path.string()),
                       directory.where)});
    }
}

void registry::parse(agent_file& file, const agent_bundle& bundle)
{
    if (file.parsed)
        return;
    file.parsed = true;
    parsed_agent& got = file;
    got = options_.cache != nullptr ? options_.cache->read(file.path, bundle.directory)
                                    : read_agent_file(file.path, bundle.directory);
    if (file.definition && file.indexed_id && file.definition->id != *file.indexed_id)
    {
        file.fault = error(errc::invalid_argument,
                           fmt::format("this file defines {}, but the index says {}",
                                       quote(file.definition->id), quote(*file.indexed_id)),
                           file.definition->source)
                         .with_hint("correct the entry at " + to_string(file.index_where));
        file.definition.reset();
    }
    if (file.fault)
        file.notices.push_back({notice_kind::broken, *file.fault});
    else if (file.definition && bundle.indexed && !file.indexed_id)
        file.notices.push_back(
            {notice_kind::warning,
             error(errc::not_found, "index.json does not name this agent; it is used all the same",
                   file.definition->source)});
}

void registry::parse_unindexed()
{
    for (agent_bundle& bundle : bundles_)
        for (agent_file& file : bundle.files)
            if (!file.indexed_id)
                parse(file, bundle);
}

std::vector<agent_file*> registry::files_of(std::string_view id)
{
    parse_unindexed();
    std::vector<agent_file*> found;
    for (agent_bundle& bundle : bundles_)
        for (agent_file& file : bundle.files)
        {
            if (file.indexed_id ? *file.indexed_id != id : id_of(file) != id)
                continue;
            parse(file, bundle);
            found.push_back(&file);
        }
    return found;
}

result<std::shared_ptr<const agent>> registry::merge(const std::vector<agent_file*>& files)
{
    std::optional<agent> made;
    for (agent_file* file : files)
    {
        if (file->fault)
            return *file->fault;
        if (!file->definition) // named by the index, but left out
            return file->notices.front().what;
        const agent& next = *file->definition;
        if (!made)
        {
            made = next;
            continue;
        }
        file->notices.push_back(
            {notice_kind::duplicate,
             error(errc::invalid_argument,
                   fmt::format("the agent {} is also defined in {}", quote(next.id), to_string(made->source)),
                   next.source)
                 .with_hint("the first definition is used, with the stricter tools and limits of both; "
                            "remove one")});
        made = merge_agents(std::move(*made), next);
    }
    return std::make_shared<const agent>(std::move(*made));
}

result<std::shared_ptr<const agent>> registry::find(std::string_view id)
{
    if (const auto known = merged_.find(id); known != merged_.end())
        return known->second;
    const std::vector<agent_file*> files = files_of(id);
    if (files.empty())
        return unknown(fmt::format("unknown agent {}", quote(id)), id, ids());
    return merged_.emplace(id, merge(files)).first->second;
}

result<agent_reference> registry::resolve(std::string_view name)
{
    const std::vector<std::string> known = ids();
    const auto is_known = [&known](std::string_view id) {
        return std::binary_search(known.begin(), known.end(), id);
    };
    const std::string wanted(name);
    const auto alias = options_.aliases.find(wanted);
    if (alias != options_.aliases.end())
    {
        const agent_alias& target = alias->second;
        if (is_known(target.agent))
            return agent_reference{wanted, target.agent, target.autonomy};
        if (target.configured || !is_known(name)) // a built-in alias hides nobody it cannot replace
            return unknown(fmt::format("the alias {} stands for the agent {}, which no definition has",
                                       quote(name), quote(target.agent)),
                           target.agent, known);
    }
    if (is_known(name))
        return agent_reference{wanted, wanted, {}};
    std::vector<std::string> candidates = known;
    for (const auto& [key, target] : options_.aliases)
        if (is_known(target.agent))
            candidates.push_back(key);
    return unknown(fmt::format("unknown agent or alias {}", quote(name)), name, candidates);
}

error registry::unknown(std::string message, std::string_view name,
                        const std::vector<std::string>& candidates) const
{
    std::string hint = did_you_mean(name, candidates);
    if (candidates.empty())
    {
        std::vector<std::string> places;
        for (const agent_directory& directory : options_.directories)
            places.push_back(directory.path.string());
        hint = "no agents are defined: looked in " + join(places, ", ");
    }
    return error(errc::not_found, std::move(message)).with_hint(std::move(hint));
}

void registry::load_all()
{
    if (complete_)
        return;
    complete_ = true;
    for (agent_bundle& bundle : bundles_)
        for (agent_file& file : bundle.files)
            parse(file, bundle);
    const std::vector<std::string> known = ids();
    for (const std::string& id : known)
        (void)find(id);
    for (const auto& [name, alias] : options_.aliases)
    {
        const bool hides = std::binary_search(known.begin(), known.end(), name) && alias.agent != name;
        const bool leads_on = std::binary_search(known.begin(), known.end(), alias.agent);
        if (hides && leads_on)
            notices_.push_back(
                {notice_kind::shadowed,
                 error(errc::invalid_argument,
                       fmt::format("the alias {} stands for {} and hides the agent of that name", quote(name),
                                   quote(alias.agent)),
                       alias.where)});
        else if (!leads_on && alias.configured)
            notices_.push_back(
                {notice_kind::warning,
                 error(errc::not_found,
                       fmt::format("the alias {} stands for the agent {}, which no definition has",
                                   quote(name), quote(alias.agent)),
                       alias.where)
                     .with_hint(did_you_mean(alias.agent, known))});
    }
}

result<void> registry::keep_parsed() const
{
    if (options_.cache == nullptr)
        return {};
    std::vector<cache_key> listed;
    for (const agent_bundle& bundle : bundles_)
        for (const agent_file& file : bundle.files)
            listed.push_back({file.path, bundle.directory});
    return options_.cache->save(listed);
}

std::vector<std::shared_ptr<const agent>> registry::agents()
{
    load_all();
    std::vector<std::shared_ptr<const agent>> all;
    for (const auto& [id, found] : merged_)
        if (found)
            all.push_back(*found);
    return all;
}

std::vector<std::string> registry::ids()
{
    parse_unindexed();
    std::vector<std::string> names;
    for (const agent_bundle& bundle : bundles_)
        for (const agent_file& file : bundle.files)
            if (std::string id = file.indexed_id ? *file.indexed_id : id_of(file); !id.empty())
                names.push_back(std::move(id));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

} // namespace codexflow
