#include "engine/plugin/grants.hpp"

#include "engine/base/text.hpp"
#include "engine/net/url.hpp"

namespace codexflow::plugin {

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
