#include "engine/run/provider_setup.hpp"

#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/plugin/configured_component.hpp"

#include <algorithm>

namespace codexflow {
namespace {

/// Nobody offers it: where was it looked for?
error with_folders(error fault, const std::vector<std::string>& searched)
{
    fault.hint += fault.hint.empty() ? "" : "\n";
    fault.hint += searched.empty() ? "no plugin folder was searched" : "searched: " + join(searched, ", ");
    return fault;
}

} // namespace

result<void> check_provider(const provider_choice& provider, const config& settings,
                            const plugin::catalog& plugins, const std::vector<std::string>& searched)
{
    const auto found = plugin::find_component("provider", provider, settings, plugins);
    if (found)
        return {};
    return found.error().code == errc::not_found ? with_folders(found.error(), searched) : found.error();
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
    provider_use use;
    use.name = provider.name;
    use.plugin = provider.plugin;
    use.settings_json = plugin::find_component("provider", provider, settings, plugins)->settings_json;
    use.max_parallel = provider.max_parallel;
    use.model = provider.model.value_or("");
    use.retries = provider.retries.value_or(settings.limits.retries);
    return use;
}

} // namespace codexflow
