#include "engine/gateway/model_service.hpp"

#include "engine/base/document.hpp"
#include "engine/config/config.hpp"
#include "engine/gateway/call_failure.hpp"
#include "engine/gateway/no_chunks.hpp"
#include "engine/plugin/grants.hpp"
#include "engine/plugin/run_operation.hpp"
#include "engine/record/secret_mask.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace codexflow::gateway {
namespace {

net::http_limits limits_of(const network_settings& network)
{
    net::http_limits limits;
    limits.connect = network.connect_timeout;
    limits.tls = network.tls_timeout;
    limits.first_byte = network.first_byte_timeout;
    limits.idle = network.idle_timeout;
    limits.proxy = network.tls_timeout;
    return limits;
}

/// Whether a variable that the user hands to a command holds a secret, by its name: its value is masked then.
bool sounds_secret(std::string_view name)
{
    constexpr std::array<std::string_view, 5> words{"KEY", "TOKEN", "SECRET", "PASS", "CREDENTIAL"};
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return name.find(word) != name.npos; });
}

/// What the settings grant, as the plugin host wants it; @p mask learns the secrets among it.
result<plugin::instance_request> request_for(std::string_view abi_kind, const plugin::manifest& about,
                                             const plugin::manifest::component& component,
                                             const std::string& settings_json,
                                             const model_service::variables& environment, secret_mask& mask)
{
    const auto settings = doc::parse_json(settings_json, "settings of " + component.kind + " '" + component.name + "'");
    if (!settings)
        return settings.error();
    const plugin::grants given = plugin::grants_of(about, component, *settings);
    plugin::instance_request what{abi_kind, component.name, settings_json, {}, given.hosts};
    for (const std::string& name : given.secrets)
    {
        const auto set = environment.find(name);
        what.secrets[name] = set == environment.end() ? std::string() : set->second;
        mask.add(name, what.secrets[name]);
    }
    for (const std::string& name : given.variables)
        if (const auto set = environment.find(name); set != environment.end() && sounds_secret(name))
            mask.add(name, set->second);
    what.variables = given.variables;
    return what;
}

} // namespace

event::notice::level notice_level(int level) noexcept
{
    switch (level)
    {
    case CFLOW_LOG_DEBUG: return event::notice::level::debug;
    case CFLOW_LOG_WARNING: return event::notice::level::warning;
    case CFLOW_LOG_ERROR: return event::notice::level::error;
    default: return event::notice::level::info;
    }
}

model_service::model_service(boost::asio::io_context& io, clock& time, secret_mask& mask, variables environment,
                             const network_settings& network, log_function log)
    : mask_(mask), http_(io, net::read_proxy_settings(environment), {network.ca_file}),
      services_{io, http_, time, limits_of(network), std::move(log)}, plugins_(services_), models_(io, time)
{
    for (const std::string& secret : net::secrets_of(net::read_proxy_settings(environment)))
        mask_.add("proxy password", secret);
    services_.variables = std::move(environment);
}

result<std::size_t> model_service::open(const provider_use& use, const plugin::catalog& plugins,
                                        std::chrono::milliseconds retry_wait)
{
    const plugin::catalog::entry* from = plugins.find("provider", use.plugin);
    if (from == nullptr)
        return error(errc::not_found, "no plugin offers the provider '" + use.plugin + "'")
            .with_hint("see: codex-flow plugin list");
    auto what = request_for(CFLOW_KIND_PROVIDER, from->about, *from->about.find("provider", use.plugin),
                            use.settings_json, services_.variables, mask_);
    if (!what)
        return what.error();
    const auto made = plugins_.create(*from, std::move(*what));
    if (!made)
        return std::move(made.error()).under("provider '" + use.name + "'");
    models_.add_provider(use.name, **made, use.model, use.max_parallel, {use.retries, retry_wait});
    opened_.push_back({use.name, *made});
    return opened_.size() - 1;
}

result<plugin::component_instance*> model_service::open_tools(const tool_use& use, const plugin::catalog& plugins,
                                                              workspace::sandbox held)
{
    const plugin::catalog::entry* from = plugins.find("tool", use.plugin);
    if (from == nullptr)
        return error(errc::not_found, "no plugin offers the tools '" + use.plugin + "'")
            .with_hint("see: codex-flow plugin list");
    auto what = request_for(CFLOW_KIND_TOOL, from->about, *from->about.find("tool", use.plugin), use.settings_json,
                            services_.variables, mask_);
    if (!what)
        return what.error();
    what->sandbox = std::move(held);
    auto made = plugins_.create(*from, std::move(*what));
    if (!made)
        return std::move(made.error()).under("tools '" + use.plugin + "'");
    return *made;
}

result<plugin::component_instance*> model_service::open_memory(const std::string& name, const std::string& settings_json,
                                                               const plugin::catalog& plugins)
{
    const plugin::catalog::entry* from = plugins.find("memory", name);
    if (from == nullptr)
        return error(errc::not_found, "no plugin offers the memory '" + name + "'").with_hint("see: codex-flow plugin list");
    auto what = request_for(CFLOW_KIND_MEMORY, from->about, *from->about.find("memory", name), settings_json,
                            services_.variables, mask_);
    if (!what)
        return what.error();
    auto made = plugins_.create(*from, std::move(*what));
    if (!made)
        return std::move(made.error()).under("memory '" + name + "'");
    return *made;
}

result<plugin::component_instance*> model_service::open_redactor(const plugin::configured_component& what,
                                                                 const std::string& name)
{
    auto request = request_for(CFLOW_KIND_REDACTOR, what.from.about, *what.from.about.find("redactor", name),
                               what.settings_json, services_.variables, mask_);
    if (!request)
        return request.error();
    request->secrets.clear(); // it gets none of them: they are masked before it sees a text
    return plugins_.create(what.from, std::move(*request));
}

boost::asio::awaitable<result<std::string>> model_service::ask(std::size_t provider, std::string verb,
                                                               std::string request, cancel_source& cancel)
{
    if (verb == "chat")
        co_return error(errc::internal, "a model call was not made at the model gateway");
    const opened& to = opened_.at(provider);
    no_chunks nowhere;
    plugin::operation_end end =
        co_await plugin::run_operation(*to.instance, std::move(verb), std::move(request), nowhere, cancel);
    if (end.status >= 0)
        co_return std::move(end.text);
    call_failure failure = read_failure(end, "provider '" + to.name + "'");
    co_return std::move(failure.what);
}

void model_service::kill_children() { services_.children.kill_all(); }

} // namespace codexflow::gateway
