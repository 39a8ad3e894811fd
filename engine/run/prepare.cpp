#include "engine/run/prepare.hpp"

#include "engine/base/digest.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/text.hpp"
#include "engine/config/config.hpp"
#include "engine/config/settings_check.hpp"
#include "engine/config/settings_paths.hpp"
#include "engine/plan/plan.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/registry/agent.hpp"
#include "engine/run/prompt.hpp"
#include "engine/run/unserved.hpp"

#include <algorithm>
#include <numeric>

namespace codexflow {
namespace {

std::string as_json(const doc::node& value)
{
    std::string text;
    doc::write_json(value, text);
    return text;
}

error no_provider()
{
    return error(errc::invalid_argument, "no provider is configured")
        .with_hint("for a first look: --provider offline (scripted answers, no model)\n"
                   "with a local model: --provider ollama (needs Ollama running)\n"
                   "with a key: set OPENAI_API_KEY and give --provider openai\n"
                   "to keep the choice, write into codex-flow.yaml: providers: { default: NAME }");
}

/// A file in a plugin folder that would have offered it, had it not been refused.
std::string refused_as(const std::string& name, const plugin::catalog& plugins)
{
    for (const plugin::catalog::refusal& refused : plugins.refusals())
        if (refused.file.stem() == name)
            return refused.file.string() + " was refused: " + refused.reason;
    return {};
}

error no_plugin(const provider_choice& provider, const config& settings, const plugin::catalog& plugins,
                const std::vector<std::string>& searched)
{
    std::string hint = refused_as(provider.plugin, plugins);
    const auto add = [&hint](const std::string& line) {
        if (!line.empty())
            hint += (hint.empty() ? "" : "\n") + line;
    };
    add(did_you_mean(provider.plugin, plugins.names("provider")));
    add(searched.empty() ? "no plugin folder was searched" : "searched: " + join(searched, ", "));
    return error(errc::not_found,
                 "no plugin offers the provider " + quote(provider.plugin) + ", which " + provider.path +
                     " names",
                 settings.where(provider.path + ".plugin"))
        .with_hint(hint);
}

/// The default provider, then those to fall back on, each once.
result<std::vector<const provider_choice*>> providers_in_order(const config& settings)
{
    std::vector<const provider_choice*> chain;
    const auto add = [&](const std::string& name, const std::string& named_at) -> result<void> {
        const auto found = settings.find_provider(name);
        if (!found)
            return error(found.error()).at(settings.where(named_at));
        if (std::find(chain.begin(), chain.end(), *found) == chain.end())
            chain.push_back(*found);
        return {};
    };
    if (const auto first = add(settings.default_provider, "providers.default"); !first)
        return first.error();
    for (std::size_t i = 0; i != settings.fallback.size(); ++i)
        if (const auto next = add(settings.fallback[i], "providers.fallback[" + std::to_string(i) + "]"); !next)
            return next.error();
    return chain;
}

provider_use use_of(const provider_choice& provider, const config& settings, const plugin::catalog& plugins)
{
    const doc::node& schema =
        plugins.find("provider", provider.plugin)->about.find("provider", provider.plugin)->config;
    provider_use use;
    use.name = provider.name;
    use.plugin = provider.plugin;
    use.settings_json = as_json(with_resolved_paths(provider, schema, settings));
    use.max_parallel = provider.max_parallel;
    use.model = provider.model.value_or("");
    use.retries = provider.retries.value_or(settings.limits.retries);
    return use;
}

job make_job(const planned_task& from, const provider_choice& provider, std::size_t provider_count,
             const run_limits& limits)
{
    const agent& who = *from.definition;
    job made;
    made.ref = {from.id, from.alias, from.agent_id, provider.name, provider.model.value_or("")};
    made.agent_cap = who.max_parallel;
    made.system = system_prompt(who);
    made.text = task_text(who, from.text);
    made.attachment = from.attachment;
    made.files = from.files;
    made.limit = std::min(who.timeout, limits.task_timeout);
    made.providers.resize(provider_count);
    std::iota(made.providers.begin(), made.providers.end(), std::size_t{0});
    return made;
}

} // namespace

result<void> check_provider(const provider_choice& provider, const config& settings,
                            const plugin::catalog& plugins, const std::vector<std::string>& searched)
{
    const plugin::catalog::entry* found = plugins.find("provider", provider.plugin);
    if (found == nullptr)
        return no_plugin(provider, settings, plugins, searched);
    problems faults;
    const settings_block block{provider.settings, provider.path,
                               [&](const std::string& path) { return settings.where(path); }};
    check_settings(block, found->about.find("provider", provider.plugin)->config, faults);
    if (!faults.none())
        return faults.combined();
    return {};
}

result<run_request> prepare_run(const plan& work, const config& settings, const plugin::catalog& plugins,
                                prepare_options options)
{
    if (work.tasks.empty())
        return error(errc::invalid_argument, "there is nothing to do: " + options.source + " holds no task");
    if (auto unserved = find_unserved(settings))
        return *unserved;
    if (settings.default_provider.empty())
        return no_provider();
    const auto chain = providers_in_order(settings);
    if (!chain)
        return chain.error();
    for (const provider_choice* one : *chain)
        if (const auto fits = check_provider(*one, settings, plugins, options.searched); !fits)
            return fits.error();

    run_request request;
    request.run_id = std::move(options.run_id);
    request.source = std::move(options.source);
    request.with_t_ns = options.with_t_ns;
    request.max_parallel = settings.limits.max_parallel;
    request.config_digest = sha256_digest(as_json(settings.effective));
    request.retry_wait = settings.limits.retry_wait;
    request.stream = options.stream;
    request.network = settings.network;
    for (const provider_choice* one : *chain)
        request.providers.push_back(use_of(*one, settings, plugins));
    for (const planned_task& each : work.tasks)
        request.jobs.push_back(make_job(each, *chain->front(), chain->size(), settings.limits));
    return request;
}

} // namespace codexflow
