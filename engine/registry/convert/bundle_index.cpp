#include "engine/registry/convert/bundle_index.hpp"

#include "engine/base/document_builder.hpp"
#include "engine/base/document_text.hpp"

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

using map = doc::mapping_builder;

doc::node entry_of(const agent& one)
{
    return map()
        .set("id", one.id)
        .set("name", one.name)
        .set("domain", one.domain)
        .set_some("subdomain", one.subdomain)
        .set("tier", one.tier)
        .set("description", one.description)
        .set("autonomy_level", one.autonomy)
        .set("max_parallel_tasks", one.max_parallel)
        .set("keywords", texts_of(one.triggers.keywords))
        .take();
}

/// Triggers in the order in which they came up, each with the agents it leads to.
template <class Key> class trigger_table
{
public:
    void add(const Key& trigger, const std::string& id)
    {
        auto row = std::find_if(rows_.begin(), rows_.end(), [&](const auto& one) { return one.first == trigger; });
        if (row == rows_.end())
            row = rows_.insert(rows_.end(), {trigger, {}});
        std::vector<std::string>& ids = row->second;
        if (const auto at = std::lower_bound(ids.begin(), ids.end(), id); at == ids.end() || *at != id)
            ids.insert(at, id);
    }
    const auto& rows() const { return rows_; }

private:
    std::vector<std::pair<Key, std::vector<std::string>>> rows_;
};

doc::node as_mapping(const trigger_table<std::string>& table)
{
    map made;
    for (const auto& [trigger, ids] : table.rows())
        made.set(trigger, ids);
    return made.take();
}

std::string without_time(const std::string& index)
{
    auto read = doc::parse_json(index, "index.json");
    if (!read || !read->is_mapping())
        return index;
    std::erase_if(read->members, [](const doc::member& m) { return m.key == "generatedAt"; });
    return doc::json_text(*read);
}

} // namespace

std::string bundle_index_text(std::span<const agent> agents, const std::string& generated_at)
{
    std::vector<const agent*> sorted;
    for (const agent& one : agents)
        sorted.push_back(&one);
    std::stable_sort(sorted.begin(), sorted.end(), [](const agent* a, const agent* b) { return a->id < b->id; });
    std::vector<doc::node> entries;
    for (const agent* one : sorted)
        entries.push_back(entry_of(*one));
    return doc::json_text(map().set("version", 1).set("generatedAt", generated_at).set("agents", entries).take());
}

std::string bundle_triggers_text(std::span<const agent> agents)
{
    trigger_table<std::string> keywords, file_patterns;
    trigger_table<regex_trigger> regex;
    for (const agent& one : agents)
    {
        for (const text_trigger& keyword : one.triggers.keywords)
            keywords.add(keyword.text, one.id);
        for (const regex_trigger& trigger : one.triggers.regex)
            regex.add(trigger, one.id);
        for (const text_trigger& pattern : one.triggers.file_patterns)
            file_patterns.add(pattern.text, one.id);
    }
    std::vector<doc::node> patterns;
    for (const auto& [trigger, ids] : regex.rows())
        patterns.push_back(
            map().set("pattern", trigger.pattern).set("priority", trigger.priority).set("agents", ids).take());
    return doc::json_text(map()
                              .set("keywords", as_mapping(keywords))
                              .set("regex", patterns)
                              .set("file_patterns", as_mapping(file_patterns))
                              .take());
}

bool same_but_for_time(const std::string& first, const std::string& second)
{
    return without_time(first) == without_time(second);
}

} // namespace codexflow
