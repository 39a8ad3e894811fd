#include "cli/choose_provider.hpp"
#include "cli/commands/providers.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/run/model_session.hpp"
#include "engine/run/provider_check.hpp"
#include "engine/run/provider_facts.hpp"
#include "engine/run/provider_setup.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

std::string step_text(const check_step& step)
{
    const std::string state = step.state == step_state::failed ? "FAILED" : std::string(to_string(step.state));
    std::string text = fmt::format("  {:<9} {:<9} {}\n", step.name, state, one_line(step.detail));
    for (const std::string& line : split(step.hint, '\n'))
        if (!line.empty())
            text += "    next: " + one_line(line) + '\n';
    return text;
}

std::string report_text(const provider_report& report)
{
    std::string text = report.name + ": plugin " + report.plugin;
    if (!report.model.empty())
        text += ", model " + report.model;
    if (!report.address.empty())
        text += ", " + report.address;
    text += '\n';
    for (const check_step& step : report.steps)
        text += step_text(step);
    return text;
}

void write_step(json_writer& out, const check_step& step)
{
    out.begin_object().member("step", step.name).member("state", to_string(step.state));
    out.member("detail", step.detail);
    if (!step.hint.empty())
        out.member("hint", step.hint);
    if (step.code)
        out.member("code", to_string(*step.code));
    if (!step.kind.empty())
        out.member("kind", step.kind);
    out.end_object();
}

void write_names(json_writer& out, const char* key, const std::vector<std::string>& names)
{
    out.key(key).begin_array();
    for (const std::string& name : names)
        out.value(name);
    out.end_array();
}

void write_call(json_writer& out, const check_call& call)
{
    out.key("call").begin_object();
    if (call.first_us)
        out.member("first_us", *call.first_us);
    out.member("total_us", call.total_us);
    out.member("input_tokens", call.input_tokens).member("output_tokens", call.output_tokens);
    if (!call.model.empty())
        out.member("model", call.model);
    out.end_object();
}

void write_report(json_writer& out, const provider_report& report)
{
    out.begin_object().member("name", report.name).member("plugin", report.plugin);
    if (!report.model.empty())
        out.member("model", report.model);
    if (!report.address.empty())
        out.member("address", report.address);
    out.member("ok", report.ok()).member("exit_code", report.exit_code());
    out.key("steps").begin_array();
    for (const check_step& step : report.steps)
        write_step(out, step);
    out.end_array();
    write_names(out, "models", names_of(report.models));
    if (report.about && report.about->capabilities)
        write_names(out, "capabilities", *report.about->capabilities);
    if (report.about && report.about->context_length)
        out.member("context_length", *report.about->context_length);
    if (report.call)
        write_call(out, *report.call);
    out.end_object();
}

std::string as_json(const std::vector<provider_report>& reports, int code)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("ok", code == 0).member("exit_code", code).key("providers").begin_array();
    for (const provider_report& report : reports)
        write_report(out, report);
    out.end_array().end_object();
    return text + '\n';
}

error nothing_to_check(const std::vector<std::string>& tried)
{
    std::string hint;
    for (const std::string& one : tried)
        hint += one + '\n';
    return error(errc::invalid_argument, "no provider is configured, and none was found to check")
        .with_hint(hint + "name one: codex-flow providers check NAME; see: codex-flow providers list");
}

/// The named ones, each once; without names those a run would use.
result<std::vector<const provider_choice*>> chosen(const providers_options& options, const config& settings)
{
    if (options.names.empty())
        return providers_of(settings);
    std::vector<const provider_choice*> found;
    for (const std::string& name : options.names)
    {
        const auto one = settings.find_provider(name);
        if (!one)
            return one.error();
        if (std::find(found.begin(), found.end(), *one) == found.end())
            found.push_back(*one);
    }
    return found;
}

model_session_settings session_settings(const config& settings, const context& where)
{
    model_session_settings made;
    made.variables = where.environment;
    made.network = settings.network;
    made.retry_wait = settings.limits.retry_wait;
    made.log = [&where](const event::notice& line) {
        if (line.how == event::notice::level::warning || line.how == event::notice::level::error)
            where.complain(line.source + ": " + one_line(line.text) + '\n');
    };
    return made;
}

std::string address_of(const std::string& name, const std::vector<provider_facts>& all)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const provider_facts& one) { return one.name == name; });
    return found == all.end() ? std::string() : found->address;
}

} // namespace

int check_providers(const providers_options& options, provider_setup setup, const context& where)
{
    system_clock time;
    if (options.names.empty())
    {
        auto settled = settle_provider(std::move(setup.settings), options.setup, {}, setup.plugins, where, time);
        if (!settled)
            return where.fail(settled.error());
        setup.settings = std::move(settled->settings);
        if (setup.settings.default_provider.empty())
            return where.fail(nothing_to_check(settled->tried));
        if (!settled->remark.empty())
            where.complain(settled->remark + '\n');
    }
    const auto asked = chosen(options, setup.settings);
    if (!asked)
        return where.fail(asked.error());
    const auto facts = facts_of(setup.settings, setup.plugins, where.environment);
    model_session session(time, setup.plugins, session_settings(setup.settings, where));
    if (const auto opened = session.redact_as(setup.settings); !opened)
        return where.fail(opened.error());
    const check_options how{options.chat, setup.searched};
    std::vector<provider_report> reports;
    int code = 0;
    for (const provider_choice* one : *asked)
    {
        auto report = check_one(*one, setup.settings, setup.plugins, session, how);
        if (!report)
            return where.fail(report.error());
        report->address = address_of(one->name, facts);
        code = code != 0 ? code : report->exit_code();
        if (!options.json && !where.print(report_text(*report)))
            return output_lost_exit_code;
        reports.push_back(std::move(*report));
    }
    if (options.json && !where.print(as_json(reports, code)))
        return output_lost_exit_code;
    return code;
}

} // namespace codexflow::cli
