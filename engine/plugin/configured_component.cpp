#include "engine/plugin/configured_component.hpp"

#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/config/settings_check.hpp"
#include "engine/config/settings_paths.hpp"

namespace codexflow::plugin {
namespace {

/// A file in a plugin folder that would have offered it, had it not been refused.
std::string refused_as(const std::string& name, const catalog& plugins)
{
    for (const catalog::refusal& refused : plugins.refusals())
        if (refused.file.stem() == name)
            return refused.file.string() + " was refused: " + refused.reason;
    return {};
}

error nobody_offers(std::string_view kind, const plugin_choice& choice, const config& settings, const catalog& plugins)
{
    std::string hint = refused_as(choice.plugin, plugins);
    const std::string near = did_you_mean(choice.plugin, plugins.names(kind));
    hint += (hint.empty() || near.empty() ? "" : "\n") + near;
    const std::string what = kind == "tool" ? "tools" : std::string(kind);
    return error(errc::not_found,
                 "no plugin offers the " + what + ' ' + quote(choice.plugin) + ", which " + choice.path + " names",
                 settings.where(choice.path + ".plugin"))
        .with_hint(hint);
}

} // namespace

result<configured_component> find_component(std::string_view kind, const plugin_choice& choice, const config& settings,
                                            const catalog& plugins)
{
    const catalog::entry* found = plugins.find(kind, choice.plugin);
    if (found == nullptr)
        return nobody_offers(kind, choice, settings, plugins);
    const doc::node& schema = found->about.find(kind, choice.plugin)->config;
    problems faults;
    const settings_block block{choice.settings, choice.path,
                               [&](const std::string& path) { return settings.where(path); }};
    check_settings(block, schema, faults);
    if (!faults.none())
        return faults.combined();
    return configured_component{*found, doc::compact_json(with_resolved_paths(choice, schema, settings))};
}

} // namespace codexflow::plugin
