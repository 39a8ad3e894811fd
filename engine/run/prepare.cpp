#include "engine/run/prepare.hpp"

#include "engine/base/digest.hpp"
#include "engine/config/config.hpp"
#include "engine/gateway/tool_question.hpp"
#include "engine/metrics/metrics_file.hpp"
#include "engine/plan/plan.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/tool_names.hpp"
#include "engine/run/pricing.hpp"
#include "engine/run/prompt.hpp"
#include "engine/run/provider_setup.hpp"
#include "engine/run/run_basis.hpp"
#include "engine/run/tool_setup.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace codexflow {
namespace {

error no_provider(const std::vector<std::string>& tried)
{
    std::string looked;
    for (const std::string& one : tried)
        looked += "tried " + one + '\n';
    return error(errc::invalid_argument, "no provider is configured")
        .with_hint(looked + "for a first look: --provider offline (scripted answers, no model)\n"
                   "with a local model: --provider ollama (needs Ollama running)\n"
                   "with a key: set OPENAI_API_KEY and give --provider openai\n"
                   "to keep the choice, write into codex-flow.yaml: providers: { default: NAME }");
}

/// What the tasks of one alias have in common.
struct shared_parts
{
    shared_text system;
    std::shared_ptr<const tool_caller> caller;
};

/// Whether tasks may get folders, which hold them as they were written.
bool uses_folders(const config& settings)
{
    return !settings.tools.empty() || settings.keep.what != keep_rule::which::none;
}

job make_job(const planned_task& from, const shared_parts& shared, const provider_choice& provider,
             std::size_t provider_count, const run_limits& limits)
{
    const agent& who = *from.definition;
    job made;
    made.ref = {from.id, from.alias, from.agent_id, provider.name, provider.model.value_or("")};
    made.agent_cap = who.max_parallel;
    made.system = shared.system;
    made.caller = shared.caller;
    made.text = task_text(who, from.text);
    made.attachment = from.attachment;
    made.files = from.files;
    for (const std::string& wanted : from.tools)
        made.wanted_tools.emplace_back(tool_name(wanted));
    made.limit = std::min(who.timeout, limits.task_timeout);
    made.providers.resize(provider_count);
    std::iota(made.providers.begin(), made.providers.end(), std::size_t{0});
    return made;
}

/// Each agent of @p work once, and @p others.
std::vector<std::shared_ptr<const agent>> agents_of(const plan& work, std::vector<std::shared_ptr<const agent>> others)
{
    std::set<std::string> known;
    for (const planned_task& one : work.tasks)
        if (known.insert(one.agent_id).second)
            others.push_back(one.definition);
    return others;
}

} // namespace

result<run_request> prepare_run(const plan& work, const config& settings, const plugin::catalog& plugins,
                                prepare_options options)
{
    if (work.tasks.empty())
        return error(errc::invalid_argument, "there is nothing to do: " + options.source + " holds no task");
    if (settings.default_provider.empty())
        return no_provider(options.tried);
    const auto chain = providers_of(settings);
    if (!chain)
        return chain.error();
    for (const provider_choice* one : *chain)
        if (const auto fits = check_provider(*one, settings, plugins, options.searched); !fits)
            return fits.error();

    auto tools = tools_of(settings, plugins);
    if (!tools)
        return tools.error();
    auto memory = memory_of(settings, plugins, agents_of(work, std::move(options.partners)));
    if (!memory)
        return memory.error();

    run_request request;
    request.memory = std::move(*memory);
    request.tools = std::move(*tools);
    request.redaction = std::make_shared<const config>(settings);
    if (!settings.tools.empty() || !settings.policies.empty())
        request.policies = request.redaction;
    request.approval_timeout = settings.limits.approval_timeout;
    request.tool_timeout = settings.limits.tool_timeout;
    request.tool_output_bytes = settings.limits.tool_output_bytes;
    request.max_turns = settings.limits.max_turns;
    request.strict_tools = options.strict_tools;
    request.keep = settings.keep;
    request.run_id = std::move(options.run_id);
    request.source = std::move(options.source);
    request.provider_reason = std::move(options.provider_reason);
    request.with_t_ns = options.with_t_ns;
    request.max_parallel = settings.limits.max_parallel;
    request.config_digest = sha256_digest(doc::compact_json(settings.effective));
    request.retry_wait = settings.limits.retry_wait;
    request.stream = options.stream;
    request.network = settings.network;
    request.sandbox = settings.sandbox;
    if (settings.record.events)
        request.log = event_log_settings{event_log_path, settings.record.log_bytes, settings.record.logs_kept};
    if (settings.record.metrics)
        request.metrics = metrics_settings{metrics_path, pricing_of(settings)};
    for (const provider_choice* one : *chain)
        request.providers.push_back(make_use(*one, settings, plugins));
    std::map<std::pair<const agent*, std::string>, shared_parts> known;
    for (const planned_task& each : work.tasks)
    {
        const agent& who = *each.definition;
        shared_parts& shared = known[{&who, each.alias}];
        if (shared.caller == nullptr)
            shared = {system_prompt(who), std::make_shared<const tool_caller>(caller_of(who, each.alias))};
        request.jobs.push_back(make_job(each, shared, *chain->front(), chain->size(), settings.limits));
        if (uses_folders(settings))
            request.jobs.back().input = std::make_shared<const doc::node>(each.input);
    }
    request.keep_journal = settings.keep_journal;
    if (request.keep_journal)
        request.record = {request.run_id, request.source, std::move(options.invocation), planned_work(work, options.keep_work),
                          {}, basis_of(request, settings)};
    return request;
}

} // namespace codexflow
