#include "cli/commands/commands.hpp"
#include "cli/commands/route_desk.hpp"
#include "cli/load_summary.hpp"
#include "cli/project_agents.hpp"
#include "cli/render/notices.hpp"
#include "cli/setup.hpp"
#include "engine/registry/registry.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace codexflow::cli {
namespace {

/// Errors if there is no folder to read at all: then "0 agents" would not be the whole truth.
result<void> check_folders(const std::vector<agent_directory>& folders)
{
    const auto is_folder = [](const agent_directory& one) {
        std::error_code ignored;
        return std::filesystem::is_directory(one.path, ignored);
    };
    if (std::any_of(folders.begin(), folders.end(), is_folder))
        return {};
    std::string looked;
    for (const agent_directory& one : folders)
        looked += (looked.empty() ? "" : ", ") + one.path.string();
    return error(errc::not_found, "there is no folder with agents: looked for " + looked)
        .with_hint("name one: codex-flow load DIR, or agents.paths in codex-flow.yaml");
}

std::string as_text(const registry_totals& totals)
{
    const std::string beside =
        totals.beside_index != 0 ? fmt::format(", and {} beside the index", totals.beside_index) : "";
    return fmt::format("Agents: {}{}\nTriggers: keywords={} regex={} file_patterns={}\n",
                       totals.definitions - totals.beside_index, beside, totals.keywords, totals.regex,
                       totals.file_patterns);
}

std::string as_json(registry& agents, const registry_totals& totals, const std::vector<notice>& rules,
                    const load_summary& runs)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("agents", totals.definitions).member("ids", totals.ids);
    out.key("triggers").begin_object().member("keywords", totals.keywords).member("regex", totals.regex);
    out.member("file_patterns", totals.file_patterns).end_object();
    out.member("warnings", totals.warnings).member("errors", totals.errors);
    out.key("definitions").begin_array();
    for (const auto& one : agents.agents())
    {
        out.begin_object()
            .member("id", one->id)
            .member("name", one->name)
            .member("description", one->description);
        out.member("domain", one->domain).member("tier", one->tier).member("autonomy", one->autonomy);
        out.member("max_parallel", one->max_parallel).member("timeout_ms", one->timeout.count());
        out.member("file", one->source.file).end_object();
    }
    out.end_array().key("notices").begin_array();
    for (const notice& one : agents.notices())
        write_notice(out, one);
    for (const notice& one : rules)
        write_notice(out, one);
    out.end_array();
    write_summary(out, runs);
    out.end_object();
    return text + '\n';
}

/** The triggers that the configured routers cannot use. They are warnings, for the agents' other triggers
 *  are in use; so is a router that cannot be asked. With --strict both are errors.
 *  Errors: with --strict, a router that cannot be opened. */
result<std::vector<notice>> check_rules(const load_options& options, const config& settings, registry& agents,
                                        const context& where)
{
    system_clock time;
    const notice_kind kind = options.strict ? notice_kind::broken : notice_kind::warning;
    std::vector<notice> found;
    const auto plugins = plugin::catalog::scan(plugin_search_path(options.setup, settings, where));
    if (!plugins)
        return plugins.error();
    const auto desk = open_route_desk(settings, *plugins, agents, time);
    if (!desk && options.strict)
        return desk.error();
    if (!desk)
        found.push_back({kind, error(desk.error()).under("the triggers were not checked")});
    else
        for (const rule_problem& one : (*desk)->chain->problems())
            found.push_back({kind, to_error(one)});
    return found;
}

/// Why the exit code is not 0; empty if it is.
std::string verdict(const registry_totals& totals, std::size_t bad_rules, bool strict)
{
    std::string text;
    if (totals.errors != 0)
        text = fmt::format("codex-flow: error: {} of the definitions cannot be used\n", totals.errors);
    if (strict && totals.warnings != 0)
        text += fmt::format("codex-flow: error: {} {}, which --strict does not allow\n", totals.warnings,
                            totals.warnings == 1 ? "warning" : "warnings");
    if (strict && bad_rules != 0)
        text += fmt::format("codex-flow: error: {} of the triggers cannot be used\n", bad_rules);
    return text;
}

} // namespace

int load_agents(const load_options& options, const context& where)
{
    std::vector<config_override> flags;
    if (options.folder)
        flags.push_back(list_override("agents.paths", *options.folder, "DIR"));
    const auto settings = load_settings(options.setup, where, std::move(flags));
    if (!settings)
        return where.fail(settings.error());
    if (const auto there = check_folders(settings->agent_directories); !there)
        return where.fail(there.error());

    project_agents agents(*settings, where);
    const registry_totals totals = agents.all().totals();
    agents.keep();
    const bool any = totals.keywords + totals.regex + totals.file_patterns != 0;
    const auto rules = any ? check_rules(options, *settings, agents.all(), where) : std::vector<notice>();
    if (!rules)
        return where.fail(rules.error());
    const load_summary runs = summarize_project();
    if (!where.print(options.json ? as_json(agents.all(), totals, *rules, runs) : as_text(totals) + summary_text(runs)))
        return output_lost_exit_code;
    std::string remarks;
    if (!options.json) // which holds them
    {
        for (const notice& one : agents.all().notices())
            remarks += notice_text(one, options.strict);
        for (const notice& one : *rules)
            remarks += notice_text(one, options.strict);
    }
    if (options.verbose)
        remarks += agents.cache_report() + '\n';
    const std::string fault = verdict(totals, rules->size(), options.strict);
    where.complain(remarks + fault);
    return fault.empty() ? 0 : exit_code(errc::invalid_argument);
}

} // namespace codexflow::cli
