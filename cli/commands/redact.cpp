#include "cli/commands/commands.hpp"
#include "cli/diagnostics/known_secrets.hpp"
#include "cli/render/text_width.hpp"
#include "cli/setup.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/record/redaction.hpp"
#include "engine/record/secret_scan.hpp"
#include "engine/run/model_session.hpp"
#include "engine/run/provider_facts.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <utility>
#include <vector>

namespace codexflow::cli {
namespace {

struct finding
{
    std::string file;
    found_secret what;
};

/// What a scan came to.
struct scan_report
{
    std::vector<finding> found;
    std::vector<std::string> binary, changed;
    std::size_t files = 0;
    int worst = 0; ///< Exit code of what could not be read or written; already told.
};

void scan_one(const std::filesystem::path& file, const redact_options& options, const redaction& by, const context& where,
              scan_report& report)
{
    const std::string name = file.string();
    const std::size_t before = report.found.size();
    const auto looked = scan_file(file, by, [&](found_secret one) { report.found.push_back({name, std::move(one)}); });
    if (!looked)
    {
        report.worst = where.fail(looked.error());
        return;
    }
    ++report.files;
    if (*looked == scanned_as::binary)
        report.binary.push_back(name);
    if (!options.in_place || report.found.size() == before)
        return;
    const auto done = redact_file(file, by);
    if (!done)
        report.worst = where.fail(done.error());
    else if (*done)
        report.changed.push_back(name);
}

std::string as_text(const scan_report& report, const redact_options& options)
{
    std::string text;
    for (const finding& one : report.found)
        text += fmt::format("{}:{}:{}: {}: {}\n", one.file, one.what.line, one.what.column, one.what.rule, one_line(one.what.excerpt));
    text += fmt::format("{} in {} files", report.found.empty() ? "no secrets" : fmt::format("{} secrets", report.found.size()), report.files);
    if (!report.binary.empty())
        text += fmt::format(", {} of them binary and not looked at", report.binary.size());
    if (options.in_place)
        text += fmt::format("; {} files rewritten", report.changed.size());
    return text + '\n';
}

std::string as_json(const scan_report& report)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("ok", report.found.empty() && report.worst == 0).member("files", report.files);
    out.key("found").begin_array();
    for (const finding& one : report.found)
    {
        out.begin_object().member("file", one.file).member("line", one.what.line).member("column", one.what.column);
        out.member("rule", one.what.rule).member("excerpt", one.what.excerpt).end_object();
    }
    out.end_array();
    for (const auto& [name, list] : {std::pair{"binary", &report.binary}, std::pair{"changed", &report.changed}})
    {
        out.key(name).begin_array();
        for (const std::string& file : *list)
            out.value(file);
        out.end_array();
    }
    out.end_object();
    return text + '\n';
}

/// A redactor that failed left its mark instead of the text; what for is told here.
int tell_faults(const redaction& by, const context& where, int code)
{
    for (const std::string& fault : by.take_faults())
        code = where.fail(error(errc::plugin_misbehaved, fault));
    return code;
}

int scan(const redact_options& options, const redaction& by, const context& where)
{
    scan_report report;
    for (const std::string& path : options.paths)
    {
        const auto files = files_below(path);
        if (!files)
        {
            report.worst = where.fail(files.error());
            continue;
        }
        for (const std::filesystem::path& file : *files)
            scan_one(file, options, by, where, report);
    }
    report.worst = tell_faults(by, where, report.worst);
    if (!where.print(options.json ? as_json(report) : as_text(report, options)))
        return output_lost_exit_code;
    if (report.worst != 0)
        return report.worst;
    return report.found.empty() || options.in_place ? 0 : 1;
}

/// Standard input to standard output, as it comes.
int filter(const redaction& by, const context& where)
{
    redaction::stream text(by);
    std::vector<char> block(65'536);
    while (true)
    {
        const ssize_t got = ::read(where.in, block.data(), block.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return where.fail(error(errc::invalid_argument, std::string("standard input cannot be read: ") + std::strerror(errno)));
        if (got == 0)
            break;
        if (!where.print(text.feed({block.data(), static_cast<std::size_t>(got)})))
            return output_lost_exit_code;
    }
    const bool delivered = where.print(text.end());
    return tell_faults(by, where, delivered ? 0 : output_lost_exit_code);
}

} // namespace

int redact(const redact_options& options, const context& where)
{
    const auto settings = load_settings(options.setup, where);
    if (!settings)
        return where.fail(settings.error());
    const auto plugins = plugin::catalog::scan(plugin_search_path(options.setup, *settings, where));
    if (!plugins)
        return where.fail(plugins.error());
    system_clock time;
    model_session_settings world;
    world.variables = where.environment;
    world.network = settings->network;
    world.handle_signals = false;
    model_session session(time, *plugins, std::move(world));
    if (const auto opened = session.redact_as(*settings); !opened)
        return where.fail(opened.error());
    add_known_secrets(session.funnel().values(), facts_of(*settings, *plugins, where.environment), where.environment);
    return options.paths.empty() ? filter(session.funnel(), where) : scan(options, session.funnel(), where);
}

} // namespace codexflow::cli
