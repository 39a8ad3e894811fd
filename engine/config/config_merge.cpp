#include "engine/config/config_part.hpp"
#include "engine/config/config_schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow {
namespace {

doc::node& member_of(doc::node& mapping, const std::string& key)
{
    for (doc::member& m : mapping.members)
        if (m.key == key)
            return m.value;
    mapping.members.push_back({key, {}, {}});
    return mapping.members.back().value;
}

std::string text_at(const doc::node& mapping, std::string_view key)
{
    const doc::node* value = mapping.find(key);
    return value != nullptr ? value->text : std::string();
}

class merger
{
public:
    void lay_over(const config_part& part)
    {
        part_ = &part;
        merge(merged_.tree, part.tree, {}, "");
    }

    merged_config take() { return std::move(merged_); }

private:
    void merge(doc::node& into, const doc::node& from, doc::position where, const std::string& path)
    {
        if (from.is_null() && !path.empty()) // an empty section says nothing
            return;
        if (from.is_sequence() && into.is_sequence() && part_->appends)
            return append(into, from, path);
        if (!from.is_mapping() || !into.is_mapping() || changes_plugin(into, from))
        {
            doc::node left = ours_of(into, from, path);
            forget_but(left, path);
            into = from.is_mapping() ? std::move(left) : from;
        }
        note(path, from.is_mapping() || from.where.line == 0 ? where : from.where);
        for (std::size_t i = 0; i < from.items.size(); ++i)
            note_below(from.items[i], fmt::format("{}[{}]", path, i));
        for (const doc::member& m : from.members)
            merge(member_of(into, m.key), m.value, m.where, child_path(path, m.key));
    }

    /// What stays of @p into when a block of another plugin takes its place: of `memory` our own keys, which mean the
    /// same whoever keeps it.
    static doc::node ours_of(const doc::node& into, const doc::node& from, const std::string& path)
    {
        doc::node left{from.type, {}, {}, {}, from.where};
        if (path != "memory" || !into.is_mapping() || !from.is_mapping())
            return left;
        for (const doc::member& m : into.members)
            if (m.key != "plugin" && find_config_key(child_pattern(path, m.key)) != nullptr)
                left.members.push_back(m);
        return left;
    }

    static bool changes_plugin(const doc::node& into, const doc::node& from)
    {
        const std::string before = text_at(into, "plugin"), after = text_at(from, "plugin");
        return !before.empty() && !after.empty() && before != after;
    }

    void append(doc::node& into, const doc::node& from, const std::string& path)
    {
        for (const doc::node& item : from.items)
        {
            note_below(item, fmt::format("{}[{}]", path, into.items.size()));
            into.items.push_back(item);
        }
    }

    void note(const std::string& path, doc::position where)
    {
        if (!path.empty())
            merged_.origins[path] = {part_->layer, part_->at(where)};
    }

    void note_below(const doc::node& value, const std::string& path)
    {
        note(path, value.where);
        for (std::size_t i = 0; i < value.items.size(); ++i)
            note_below(value.items[i], fmt::format("{}[{}]", path, i));
        for (const doc::member& m : value.members)
        {
            note_below(m.value, child_path(path, m.key));
        }
    }

    // Of a value that is being replaced: what stood below it is no more, apart from what is @p left.
    void forget_but(const doc::node& left, const std::string& path)
    {
        std::erase_if(merged_.origins, [&](const auto& entry) {
            const std::string& other = entry.first;
            return other.size() > path.size() && other.starts_with(path) &&
                   (other[path.size()] == '.' || other[path.size()] == '[') &&
                   left.find(std::string_view(other).substr(path.size() + 1)) == nullptr;
        });
    }

    merged_config merged_{{doc::kind::mapping, {}, {}, {}, {}}, {}};
    const config_part* part_ = nullptr;
};

std::string default_provider(const std::vector<config_part>& parts)
{
    std::string name;
    for (const config_part& part : parts)
        if (const doc::node* providers = part.tree.find("providers"))
            if (std::string chosen = text_at(*providers, "default"); !chosen.empty())
                name = std::move(chosen);
    return name;
}

// Turns "model: x" into the same said of the default provider, if there is one, in the same layer:
// so it overrides what weaker layers say of that provider, and yields to what stronger ones say.
// @return the model, when there is no default provider; else "".
std::string place_model(config_part& part, const std::string& provider, bool known)
{
    auto& members = part.tree.members;
    const auto found =
        std::find_if(members.begin(), members.end(), [](const doc::member& m) { return m.key == "model"; });
    if (found == members.end())
        return {};
    doc::member model = std::move(*found);
    members.erase(found);
    if (!known)
        return model.value.text;
    const auto open = [](doc::node& parent, const std::string& key) -> doc::node& {
        doc::node& value = member_of(parent, key);
        if (value.is_null())
            value.type = doc::kind::mapping;
        return value;
    };
    doc::node& block = open(open(part.tree, "providers"), provider);
    if (block.find("model") == nullptr)
        block.members.push_back(std::move(model));
    return {};
}

} // namespace

merged_config merge_config(std::vector<config_part> parts)
{
    const std::string provider = default_provider(parts);
    const bool known = std::any_of(parts.begin(), parts.end(), [&provider](const config_part& part) {
        const doc::node* providers = part.tree.find("providers");
        return providers != nullptr && !provider.empty() && providers->find(provider) != nullptr;
    });
    merger all;
    std::string unplaced;
    for (config_part& part : parts)
    {
        if (std::string model = place_model(part, provider, known); !model.empty())
            unplaced = std::move(model);
        all.lay_over(part);
    }
    merged_config merged = all.take();
    merged.unplaced_model = std::move(unplaced);
    return merged;
}

} // namespace codexflow
