#include "cli/commands/commands.hpp"
#include "cli/commands/doctor.hpp"
#include "cli/diagnostics/known_secrets.hpp"
#include "cli/diagnostics/redacted_bundle.hpp"
#include "cli/project_agents.hpp"
#include "cli/render/doctor_view.hpp"
#include "cli/render/table.hpp"
#include "cli/run_folder.hpp"
#include "cli/setup.hpp"
#include "engine/base/build_info.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/document.hpp"
#include "engine/metrics/metrics_file.hpp"
#include "engine/record/event_log.hpp"
#include "engine/run/model_session.hpp"
#include "engine/run/provider_facts.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <optional>

namespace codexflow::cli {
namespace {

constexpr std::uint64_t most_of_a_journal = std::uint64_t{8} << 20;
constexpr std::uint64_t most_of_the_log = std::uint64_t{1} << 20;

std::string versions()
{
    std::string text;
    for (const auto& [name, version] : build_info())
        text += name + ": " + version + '\n';
    return text;
}

std::string variable_names(const context& where)
{
    std::string text;
    for (const auto& [name, value] : where.environment)
        text += name + '\n';
    return text;
}

/// Values with their origins; a secret is only a variable's name there.
std::string config_document(const config& settings)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("settings").begin_array();
    for (const config_setting& one : settings.settings())
        out.begin_object().member("path", one.path).raw_member("value", one.value).member("origin", one.origin).end_object();
    out.end_array().end_object();
    return text + '\n';
}

std::string plugin_document(const plugin::catalog& plugins)
{
    std::string text;
    json_writer out(text);
    out.begin_object().key("plugins").begin_array();
    for (const auto& entry : plugins.entries())
    {
        out.begin_object().member("id", entry.about.id).member("version", entry.about.version);
        out.member("file", entry.file.string()).key("components").begin_array();
        for (const auto& part : entry.about.components)
            out.value(part.kind + ' ' + part.name);
        out.end_array().end_object();
    }
    out.end_array().key("refused").begin_array();
    for (const auto& one : plugins.refusals())
        out.begin_object().member("file", one.file.string()).member("reason", one.reason).end_object();
    out.end_array().end_object();
    return text + '\n';
}

std::string agent_document(const config& settings, const context& where)
{
    project_agents agents(settings, where);
    const registry_totals totals = agents.all().totals();
    std::string text;
    json_writer out(text);
    out.begin_object().member("definitions", totals.definitions).member("ids", totals.ids);
    out.member("warnings", totals.warnings).member("errors", totals.errors).key("agents").begin_array();
    for (const auto& one : agents.all().agents())
        out.begin_object().member("id", one->id).member("file", one->source.file).member("max_parallel", one->max_parallel).end_object();
    out.end_array().key("remarks").begin_array();
    for (const notice& one : agents.all().notices())
        out.value(to_string(one.what));
    out.end_array().end_object();
    return text + '\n';
}

/// What needs a configuration; without one the report of doctor says why.
void add_setup(redacted_bundle& to, const config& settings, const setup_options& setup, const context& where)
{
    to.add("config.json", "values in force, and where each was written", config_document(settings));
    if (const auto plugins = plugin::catalog::scan(plugin_search_path(setup, settings, where)))
        to.add("plugins.json", "plugins that are there", plugin_document(*plugins));
    to.add("agents.json", "agents, without what they say", agent_document(settings, where));
}

/// What runs left behind.
void add_record(redacted_bundle& to, unsigned runs)
{
    const auto journals = journals_in(".runs");
    const std::size_t from = journals.size() > runs ? journals.size() - runs : 0;
    for (std::size_t i = from; i != journals.size(); ++i)
        to.add_lines("runs/" + journals[i].parent_path().filename().string() + ".jsonl", "a run's journal", journals[i],
                     most_of_a_journal);
    to.add_lines("events.jsonl", "the log of all runs", event_log_path, most_of_the_log);
    if (auto metrics = doc::read_text(metrics_path))
        to.add("metrics.json", "how agents did", std::move(*metrics));
}

std::string report_text(const std::vector<redacted_bundle::entry>& entries)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : entries)
        rows.push_back({one.name, std::to_string(one.bytes), one.about});
    return render_table({"ENTRY", "BYTES", "WHAT"}, rows, 0);
}

model_session_settings session_settings(const config& settings, const context& where)
{
    model_session_settings made;
    made.variables = where.environment;
    made.network = settings.network;
    made.handle_signals = false;
    return made;
}

std::string report_json(const std::string& file, const std::vector<redacted_bundle::entry>& entries)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("file", file).key("entries").begin_array();
    for (const auto& one : entries)
        out.begin_object().member("name", one.name).member("about", one.about).member("bytes", one.bytes).end_object();
    out.end_array().end_object();
    return text + '\n';
}

} // namespace

int write_diagnostics(const diagnostics_options& options, const context& where)
{
    system_clock time;
    const auto settings = load_settings(options.setup, where);
    redaction known_only; // where no configuration can be read, and so no redactor is known
    std::vector<provider_facts> providers;
    const auto plugins = settings ? plugin::catalog::scan(plugin_search_path(options.setup, *settings, where))
                                  : result<plugin::catalog>(settings.error());
    std::optional<model_session> session;
    if (settings && plugins)
    {
        providers = facts_of(*settings, *plugins, where.environment);
        session.emplace(time, *plugins, session_settings(*settings, where));
        if (const auto opened = session->redact_as(*settings); !opened)
            return where.fail(opened.error());
    }
    redaction& funnel = session ? session->funnel() : known_only;
    add_known_secrets(funnel.values(), providers, where.environment);

    auto file = zip_file::create(options.file);
    if (!file)
        return where.fail(file.error());
    redacted_bundle bundle(std::move(*file), funnel, time.unix_us());
    bundle.add("version.txt", "what the program was made of", versions());
    bundle.add("doctor.json", "what doctor says", doctor_json(examine(options.setup, color_choice::never, where)));
    bundle.add("environment.txt", "names of variables, without values", variable_names(where));
    if (settings)
        add_setup(bundle, *settings, options.setup, where);
    add_record(bundle, options.runs);
    if (const auto closed = bundle.finish(); !closed)
        return where.fail(closed.error());
    if (!options.json)
        where.complain(options.file + ": look at it before you pass it on: it holds what you asked and what models said\n");
    const std::string text = options.json ? report_json(options.file, bundle.entries()) : report_text(bundle.entries());
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace codexflow::cli
