#include "cli/commands/providers.hpp"

#include "cli/commands/commands.hpp"
#include "cli/setup.hpp"

#include <utility>

namespace codexflow::cli {
namespace {

/// --model for the providers that are named, where "model" alone would mean the default one.
std::vector<config_override> model_flags(const providers_options& options)
{
    std::vector<config_override> flags;
    if (!options.setup.model)
        return flags;
    for (const std::string& name : options.names)
        flags.push_back({"providers.\"" + name + "\".model", *options.setup.model, "--model"});
    return flags;
}

result<provider_setup> load(const providers_options& options, const context& where)
{
    setup_options setup = options.setup;
    if (!options.names.empty())
        setup.model.reset();
    // Without the flags first, so that a name nobody knows is told as such.
    auto settings = load_settings(setup, where);
    for (const std::string& name : options.names)
        if (settings)
            if (const auto found = settings->find_provider(name); !found)
                return found.error();
    if (settings && options.setup.model && !options.names.empty())
        settings = load_settings(setup, where, model_flags(options));
    if (!settings)
        return settings.error();
    const plugin::search_path path = plugin_search_path(options.setup, *settings, where);
    auto plugins = plugin::catalog::scan(path);
    if (!plugins)
        return plugins.error();
    return provider_setup{std::move(*settings), std::move(*plugins), searched_folders(path)};
}

std::string origin_of(const config& settings, const std::string& path)
{
    const auto origin = settings.origins.find(path);
    return origin == settings.origins.end() ? std::string() : " (" + to_string(origin->second) + ")";
}

} // namespace

std::string role_of(const std::string& provider, const config& settings)
{
    if (provider == settings.default_provider)
        return "default" + origin_of(settings, "providers.default");
    for (std::size_t i = 0; i != settings.fallback.size(); ++i)
        if (settings.fallback[i] == provider)
            return "fallback " + std::to_string(i + 1) + origin_of(settings, "providers.fallback");
    return {};
}

int providers_command(const providers_options& options, const context& where)
{
    auto setup = load(options, where);
    if (!setup)
        return where.fail(setup.error());
    return options.what == providers_options::action::list ? list_providers(options, *setup, where)
                                                           : check_providers(options, std::move(*setup), where);
}

} // namespace codexflow::cli
