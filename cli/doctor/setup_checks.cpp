#include "cli/doctor/setup_checks.hpp"

#include "engine/base/text.hpp"
#include "engine/plugin/configured_component.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

using state = finding::state;

finding failed(std::string group, std::string name, const error& why)
{
    return {std::move(group), std::move(name), state::fail, to_string(why), why.hint};
}

std::string counted(std::size_t count, std::string_view one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

bool is_written(const std::string& path, const config& settings)
{
    return std::any_of(settings.origins.begin(), settings.origins.end(), [&](const auto& entry) {
        return entry.first.starts_with(path + '.') && entry.second.layer != config_layer::built_in;
    });
}

finding judge_provider(const provider_facts& one, bool used)
{
    const state bad = used ? state::fail : state::warn;
    if (!one.plugin_found)
        return {"providers", one.name, bad, "no plugin offers '" + one.plugin + "'", "codex-flow plugin list tells what there is"};
    std::vector<std::string> missing;
    for (const provider_facts::key& key : one.keys)
        if (!key.set)
            missing.push_back(key.variable);
    const std::string where = one.address.empty() ? "" : " at " + one.address;
    if (!missing.empty())
        return {"providers", one.name, bad, "plugin " + one.plugin + where + ", but no key: " + join(missing, ", ") + " is not set",
                "export " + missing.front() + "=..., or choose another provider"};
    return {"providers", one.name, state::ok, "plugin " + one.plugin + where + (one.keys.empty() ? "" : ", key set"),
            one.address.empty() ? "" : "codex-flow doctor --online asks it"};
}

} // namespace

findings judge_versions(const std::vector<std::pair<std::string, std::string>>& parts)
{
    findings made;
    for (const auto& [name, version] : parts)
        made.push_back({"version", name, state::ok, version});
    return made;
}

findings judge_config(const result<config>& settings)
{
    if (!settings)
        return {failed("config", "", settings.error())};
    if (settings->files.empty())
        return {{"config", "", state::ok, "valid; no file is read, all is built in or from the environment"}};
    std::vector<std::string> files;
    for (const auto& file : settings->files)
        files.push_back(file.string());
    return {{"config", "", state::ok, "valid; read " + join(files, ", ")}};
}

findings judge_plugins(const result<plugin::catalog>& plugins, const std::vector<std::string>& searched)
{
    if (!plugins)
        return {failed("plugins", "", plugins.error())};
    findings made;
    std::size_t parts = 0;
    for (const auto& entry : plugins->entries())
        parts += entry.about.components.size();
    if (plugins->entries().empty())
        made.push_back({"plugins", "", state::fail, "none found in " + (searched.empty() ? "any folder" : join(searched, ", ")),
                        "install codex-flow completely, or name a folder: plugins.paths, --plugin-path"});
    else
        made.push_back({"plugins", "", state::ok,
                        counted(plugins->entries().size(), "plugin") + " with " + counted(parts, "component")});
    for (const auto& one : plugins->refusals())
        made.push_back({"plugins", one.file.filename().string(), state::warn, "refused: " + one.reason,
                        "mend or remove " + one.file.string()});
    for (const auto& one : plugins->shadows())
        made.push_back({"plugins", one.name, state::warn,
                        fmt::format("the {} of {} is not used, for {} comes first", one.kind, one.file.string(), one.by.string()),
                        "remove one of the two, or change the order of the folders"});
    return made;
}

findings judge_components(const config& settings, const plugin::catalog& plugins)
{
    findings made;
    const auto check = [&](std::string_view kind, const plugin_choice& choice) {
        if (!is_written(choice.path, settings))
            return;
        if (const auto fits = plugin::find_component(kind, choice, settings, plugins); !fits)
            made.push_back(failed("config", choice.path, fits.error()));
    };
    for (const plugin_choice& one : settings.router)
        check("router", one);
    for (const plugin_choice& one : settings.policies)
        check("policy", one);
    for (const plugin_choice& one : settings.redaction)
        check("redactor", one);
    for (const tool_choice& one : settings.tools)
        check("tool", one);
    if (settings.memory)
        check("memory", *settings.memory);
    return made;
}

findings judge_agents(const registry_totals& totals, const std::vector<notice>& remarks)
{
    findings made;
    if (totals.definitions == 0)
        made.push_back({"agents", "", state::warn, "no agent is defined here", "codex-flow init, or agents.paths in codex-flow.yaml"});
    else
        made.push_back({"agents", "", state::ok, counted(totals.ids, "agent") + " in " + counted(totals.definitions, "definition")});
    constexpr std::size_t most = 5;
    std::size_t faults = 0;
    for (const notice& one : remarks)
        if (one.kind == notice_kind::broken && ++faults <= most)
            made.push_back(failed("agents", "", one.what));
    if (faults > most)
        made.push_back({"agents", "", state::fail, fmt::format("and {} more that cannot be used", faults - most), "codex-flow load"});
    if (totals.warnings != 0)
        made.push_back({"agents", "", state::warn, counted(totals.warnings, "warning"), "codex-flow load tells them"});
    return made;
}

findings judge_providers(const config& settings, const std::vector<provider_facts>& facts)
{
    std::vector<std::string> used = settings.fallback;
    if (!settings.default_provider.empty())
        used.insert(used.begin(), settings.default_provider);
    findings made;
    bool any_ready = false;
    for (const provider_facts& one : facts)
    {
        const bool chosen = std::find(used.begin(), used.end(), one.name) != used.end();
        any_ready = any_ready || (one.plugin_found && (one.keys_set() || one.own_server));
        if (chosen || one.written)
            made.push_back(judge_provider(one, chosen));
    }
    if (settings.default_provider.empty())
        made.insert(made.begin(), {"providers", "", any_ready ? state::ok : state::warn,
                                   any_ready ? "none is chosen; a run looks for one that answers"
                                             : "none is chosen, no key is set, and no server of one's own is configured",
                                   "to choose: providers.default in codex-flow.yaml, or --provider"});
    return made;
}

} // namespace codexflow::cli
