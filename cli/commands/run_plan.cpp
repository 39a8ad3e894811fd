#include "cli/commands/run_plan.hpp"

#include "cli/render/table.hpp"
#include "cli/setup.hpp"
#include "engine/base/clock.hpp"
#include "engine/plan/tasks_file.hpp"
#include "engine/registry/registry.hpp"
#include "engine/run/prepare.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

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

result<std::string> read_all(int fd)
{
    const std::string name = "standard input";
    std::string text;
    std::array<char, 1U << 16U> piece{};
    for (;;)
    {
        const ssize_t n = ::read(fd, piece.data(), piece.size());
        if (n == 0)
            return text;
        if (n > 0)
            text.append(piece.data(), static_cast<std::size_t>(n));
        else if (errno != EINTR)
            return error(errc::invalid_argument, "cannot read " + name + ": " + std::strerror(errno));
        if (text.size() > doc::size_limit)
            return error(errc::invalid_argument, name + " is larger than 64 MB");
    }
}

result<plan> read_tasks(const work_source& source, registry& agents)
{
    if (source.name != "-")
        return load_tasks_file(source.file, agents);
    const auto text = read_all(STDIN_FILENO);
    if (!text)
        return text.error();
    return load_tasks_text(*text, "<stdin>", agents);
}

bool wants_nanoseconds(const context& where)
{
    const auto found = where.environment.find("CODEX_FLOW_EVENT_CLOCK");
    return found != where.environment.end() && found->second == "ns";
}

std::string or_default(const std::string& model) { return model.empty() ? "its default" : model; }

} // namespace

result<planned_run> plan_run(const run_options& options, const context& where, clock& time)
{
    const work_source source = source_of(options, where);
    const auto settings = load_settings(options.setup, where,
                                        options.file ? std::vector<config_override>() : example_flags(where));
    if (!settings)
        return settings.error();
    registry agents({settings->agent_directories, settings->aliases});
    const auto work = read_tasks(source, agents);
    if (!work)
        return work.error();
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
    planned.scripted = planned.request.providers.front().plugin == "offline";
    return planned;
}

std::string plan_text(const planned_run& planned, int columns)
{
    std::vector<std::vector<std::string>> rows;
    for (const job& one : planned.request.jobs)
        rows.push_back({one.ref.alias, one.ref.agent_id, one.ref.provider, or_default(one.ref.model),
                        fmt::format("{}", one.agent_cap), one.text});
    return render_table({"ALIAS", "AGENT", "PROVIDER", "MODEL", "CAP", "TASK"}, rows, columns) +
           fmt::format("{} {}, at most {} at once; nothing was started\n", rows.size(),
                       rows.size() == 1 ? "task" : "tasks", planned.request.max_parallel);
}

std::string plan_json(const planned_run& planned)
{
    const run_request& request = planned.request;
    std::string text;
    json_writer out(text);
    out.begin_object().member("dry_run", true).member("source", request.source);
    out.member("max_parallel", request.max_parallel).member("config_digest", request.config_digest);
    out.key("tasks").begin_array();
    for (const job& one : request.jobs)
    {
        out.begin_object().member("task_id", one.ref.task_id).member("alias", one.ref.alias);
        out.member("agent_id", one.ref.agent_id).member("provider", one.ref.provider);
        out.member("plugin", request.providers[one.providers.front()].plugin).member("model", one.ref.model);
        out.member("cap", one.agent_cap).member("limit_ms", one.limit.count());
        out.member("system", one.system).member("text", one.text).end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
