#include "cli/commands/run_plan.hpp"

#include "cli/choose_provider.hpp"
#include "cli/commands/route_desk.hpp"
#include "cli/project_agents.hpp"
#include "cli/setup.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/plan/tasks_file.hpp"
#include "engine/registry/registry.hpp"
#include "engine/run/attach_files.hpp"
#include "engine/run/prepare.hpp"
#include "engine/run/run_basis.hpp"

#include <fmt/format.h>

#include <set>

namespace codexflow::cli {
namespace {

/// Where the work comes from.
struct work_source
{
    std::string name; ///< For the record: "example", "route", "-" or the file.
    std::string file;
};

work_source source_of(const run_options& options, const context& where)
{
    if (options.routed.any())
        return {"route", {}};
    if (options.file)
        return {*options.file, *options.file};
    return {"example", (where.install.examples / example_tasks).string()};
}

/// What the example sets unless the user says otherwise.
std::vector<config_override> example_flags(const context& where)
{
    return {{"providers.default", "offline", "--example"},
            list_override("agents.paths", (where.install.examples / example_agents).string(), "--example")};
}

result<plan> read_tasks(const work_source& source, registry& agents)
{
    if (source.name != "-")
        return load_tasks_file(source.file, agents);
    const auto text = read_standard_input();
    if (!text)
        return text.error();
    return load_tasks_text(*text, "<stdin>", agents);
}

bool wants_nanoseconds(const context& where)
{
    const auto found = where.environment.find("CODEX_FLOW_EVENT_CLOCK");
    return found != where.environment.end() && found->second == "ns";
}

/// What the work is looked for with.
struct work_request
{
    const run_options& options;
    const work_source& source;
    const context& where;
    const config& settings;
    const run_record* before; ///< Null: a new run.

    /// It stands nowhere: it was typed, or chosen by rules from what was there then.
    bool must_be_kept() const { return source.name == "route" || source.name == "-"; }
};

result<routed_tasks> find_work(const work_request& asked, const plugin::catalog& plugins, registry& agents, clock& time)
{
    if (asked.before != nullptr && asked.must_be_kept())
    {
        auto work = read_planned_work(asked.before->work, agents);
        if (!work)
            return work.error();
        return routed_tasks{std::move(*work), {}, {}};
    }
    if (asked.source.name != "route")
    {
        auto work = read_tasks(asked.source, agents);
        if (!work)
            return work.error();
        return routed_tasks{std::move(*work), {}, {}};
    }
    const auto desk = open_route_desk(asked.settings, plugins, agents, time);
    if (!desk)
        return desk.error();
    return route_tasks(asked.options.routed, asked.where, *(*desk)->chain, agents);
}

event::route event_of(const routed& one)
{
    event::route told;
    told.text = one.request.text;
    told.file = one.request.files.empty() ? "" : one.request.files.front();
    told.strategy = one.answer.strategy;
    told.chosen = one.answer.candidates;
    for (const route_rejection& rejected : one.answer.rejected)
        told.rejected.push_back({rejected.agent, rejected.strategy, rejected.reason});
    told.tie_breaks = one.answer.tie_breaks;
    told.rules_digest = one.answer.rules_digest;
    told.input_digest = one.answer.input_digest;
    return told;
}

/// Every router that was asked at least once, by name.
std::vector<std::string> routers_of(const std::vector<routed>& answers)
{
    std::set<std::string> names;
    for (const routed& one : answers)
        names.insert(one.answer.asked.begin(), one.answer.asked.end());
    return {names.begin(), names.end()};
}

/// A line for every file that is not shown to its model as a whole.
std::vector<std::string> remarks_on_files(const run_request& request)
{
    std::vector<std::string> lines;
    for (const job& one : request.jobs)
        for (const attached_file& file : one.files)
            if (!file.left_out.empty())
                lines.push_back(fmt::format("{}: {}: {}", one.ref.task_id, quote(file.path), file.left_out));
    return lines;
}

} // namespace

result<planned_run> plan_run(const run_options& options, const context& where, clock& time, const run_record* before)
{
    const work_source source = source_of(options, where);
    const auto flags = source.name == "example" ? example_flags(where) : std::vector<config_override>();
    auto settings = load_settings(options.setup, where, flags);
    if (!settings)
        return settings.error();
    project_agents known(*settings, where);
    registry& agents = known.all();
    const plugin::search_path path = plugin_search_path(options.setup, *settings, where);
    auto plugins = plugin::catalog::scan(path);
    if (!plugins)
        return plugins.error();
    const work_request wanted{options, source, where, *settings, before};
    auto found = find_work(wanted, *plugins, agents, time);
    if (!found)
        return found.error();
    plan& work = found->work;
    auto partners = find_partners(work, *settings, agents);
    known.keep();
    if (work.tasks.empty() && source.name == "route")
        return planned_run{{}, std::move(*plugins), agents.notices(), std::move(found->remarks)};
    if (options.bundle_files)
        if (const auto attached = attach_files(work, ".", settings->limits.bundle_max_bytes); !attached)
            return attached.error();
    if (before != nullptr)
        restore_attachments(*before, work);
    auto settled = settle_provider(std::move(*settings), options.setup, flags, *plugins, where, time);
    if (!settled)
        return settled.error();
    auto request = prepare_run(work, settled->settings, *plugins,
                               {before != nullptr ? before->run_id : make_run_id(time), source.name, wants_nanoseconds(where), options.stream,
                                searched_folders(path), std::move(settled->reason), std::move(settled->tried),
                                options.strict_tools, std::move(partners), wanted.must_be_kept(), invocation_of(options)});
    if (!request)
        return request.error();
    planned_run planned{std::move(*request), std::move(*plugins), agents.notices()};
    planned.request.isolate = options.isolate;
    if (options.apply_files)
        planned.request.files = file_settings{options.apply_to, options.apply_dry_run};
    for (const routed& one : found->answers)
        planned.request.routes.push_back(event_of(one));
    if (!found->answers.empty())
        planned.request.routers = routers_of(found->answers);
    planned.work_remarks = std::move(found->remarks);
    for (std::string& remark : remarks_on_files(planned.request))
        planned.work_remarks.push_back(std::move(remark));
    planned.provider_remark = std::move(settled->remark);
    planned.scripted = planned.request.providers.front().plugin == "offline";
    return planned;
}

} // namespace codexflow::cli
