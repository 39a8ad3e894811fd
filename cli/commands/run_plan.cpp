#include "cli/commands/run_plan.hpp"

#include "cli/project_agents.hpp"
#include "cli/setup.hpp"
#include "cli/standard_input.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/plan/tasks_file.hpp"
#include "engine/registry/registry.hpp"
#include "engine/run/attach_files.hpp"
#include "engine/run/prepare.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

/// Where the work comes from.
struct work_source
{
    std::string name; ///< For the record: "example", "-" or the file.
    std::string file;
};

work_source source_of(const run_options& options, const context& where)
{
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

result<planned_run> plan_run(const run_options& options, const context& where, clock& time)
{
    const work_source source = source_of(options, where);
    const auto settings = load_settings(options.setup, where,
                                        options.file ? std::vector<config_override>() : example_flags(where));
    if (!settings)
        return settings.error();
    project_agents known(*settings, where);
    registry& agents = known.all();
    auto work = read_tasks(source, agents);
    if (!work)
        return work.error();
    known.keep();
    if (options.bundle_files)
        if (const auto attached = attach_files(*work, ".", settings->limits.bundle_max_bytes); !attached)
            return attached.error();
    const plugin::search_path path = plugin_search_path(options.setup, *settings, where);
    auto plugins = plugin::catalog::scan(path);
    if (!plugins)
        return plugins.error();
    auto request =
        prepare_run(*work, *settings, *plugins,
                    {make_run_id(time), source.name, wants_nanoseconds(where), options.stream, searched_folders(path)});
    if (!request)
        return request.error();
    planned_run planned{std::move(*request), std::move(*plugins), agents.notices()};
    planned.file_remarks = remarks_on_files(planned.request);
    planned.scripted = planned.request.providers.front().plugin == "offline";
    return planned;
}

} // namespace codexflow::cli
