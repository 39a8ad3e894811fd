#include "engine/plugin/grants.hpp"

#include "engine/base/text.hpp"
#include "engine/net/url.hpp"

namespace codexflow::plugin {
namespace {

/// The names in a list, by the format of its items: "pass-env" variables, "secret-env" secrets.
void add_names(const doc::node& schema, const doc::node& value, grants& given)
{
    const doc::node* items = schema.find("items");
    const doc::node* format = items == nullptr ? nullptr : items->find("format");
    if (format == nullptr || !value.is_sequence() || (format->text != "pass-env" && format->text != "secret-env"))
        return;
    for (const doc::node& each : value.items)
        if (each.is_string())
            (format->text == "pass-env" ? given.variables : given.secrets).insert(each.text);
}

} // namespace

grants grants_of(const manifest& about, const manifest::component& component, const doc::node& settings)
{
    grants given;
    given.secrets.insert(about.secrets.begin(), about.secrets.end());
    for (const std::string& host : about.hosts)
        given.hosts.insert(to_lower(host)); // as parse_url has them
    const doc::node* properties = component.config.find("properties");
    if (properties == nullptr)
        return given;
    for (const doc::member& property : properties->members)
    {
        const doc::node* format = property.value.find("format");
        const doc::node* value = settings.find(property.key);
        if (value == nullptr)
            value = property.value.find("default");
        if (value != nullptr)
            add_names(property.value, *value, given);
        if (format == nullptr || value == nullptr || !value->is_string())
            continue;
        if (format->text == "secret-env")
            given.secrets.insert(value->text);
        if (format->text == "base-url")
            if (const auto url = net::parse_url(value->text))
                given.hosts.insert(url->host);
    }
    return given;
}

} // namespace codexflow::plugin
