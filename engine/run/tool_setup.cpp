#include "engine/run/tool_setup.hpp"

#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/config/settings_check.hpp"
#include "engine/config/settings_paths.hpp"
#include "engine/plugin/catalog.hpp"

namespace codexflow {
namespace {

result<tool_use> use_of(const plugin_choice& choice, const config& settings, const plugin::catalog& plugins)
{
    const plugin::catalog::entry* found = plugins.find("tool", choice.plugin);
    if (found == nullptr)
        return error(errc::not_found,
                     "no plugin offers the tools " + quote(choice.plugin) + ", which " + choice.path + " names",
                     settings.where(choice.path + ".plugin"))
            .with_hint(did_you_mean(choice.plugin, plugins.names("tool")));
    const doc::node& schema = found->about.find("tool", choice.plugin)->config;
    problems faults;
    const settings_block block{choice.settings, choice.path,
                               [&](const std::string& path) { return settings.where(path); }};
    check_settings(block, schema, faults);
    if (!faults.none())
        return faults.combined();
    tool_use made;
    made.plugin = choice.plugin;
    doc::write_json(with_resolved_paths(choice, schema, settings), made.settings_json);
    return made;
}

} // namespace

result<std::vector<tool_use>> tools_of(const config& settings, const plugin::catalog& plugins)
{
    std::vector<tool_use> uses;
    for (const plugin_choice& choice : settings.tools)
    {
        auto made = use_of(choice, settings, plugins);
        if (!made)
            return made.error();
        uses.push_back(std::move(*made));
    }
    return uses;
}

} // namespace codexflow
