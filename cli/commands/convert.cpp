#include "cli/commands/commands.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/clock.hpp"
#include "engine/registry/convert/convert.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

std::size_t count_of(const conversion& what, file_action action)
{
    return static_cast<std::size_t>(std::count_if(what.files.begin(), what.files.end(),
                                                  [action](const file_step& one) { return one.action == action; }));
}

std::size_t faults_of(const conversion& what)
{
    return static_cast<std::size_t>(std::count_if(what.skipped.begin(), what.skipped.end(),
                                                  [](const skipped_source& one) { return one.fault; }));
}

/// "create  core/coder.codex.yaml", and why where that is not plain.
std::string line_of(const file_step& step)
{
    const std::string why = step.why.empty() ? "" : ": " + step.why;
    return fmt::format("{:<7} {}{}\n", to_string(step.action), step.path, why);
}

std::string summary(const conversion& what, const convert_options& options)
{
    std::string text = fmt::format("Converted: {} from {} to {}\n", what.converted, options.source, options.out);
    text += fmt::format("Files: created={} updated={} unchanged={} removed={} kept={}\n",
                        count_of(what, file_action::create), count_of(what, file_action::update),
                        count_of(what, file_action::unchanged), count_of(what, file_action::remove),
                        count_of(what, file_action::keep));
    text += fmt::format("Skipped: {}\n", what.skipped.size());
    if (options.dry_run)
        return text + "nothing was written\n";
    return text + fmt::format("next: name {} and not {} in agents.paths, as codex-flow init does\n", options.out,
                              options.source);
}

/// Everything that is not plain; in a dry run every step.
std::string details(const conversion& what, const convert_options& options)
{
    std::string text;
    for (const file_step& step : what.files)
        if (options.dry_run ? step.action != file_action::unchanged : !step.why.empty())
            text += line_of(step);
    for (const skipped_source& one : what.skipped)
    {
        text += fmt::format("{} {}: {}\n", one.fault ? "error: skipped" : "skipped", one.source,
                            one_line(to_string(one.why)));
        if (!one.why.hint.empty())
            text += "  hint: " + one_line(one.why.hint) + '\n';
    }
    for (const notice& one : what.assumed)
        text += "assumed: " + one_line(to_string(one.what)) + '\n';
    return text;
}

void write_error(json_writer& out, const error& what)
{
    out.member("message", what.message);
    if (!what.hint.empty())
        out.member("hint", what.hint);
    if (what.where.line != 0)
        out.member("line", what.where.line).member("column", what.where.column);
}

std::string as_json(const conversion& what, const convert_options& options)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("source", options.source).member("out", options.out);
    out.member("dry_run", options.dry_run).member("converted", what.converted).member("errors", faults_of(what));
    out.key("files").begin_array();
    for (const file_step& step : what.files)
    {
        out.begin_object().member("path", step.path).member("action", to_string(step.action));
        if (!step.source.empty())
            out.member("source", step.source);
        if (!step.why.empty())
            out.member("why", step.why);
        out.end_object();
    }
    out.end_array().key("skipped").begin_array();
    for (const skipped_source& one : what.skipped)
    {
        out.begin_object().member("source", one.source).member("error", one.fault);
        write_error(out, one.why);
        out.end_object();
    }
    out.end_array().key("assumed").begin_array();
    for (const notice& one : what.assumed)
    {
        out.begin_object().member("file", one.what.where.file);
        write_error(out, one.what);
        out.end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace

int convert_agents(const convert_options& options, const context& where)
{
    system_clock time;
    const auto planned = plan_bundle(options.source, options.out, time);
    if (!planned)
        return where.fail(planned.error());
    if (!options.dry_run)
        if (const auto written = write_bundle(*planned, options.out); !written)
            return where.fail(written.error());
    if (!where.print(options.json ? as_json(*planned, options) : summary(*planned, options)))
        return output_lost_exit_code;
    std::string remarks = options.json ? "" : details(*planned, options);
    const std::size_t faults = faults_of(*planned);
    if (faults != 0)
        remarks += fmt::format("codex-flow: error: {} of the sources could not be converted\n", faults);
    where.complain(remarks);
    return faults == 0 ? 0 : exit_code(errc::invalid_argument);
}

} // namespace codexflow::cli
