#pragma once

#include "engine/gateway/model_gateway.hpp"
#include "engine/gateway/provider_use.hpp"
#include "engine/gateway/tool_use.hpp"
#include "engine/net/http_client.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/plugin/configured_component.hpp"
#include "engine/plugin/plugin_host.hpp"
#include "engine/record/event.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {
class cancel_source;
class clock;
class secret_mask;
struct network_settings;
} // namespace codexflow

namespace codexflow::gateway {

/// What a level of the plugins' log service (CFLOW_LOG_...) is called in an event.
event::notice::level notice_level(int level) noexcept;

/** All that stands between the engine and its models: the network, the plugin host with its services, the
 *  providers that were opened and the gateway in front of them. Tools are made by the same plugin host, and
 *  called at their own gateway. What opening a plugin takes (what it may
 *  use of the environment, which of that is masked) is known here only.
 *
 *  Owned by a run or by a model_session; engine thread only. While must_stay() holds it must not be
 *  destroyed. */
class model_service
{
public:
    using variables = std::map<std::string, std::string>;
    using log_function = std::function<void(std::string_view plugin, int level, std::string_view text)>;

    /// @param environment where secrets are looked up by name; a proxy's passwords in it are masked at once.
    /// @param mask learns every secret that a provider is given; outlives this.
    /// @param log takes the plugins' lines; from any thread.
    model_service(boost::asio::io_context& io, clock& time, secret_mask& mask, variables environment,
                  const network_settings& network, log_function log);

    /** Makes an instance of the provider and gives it to the gateway.
     *  @param retry_wait the longest wait it may ask for.
     *  @return its number: for complete() of the gateway and for ask().
     *  Errors: not_found if no plugin offers it, plugin_misbehaved if its file cannot be used,
     *  invalid_argument if it refuses its settings. */
    result<std::size_t> open(const provider_use& use, const plugin::catalog& plugins,
                             std::chrono::milliseconds retry_wait);

    /** Makes an instance of a plugin with tools; the tool gateway calls it. It lives as long as this.
     *  @param held what the programs are held to that it starts.
     *  Errors: as of open(). */
    result<plugin::component_instance*> open_tools(const tool_use& use, const plugin::catalog& plugins,
                                                   workspace::sandbox held);

    /** Makes an instance of a plugin that keeps memory, component @p name. It lives as long as this.
     *  Errors: as of open(). */
    result<plugin::component_instance*> open_memory(const std::string& name, const std::string& settings_json,
                                                    const plugin::catalog& plugins);

    /** Makes an instance of a redactor; the secrets that its settings name are masked from now on.
     *  Errors: as of plugins().create(), and invalid_argument. */
    result<plugin::component_instance*> open_redactor(const plugin::configured_component& what, const std::string& name);

    /// Where plugins of other kinds are made; what it makes lives as long as this.
    plugin::plugin_host& plugins() noexcept { return plugins_; }

    /// Where every model call goes.
    model_gateway& models() noexcept { return models_; }

    /** Runs a verb of an opened provider that is no model call ("models"): once, never repeated.
     *  @return the result document.
     *  Errors: what the provider met, with its name in front; unsupported for a verb it does not have. */
    boost::asio::awaitable<result<std::string>> ask(std::size_t provider, std::string verb, std::string request,
                                                    cancel_source& cancel);

    /// Ends every process that plugins have started.
    void kill_children();
    /// A plugin did not end, or a name server is waited for: destroying this would pull memory from under it.
    bool must_stay() const noexcept { return services_.left_behind != 0 || http_.lookups() != 0; }

private:
    struct opened
    {
        std::string name;
        plugin::component_instance* instance;
    };

    secret_mask& mask_;
    net::http_client http_;
    plugin::service_context services_;
    plugin::plugin_host plugins_;
    model_gateway models_;
    std::vector<opened> opened_; ///< By number.
};

} // namespace codexflow::gateway
