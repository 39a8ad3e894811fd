#include "engine/run/provider_setup.hpp"

#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/config/settings_check.hpp"
#include "engine/config/settings_paths.hpp"
#include "engine/plugin/catalog.hpp"

#include <algorithm>

namespace codexflow {
namespace {

/// A file in a plugin folder that would have offered it, had it not been refused.
std::string refused_as(const std::string& name, const plugin::catalog& plugins)
{
    for (const plugin::catalog::refusal& refused : plugins.refusals())
        if (refused.file.stem() == name)
            return refused.file.string() + " was refused: " + refused.reason;
    return {};
}

error no_plugin(const provider_choice& provider, const config& settings, const plugin::catalog& plugins,
                const std::vector<std::string>& searched)
{
    std::string hint = refused_as(provider.plugin, plugins);
    const auto add = [&hint](const std::string& line) {
        if (!line.empty())
            hint += (hint.empty() ? "" : "\n") + line;
    };
    add(did_you_mean(provider.plugin, plugins.names("provider")));
    add(searched.empty() ? "no plugin folder was searched" : "searched: " + join(searched, ", "));
    return error(errc::not_found,
                 "no plugin offers the provider " + quote(provider.plugin) + ", which " + provider.path +
                     " names",
                 settings.where(provider.path + ".plugin"))
        .with_hint(hint);
}

} // namespace

std::string json_text(const doc::node& value)
{
    std::string text;
    doc::write_json(value, text);
    return text;
}

result<void> check_provider(const provider_choice& provider, const config& settings,
                            const plugin::catalog& plugins, const std::vector<std::string>& searched)
{
    const plugin::catalog::entry* found = plugins.find("provider", provider.plugin);
    if (found == nullptr)
        return no_plugin(provider, settings, plugins, searched);
    problems faults;
    const settings_block block{provider.settings, provider.path,
                               [&](const std::string& path) { return settings.where(path); }};
    check_settings(block, found->about.find("provider", provider.plugin)->config, faults);
    if (!faults.none())
        return faults.combined();
    return {};
}

result<std::vector<const provider_choice*>> providers_of(const config& settings)
{
    std::vector<const provider_choice*> chain;
    const auto add = [&](const std::string& name, const std::string& named_at) -> result<void> {
        const auto found = settings.find_provider(name);
        if (!found)
            return error(found.error()).at(settings.where(named_at));
        if (std::find(chain.begin(), chain.end(), *found) == chain.end())
            chain.push_back(*found);
        return {};
    };
    if (const auto first = add(settings.default_provider, "providers.default"); !first)
        return first.error();
    for (std::size_t i = 0; i != settings.fallback.size(); ++i)
        if (const auto next = add(settings.fallback[i], "providers.fallback[" + std::to_string(i) + "]"); !next)
            return next.error();
    return chain;
}

provider_use make_use(const provider_choice& provider, const config& settings, const plugin::catalog& plugins)
{
    const doc::node& schema =
        plugins.find("provider", provider.plugin)->about.find("provider", provider.plugin)->config;
    provider_use use;
    use.name = provider.name;
    use.plugin = provider.plugin;
    use.settings_json = json_text(with_resolved_paths(provider, schema, settings));
    use.max_parallel = provider.max_parallel;
    use.model = provider.model.value_or("");
    use.retries = provider.retries.value_or(settings.limits.retries);
    return use;
}

} // namespace codexflow
