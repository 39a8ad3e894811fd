#include "cli/commands/commands.hpp"
#include "cli/setup.hpp"
#include "engine/plugin/configured_component.hpp"
#include "engine/run/provider_setup.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

std::string as_json(const config& settings)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("settings").begin_array();
    for (const config_setting& one : settings.settings())
    {
        out.begin_object().member("path", one.path).raw_member("value", one.value);
        out.member("origin", one.origin).end_object();
    }
    out.end_array().key("files").begin_array();
    for (const auto& file : settings.files)
        out.value(file.string());
    out.end_array().end_object();
    return text + '\n';
}

std::string as_text(const config& settings, bool origin)
{
    const auto all = settings.settings();
    std::size_t widest = 0;
    for (const config_setting& one : all)
        widest = std::max(widest, one.path.size() + one.value.size() + 2);
    widest = std::min<std::size_t>(widest, 60);
    std::string text;
    for (const config_setting& one : all)
    {
        std::string line = one.path + ": " + one.value;
        if (origin)
            line = fmt::format("{:<{}}  # {}", line, widest, one.origin);
        text += line + '\n';
    }
    return text;
}

/// Whether somebody wrote something at @p path or below.
bool is_written(const std::string& path, const config& settings)
{
    return std::any_of(settings.origins.begin(), settings.origins.end(), [&](const auto& entry) {
        return entry.first.starts_with(path + '.') && entry.second.layer != config_layer::built_in;
    });
}

/// Whether somebody asks for it: a provider that is merely built in need not have its plugin here.
bool in_use(const provider_choice& provider, const config& settings)
{
    if (provider.name == settings.default_provider)
        return true;
    if (std::find(settings.fallback.begin(), settings.fallback.end(), provider.name) !=
        settings.fallback.end())
        return true;
    return is_written(provider.path, settings);
}

int check(const config_options& options, const config& settings, const context& where)
{
    const plugin::search_path path = plugin_search_path(options.setup, settings, where);
    const auto plugins = plugin::catalog::scan(path);
    if (!plugins)
        return where.fail(plugins.error());
    std::vector<std::string> checked;
    int worst = 0;
    for (const provider_choice& provider : settings.providers)
    {
        if (!in_use(provider, settings))
            continue;
        checked.push_back(provider.name);
        if (const auto fits = check_provider(provider, settings, *plugins, searched_folders(path)); !fits)
            worst = where.fail(fits.error());
    }
    using checks = std::pair<std::string_view, std::vector<std::string>>; // a kind, and the components named
    std::vector<checks> others;
    const auto check_all = [&](std::string_view kind, const auto& choices) {
        checks& done = others.emplace_back(kind, std::vector<std::string>());
        for (const plugin_choice& choice : choices)
        {
            if (!is_written(choice.path, settings))
                continue;
            done.second.push_back(choice.plugin);
            if (const auto fits = plugin::find_component(kind, choice, settings, *plugins); !fits)
                worst = where.fail(fits.error());
        }
    };
    check_all("router", settings.router);
    check_all("policy", settings.policies);
    check_all("redactor", settings.redaction);
    check_all("tool", settings.tools);
    check_all("memory", settings.memory ? std::vector<plugin_choice>{*settings.memory} : std::vector<plugin_choice>());
    std::string text;
    if (options.json)
    {
        json_writer out(text);
        out.begin_object().member("ok", worst == 0).member("default_provider", settings.default_provider);
        out.key("providers").begin_array();
        for (const std::string& name : checked)
            out.value(name);
        out.end_array();
        for (const auto& [kind, names] : others)
        {
            out.key(kind == "policy" ? "policies" : kind == "memory" ? "memory" : std::string(kind) + 's').begin_array();
            for (const std::string& name : names)
                out.value(name);
            out.end_array();
        }
        out.key("files").begin_array();
        for (const auto& file : settings.files)
            out.value(file.string());
        out.end_array().end_object();
        text += '\n';
    }
    else if (worst == 0)
    {
        for (const auto& file : settings.files)
            text += "read: " + file.string() + '\n';
        for (const std::string& name : checked)
            text += "provider " + name + ": its plugin is there and takes these settings\n";
        for (const auto& [kind, names] : others)
            for (const std::string& name : names)
                text += std::string(kind) + ' ' + name + ": its plugin is there and takes these settings\n";
        text += "the configuration is valid\n";
        if (settings.default_provider.empty())
            text += "note: no provider is chosen; name one with providers.default or --provider\n";
    }
    return where.print(text) ? worst : output_lost_exit_code;
}

} // namespace

int config_command(const config_options& options, const context& where)
{
    const auto settings = load_settings(options.setup, where);
    if (!settings)
        return where.fail(settings.error());
    if (options.what == config_options::action::check)
        return check(options, *settings, where);
    const std::string text = options.json ? as_json(*settings) : as_text(*settings, options.origin);
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
