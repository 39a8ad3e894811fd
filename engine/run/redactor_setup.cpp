#include "engine/run/redactor_setup.hpp"

#include "engine/config/config.hpp"
#include "engine/gateway/model_service.hpp"
#include "engine/plugin/configured_component.hpp"
#include "engine/plugin/redactor_adapter.hpp"
#include "engine/record/redaction.hpp"

#include <memory>
#include <utility>

namespace codexflow {

result<std::vector<std::string>> open_redactors(const config& settings, const plugin::catalog& plugins,
                                                gateway::model_service& service, redaction& into)
{
    std::vector<std::string> names;
    for (const plugin_choice& choice : settings.redaction)
    {
        const auto found = plugin::find_component("redactor", choice, settings, plugins);
        if (!found)
            return error(found.error()).with_hint(found.error().hint + (found.error().hint.empty() ? "" : "\n") +
                                                  "what is written is not redacted as it should be without it; see: codex-flow plugin list");
        const auto made = service.open_redactor(*found, choice.plugin);
        if (!made)
        {
            error why = made.error();
            why.where = settings.where(choice.path);
            return std::move(why).under(choice.path);
        }
        into.add(std::make_unique<plugin::redactor_adapter>(**made, choice.plugin));
        names.push_back(choice.plugin);
    }
    return names;
}

} // namespace codexflow
