#include "cli/bench_files.hpp"
#include "cli/commands/commands.hpp"
#include "cli/render/bench_view.hpp"
#include "cli/setup.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/document.hpp"
#include "engine/base/text.hpp"
#include "engine/bench/bench_report.hpp"
#include "engine/bench/run_bench.hpp"
#include "engine/gateway/price.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/run/model_session.hpp"
#include "engine/run/provider_setup.hpp"
#include "engine/run/verdict.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

namespace codexflow::cli {
namespace {

/// Everything that can be decided before the first call.
struct planned_bench
{
    config settings;
    plugin::catalog plugins;
    bench::bench_request request;
    std::vector<provider_use> uses; ///< Of request.subjects.
};

result<std::string> read_prompt(const bench_options& options)
{
    if (options.prompt)
        return *options.prompt;
    return *options.file == "-" ? read_standard_input() : doc::read_text(*options.file);
}

result<std::vector<std::string>> providers_named(const bench_options& options, const config& settings)
{
    if (!options.providers.empty())
        return options.providers;
    if (!settings.default_provider.empty())
        return std::vector<std::string>{settings.default_provider};
    std::vector<std::string> all;
    for (const provider_choice& one : settings.providers)
        all.push_back(one.name);
    return error(errc::invalid_argument, "no provider is named, and none is the default one")
        .with_hint("name some with --providers a,b; " + did_you_mean("", all));
}

result<void> add_provider(const std::string& name, const bench_options& options,
                          const std::vector<std::string>& searched, planned_bench& plan)
{
    const auto found = plan.settings.find_provider(name);
    if (!found)
        return found.error();
    const provider_choice& chosen = **found;
    if (const auto fits = check_provider(chosen, plan.settings, plan.plugins, searched); !fits)
        return fits.error();
    provider_use use = make_use(chosen, plan.settings, plan.plugins);
    use.retries = options.retries.value_or(use.retries);
    const auto other = options.models.find(name);
    plan.request.subjects.push_back({name, use.plugin, other != options.models.end() ? other->second : use.model});
    plan.uses.push_back(std::move(use));
    return {};
}

result<planned_bench> plan_bench(const bench_options& options, const context& where)
{
    auto prompt = read_prompt(options);
    if (!prompt)
        return prompt.error();
    if (trim(*prompt).empty())
        return error(errc::invalid_argument, "the prompt is empty");
    auto settings = load_settings(options.setup, where);
    if (!settings)
        return settings.error();
    const plugin::search_path path = plugin_search_path(options.setup, *settings, where);
    auto plugins = plugin::catalog::scan(path);
    if (!plugins)
        return plugins.error();

    planned_bench plan{std::move(*settings), std::move(*plugins), {}, {}};
    const auto names = providers_named(options, plan.settings);
    if (!names)
        return names.error();
    for (const auto& [name, model] : options.models)
        if (std::find(names->begin(), names->end(), name) == names->end())
            return error(errc::invalid_argument, "--model names " + quote(name) + ", which is not measured")
                .with_hint(did_you_mean(name, *names));
    for (const std::string& name : *names)
        if (const auto added = add_provider(name, options, searched_folders(path), plan); !added)
            return added.error();
    plan.request.prompt = std::move(*prompt);
    plan.request.settings = {options.runs, options.warm_up, options.max_parallel, options.stream};
    plan.request.limit = plan.settings.limits.task_timeout;
    return plan;
}

/// Of a failed start: a plugin that cannot be used, a refused setting.
result<void> open_all(model_session& models, planned_bench& plan)
{
    for (const provider_use& use : plan.uses)
    {
        const auto number = models.open(use);
        if (!number)
            return models.masked(number.error());
        plan.request.providers.push_back(*number);
    }
    return {};
}

/// As the exit code of a run in which every call is a task.
int code_of(const bench::bench_end& end)
{
    run_tally tally;
    tally.tasks = end.measured.planned;
    tally.stopped = end.stopped;
    for (const bench::measured_call& call : end.measured.calls)
        if (call.ok())
            ++tally.ok;
        else
            tally.failures.push_back(call.failure->code);
    return decide_verdict(tally, end.measured.elapsed_us / 1000).exit_code;
}

std::string report(const bench::measurement& all, const bench_options& options, const context& where)
{
    using format = bench_options::format;
    switch (options.print)
    {
    case format::json: return bench::report_json(all);
    case format::markdown: return bench::report_markdown(all);
    case format::csv: return bench::report_csv(all);
    case format::text: break;
    }
    const terminal out = look_at(where.out, where.environment, options.color);
    return bench_text(all, out.is_tty ? out.size.columns : 0, out.color);
}

bench::call_listener progress(const bench_options& options, const planned_bench& plan, const context& where)
{
    if (options.quiet)
        return [](const bench::call_slot&, const bench::measured_call&) {};
    const bool color = look_at(where.err, where.environment, options.color).color;
    const std::size_t planned = plan.request.subjects.size() * options.runs;
    return [&plan, &where, color, planned, number = std::size_t{0}](const bench::call_slot& slot,
                                                                    const bench::measured_call& call) mutable {
        number += slot.warm_up ? 0 : 1;
        where.complain(
            bench_progress_line(slot, call, plan.request.subjects[slot.provider].name, number, planned, color));
    };
}

/// Prints and writes what was measured. False when some of it was lost.
bool deliver(const bench::measurement& all, const bench_options& options, const context& where)
{
    bool delivered = where.print(report(all, options, where));
    if (!options.write_files)
        return delivered;
    const auto stem = write_bench_files(options.folder, all);
    if (!stem)
    {
        where.fail(stem.error());
        return false;
    }
    if (!options.quiet)
        where.complain("wrote " + stem->string() + ".json, .md and .csv\n");
    return delivered;
}

} // namespace

int measure_providers(const bench_options& options, const context& where)
{
    auto plan = plan_bench(options, where);
    if (!plan)
        return where.fail(plan.error());
    if (options.write_files)
        if (const auto ready = prepare_bench_folder(options.folder); !ready)
            return where.fail(ready.error());
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away is an error of one write, not our end
    system_clock time;
    model_session_settings world;
    world.variables = where.environment;
    world.network = plan->settings.network;
    world.retry_wait = plan->settings.limits.retry_wait;
    model_session models(time, plan->plugins, std::move(world));
    if (const auto opened = models.redact_as(plan->settings); !opened)
        return where.fail(opened.error());
    if (const auto opened = open_all(models, *plan); !opened)
        return where.fail(opened.error());

    const gateway::price_table prices(plan->settings);
    const bench::bench_end end = bench::run_bench(models, plan->request, prices, progress(options, *plan, where));
    const int code = code_of(end);
    if (!deliver(end.measured, options, where) && code == 0)
        return output_lost_exit_code;
    return code;
}

} // namespace codexflow::cli
