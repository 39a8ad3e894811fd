#include "engine/config/config.hpp"
#include "engine/config/config_schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow {

std::string without_password(std::string text)
{
    const std::size_t scheme = text.find("://");
    if (scheme == std::string::npos)
        return text;
    const std::size_t begin = scheme + 3;
    const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
    const std::size_t at = text.rfind('@', end);
    const std::size_t colon = text.find(':', begin);
    if (at == std::string::npos || at < begin || at > end || colon > at)
        return text;
    return text.replace(colon + 1, at - colon - 1, "***");
}

namespace {

doc::node masked(doc::node value)
{
    if (value.is_string())
        value.text = without_password(std::move(value.text));
    for (doc::node& item : value.items)
        item = masked(std::move(item));
    for (doc::member& m : value.members)
        m.value = masked(std::move(m.value));
    return value;
}

class lister
{
public:
    explicit lister(const config& from) : config_(from) {}

    std::vector<config_setting> list()
    {
        add(config_.effective, "", "");
        return std::move(lines_);
    }

private:
    void add(const doc::node& value, const std::string& pattern, const std::string& path)
    {
        if (value.is_mapping())
            return add_members(value, pattern, path);
        const bool blocks = value.is_sequence() && !value.items.empty() && value.items.front().is_mapping();
        if (blocks)
            for (std::size_t i = 0; i < value.items.size(); ++i)
                add(value.items[i], pattern + "[]", fmt::format("{}[{}]", path, i));
        else
            add_line(value, path);
    }

    // Known keys in the order of the table, then the user's names and the plugins' settings by name.
    void add_members(const doc::node& mapping, const std::string& pattern, const std::string& path)
    {
        const config_children below = children_of(pattern);
        std::vector<const doc::member*> order;
        for (const doc::member& m : mapping.members)
            order.push_back(&m);
        const auto rank = [&below](const doc::member* m) {
            return std::find(below.names.begin(), below.names.end(), m->key) - below.names.begin();
        };
        std::sort(order.begin(), order.end(), [&rank](const doc::member* a, const doc::member* b) {
            return rank(a) != rank(b) ? rank(a) < rank(b) : a->key < b->key;
        });
        for (const doc::member* m : order)
        {
            const bool fixed = static_cast<std::size_t>(rank(m)) < below.names.size();
            add(m->value, child_pattern(pattern, fixed || !below.any_name ? m->key : "*"),
                child_path(path, m->key));
        }
    }

    void add_line(const doc::node& value, const std::string& path)
    {
        std::string text;
        doc::write_json(masked(value), text);
        lines_.push_back({path, std::move(text), origin_of(value, path)});
    }

    std::string origin_of(const doc::node& value, const std::string& path) const
    {
        std::string all;
        const auto name = [&](const std::string& at) {
            const auto found = config_.origins.find(at);
            if (found == config_.origins.end())
                return;
            const std::string text = to_string(found->second);
            if (all.find(text) == std::string::npos)
                all += (all.empty() ? "" : ", ") + text;
        };
        if (value.items.empty())
            name(path);
        for (std::size_t i = 0; i < value.items.size(); ++i)
            name(fmt::format("{}[{}]", path, i));
        return all;
    }

    const config& config_;
    std::vector<config_setting> lines_;
};

} // namespace

std::string to_string(const config_origin& origin)
{
    return origin.layer == config_layer::built_in ? "built-in" : to_string(origin.where);
}

std::vector<config_setting> config::settings() const { return lister(*this).list(); }

} // namespace codexflow
