#include "engine/plugin/manifest.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace codexflow::plugin {
namespace {

constexpr std::array<std::string_view, 7> kinds{"provider", "router", "memory", "policy", "redactor", "tool", "sink"};

error bad(const std::string& file, std::string what)
{
    return error(errc::plugin_misbehaved, "its manifest " + std::move(what), location{file, 0, 0})
        .with_hint("the form of a manifest is described in sdk/include/codexflow/abi.h");
}

std::string text_of(const doc::node& map, std::string_view key)
{
    const doc::node* value = map.find(key);
    return value != nullptr && value->is_string() ? value->text : std::string();
}

std::vector<std::string> texts_of(const doc::node* list)
{
    std::vector<std::string> all;
    if (list != nullptr)
        for (const doc::node& item : list->items)
            if (item.is_string())
                all.push_back(item.text);
    return all;
}

bool well_named(std::string_view name)
{
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && std::all_of(name.begin(), name.end(), allowed);
}

/// Reads one entry of "components"; the message of what is wrong with it otherwise.
std::optional<std::string> read_component(const doc::node& entry, manifest& into)
{
    manifest::component made{text_of(entry, "kind"), text_of(entry, "name"), {}};
    if (std::find(kinds.begin(), kinds.end(), made.kind) == kinds.end())
        return "names the kind " + quote(made.kind) + ", which this version does not know";
    if (!well_named(made.name))
        return "names a component " + quote(made.name) + ": names are of a-z, 0-9 and '-'";
    if (into.find(made.kind, made.name) != nullptr)
        return "names the " + made.kind + " '" + made.name + "' twice";
    if (const doc::node* schema = entry.find("config"); schema != nullptr)
        made.config = *schema;
    into.components.push_back(std::move(made));
    return std::nullopt;
}

} // namespace

const manifest::component* manifest::find(std::string_view kind, std::string_view name) const noexcept
{
    const auto found = std::find_if(components.begin(), components.end(),
                                    [&](const component& c) { return c.kind == kind && c.name == name; });
    return found == components.end() ? nullptr : &*found;
}

result<manifest> parse_manifest(std::string_view json, const std::string& file)
{
    const auto parsed = doc::parse_json(json, file);
    if (!parsed)
        return bad(file, "is not valid JSON: " + parsed.error().message);
    if (!parsed->is_mapping())
        return bad(file, "is not a JSON object");
    manifest made;
    made.id = text_of(*parsed, "id");
    made.version = text_of(*parsed, "version");
    made.license = text_of(*parsed, "license");
    made.serial = text_of(*parsed, "threading") == "serial";
    if (made.id.empty() || made.version.empty())
        return bad(file, "does not give its \"id\" and \"version\"");
    const doc::node* components = parsed->find("components");
    if (components == nullptr || components->items.empty())
        return bad(file, "lists no components");
    for (const doc::node& entry : components->items)
        if (const auto fault = read_component(entry, made))
            return bad(file, *fault);
    if (const doc::node* needs = parsed->find("needs"); needs != nullptr)
    {
        made.services = texts_of(needs->find("services"));
        made.secrets = texts_of(needs->find("secrets"));
        made.hosts = texts_of(needs->find("hosts"));
    }
    return made;
}

} // namespace codexflow::plugin
