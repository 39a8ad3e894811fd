#include "engine/run/tool_setup.hpp"

#include "engine/config/config.hpp"
#include "engine/plugin/configured_component.hpp"

#include <utility>

namespace codexflow {
result<std::vector<tool_use>> tools_of(const config& settings, const plugin::catalog& plugins)
{
    std::vector<tool_use> uses;
    for (const tool_choice& choice : settings.tools)
    {
        auto found = plugin::find_component("tool", choice, settings, plugins);
        if (!found)
            return found.error();
        uses.push_back({choice.plugin, std::move(found->settings_json), choice.sandbox});
    }
    return uses;
}

} // namespace codexflow
