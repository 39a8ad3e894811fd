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

job make_job(const planned_task& from, const provider_choice& provider, const run_limits& limits)
{
    const agent& who = *from.definition;
    job made;
    made.ref = {from.id, from.alias, from.agent_id, provider.name, provider.model.value_or("")};
    made.agent_cap = who.max_parallel;
    made.system = system_prompt(who);
    made.text = from.text;
    made.limit = std::min(who.timeout, limits.task_timeout);
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
    const auto chosen = settings.find_provider(settings.default_provider);
    if (!chosen)
        return error(chosen.error()).at(settings.where("providers.default"));
    const provider_choice& provider = **chosen;
    if (const auto fits = check_provider(provider, settings, plugins, options.searched); !fits)
        return fits.error();

    run_request request;
    request.run_id = std::move(options.run_id);
    request.source = std::move(options.source);
    request.with_t_ns = options.with_t_ns;
    request.max_parallel = settings.limits.max_parallel;
    request.config_digest = sha256_digest(as_json(settings.effective));
    const doc::node& schema =
        plugins.find("provider", provider.plugin)->about.find("provider", provider.plugin)->config;
    request.providers.push_back({provider.name, provider.plugin,
                                 as_json(with_resolved_paths(provider, schema, settings)),
                                 provider.max_parallel});
    for (const planned_task& each : work.tasks)
        request.jobs.push_back(make_job(each, provider, settings.limits));
    return request;
}

} // namespace codexflow
