#include "engine/run/provider_facts.hpp"

#include "engine/config/config.hpp"
#include "engine/net/proxy_settings.hpp"
#include "engine/net/url.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/plugin/grants.hpp"

#include <algorithm>

namespace codexflow {
namespace {

bool is_written(const config& settings, const std::string& path)
{
    const auto origin = settings.origins.find(path);
    return origin != settings.origins.end() && origin->second.layer != config_layer::built_in;
}

/// The first member with the format "base-url": as it is set, else its default.
std::string address_of(const plugin_choice& provider, const plugin::manifest::component& component)
{
    const doc::node* properties = component.config.find("properties");
    if (properties == nullptr)
        return {};
    for (const doc::member& property : properties->members)
    {
        const doc::node* format = property.value.find("format");
        if (format == nullptr || format->text != "base-url")
            continue;
        const doc::node* value = provider.settings.find(property.key);
        if (value == nullptr)
            value = property.value.find("default");
        if (value != nullptr)
            return value->text;
    }
    return {};
}

bool is_vendors(const std::string& host, const plugin::manifest& about)
{
    return std::find(about.hosts.begin(), about.hosts.end(), host) != about.hosts.end();
}

void look_into_manifest(provider_facts& facts, const provider_choice& provider, const plugin::manifest& about,
                        const std::map<std::string, std::string>& variables)
{
    const plugin::manifest::component& component = *about.find("provider", provider.plugin);
    facts.plugin_found = true;
    for (const std::string& name : plugin::grants_of(about, component, provider.settings).secrets)
    {
        const auto set = variables.find(name);
        facts.keys.push_back({name, set != variables.end() && !set->second.empty()});
    }
    const std::string address = address_of(provider, component);
    facts.address = without_password(address);
    const auto url = net::parse_url(address);
    facts.own_server = facts.keys.empty() && url && (net::is_loopback(url->host) || !is_vendors(url->host, about));
}

} // namespace

bool provider_facts::keys_set() const
{
    return !keys.empty() && std::all_of(keys.begin(), keys.end(), [](const key& one) { return one.set; });
}

std::vector<provider_facts> facts_of(const config& settings, const plugin::catalog& plugins,
                                     const std::map<std::string, std::string>& variables)
{
    std::vector<provider_facts> all;
    for (const provider_choice& provider : settings.providers)
    {
        provider_facts facts;
        facts.name = provider.name;
        facts.plugin = provider.plugin;
        facts.model = provider.model.value_or("");
        facts.written = is_written(settings, provider.path + ".plugin");
        facts.model_written = is_written(settings, provider.path + ".model");
        if (const plugin::catalog::entry* from = plugins.find("provider", provider.plugin))
            look_into_manifest(facts, provider, from->about, variables);
        all.push_back(std::move(facts));
    }
    return all;
}

} // namespace codexflow
