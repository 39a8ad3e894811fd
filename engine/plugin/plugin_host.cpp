#include "engine/plugin/plugin_host.hpp"

#include "engine/plugin/status.hpp"
#include "engine/plugin/text_writer.hpp"

#include <utility>

namespace codexflow::plugin {

result<library*> plugin_host::load(const catalog::entry& from)
{
    auto& place = libraries_[from.file];
    if (place == nullptr)
    {
        // A plugin that was loaded keeps what its entry was given, also after this host has gone.
        auto view = std::make_unique<host_view>(services_, from.about.id);
        auto loaded = library::load(from, view->abi);
        if (!loaded)
            return loaded.error();
        entry_views_.push_back(std::move(view));
        place = std::move(*loaded);
    }
    return place.get();
}

result<component_instance*> plugin_host::create(const catalog::entry& from, instance_request what)
{
    const auto loaded = load(from);
    if (!loaded)
        return loaded.error();
    const cflow_component* component = (*loaded)->find(what.kind, what.name);
    if (component == nullptr)
        return error(errc::plugin_misbehaved,
                     "it offers '" + what.name + "' in another revision than " + std::string(what.kind),
                     location{from.file.string(), 0, 0});

    auto view = std::make_unique<host_view>(services_, from.about.id);
    view->secrets = std::move(what.secrets);
    view->hosts = std::move(what.hosts);
    view->variables = std::move(what.variables);
    view->sandbox = std::move(what.sandbox);
    const std::string who = "plugin '" + from.about.id + "'";
    text_writer message;
    void* self = nullptr;
    cflow_status status = CFLOW_E_EXCEPTION;
    try
    {
        status = component->create(&view->abi, to_abi(what.settings_json), &self, message.abi());
    }
    catch (...)
    {
        status = CFLOW_E_EXCEPTION;
    }
    if (status < 0 && status != CFLOW_E_EXCEPTION && status != CFLOW_E_NOMEM && message.text().empty())
        return error(errc::plugin_misbehaved, who + " refused to make '" + what.name + "' without saying why",
                     location{from.file.string(), 0, 0});
    if (status < 0)
        return error_of(status, message.text(), who).at(location{from.file.string(), 0, 0});
    instances_.push_back(std::make_unique<component_instance>(*component, std::move(view), self));
    return instances_.back().get();
}

} // namespace codexflow::plugin
