#include "cli/render/history.hpp"

#include "cli/render/report.hpp"
#include "cli/render/style.hpp"
#include "cli/render/table.hpp"
#include "cli/render/text_width.hpp"
#include "engine/bench/bench_table.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow::cli {
namespace {

std::string_view to_string(task_history::state how)
{
    constexpr std::array<std::string_view, 5> names{"not started", "unfinished", "ok", "failed", "cancelled"};
    return names[static_cast<std::size_t>(how)];
}

bool has_ended(const task_history& task)
{
    return task.how != task_history::state::planned && task.how != task_history::state::started;
}

std::string verdict_line(const run_history& run, bool color)
{
    if (!run.end)
        return painted("no end was written: the run was killed, or is still going on", tone::bad, color) +
               '\n';
    const bool ok = run.end->verdict == "ok";
    return painted(run.end->verdict, ok ? tone::good : tone::bad, color) +
           fmt::format(", exit code {}; ", run.end->exit_code) + summary_line(*run.end, false);
}

std::optional<double> cost_of(const task_history& task, const history_extras& more)
{
    if (!more.price)
        return std::nullopt;
    const std::string answered = more.details == nullptr ? "" : more.details->of(task.ref.task_id).answered_by;
    const bool as_planned = answered.empty() || answered == task.ref.provider;
    return more.price(as_planned ? task.ref.provider : answered, as_planned ? task.ref.model : "", task.usage);
}

std::string cost_text(const std::optional<double>& cost) { return cost ? "$" + bench::cost_text(*cost) : "-"; }

/// With a column for costs if there is one.
std::string task_table(const run_history& run, int columns, const history_extras& more)
{
    if (run.tasks.empty())
        return {};
    const bool priced = std::any_of(run.tasks.begin(), run.tasks.end(),
                                    [&](const task_history& task) { return cost_of(task, more).has_value(); });
    std::vector<std::string> headings{"TASK", "AGENT", "STATE", "TIME", "TOKENS"};
    if (priced)
        headings.emplace_back("COST");
    headings.emplace_back("ASKED");
    std::vector<std::vector<std::string>> rows;
    for (const task_history& task : run.tasks)
    {
        rows.push_back({task.ref.task_id, task.ref.agent_id, std::string(to_string(task.how)),
                        has_ended(task) ? duration_text(task.ms) : "-",
                        task.usage.known ? count_text(task.usage.input) + "+" + count_text(task.usage.output) : "-"});
        if (priced)
            rows.back().push_back(cost_text(cost_of(task, more)));
        rows.back().push_back(task.text);
    }
    return '\n' + render_table(headings, rows, columns);
}

std::string counted(std::size_t count, std::string_view one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// What a task did on the way: its calls, and what was said to them. Nothing for one that only answered.
std::string task_branch(const task_history& task, const task_details& did, bool color)
{
    std::string head;
    const auto add = [&head](std::size_t number, std::string_view one) {
        if (number != 0)
            head += (head.empty() ? "" : ", ") + counted(number, one);
    };
    add(did.turns == 0 ? 0 : did.turns + (has_ended(task) ? 1 : 0), "turn");
    add(did.calls.size(), "tool call");
    add(did.retries, "retry");
    add(did.failovers, "failover");
    add(did.starts > 1 ? did.starts : 0, "start");
    if (head.empty() && did.remarks.empty())
        return {};
    std::string text = '\n' + painted(task.ref.task_id, tone::heading, color) + "  " + head + '\n';
    for (const call_history& call : did.calls)
    {
        const std::string outcome = call.outcome.empty() ? "no end was written" : call.outcome;
        const bool good = call.outcome == "ok" || call.outcome == "truncated";
        text += "  " + fit(one_line(call.tool), 12) + "  " + painted(outcome, good ? tone::good : tone::bad, color);
        text += (call.outcome.empty() ? "" : " in " + duration_text(call.ms)) + '\n';
    }
    for (const std::string& remark : did.remarks)
        text += "  " + one_line(remark) + '\n';
    return text;
}

std::string branches(const run_history& run, const history_extras& more, bool color)
{
    std::string text;
    if (more.details == nullptr)
        return text;
    for (const task_history& task : run.tasks)
        text += task_branch(task, more.details->of(task.ref.task_id), color);
    std::string rest;
    for (const std::string& remark : more.details->remarks())
        rest += one_line(remark) + '\n';
    for (const auto& [kind, count] : more.details->unknown_kinds())
        rest += fmt::format("{} of a kind that this version does not know: {}\n", counted(count, "event"), one_line(kind));
    return rest.empty() ? text : text + '\n' + rest;
}

std::string session_lines(const history_extras& more)
{
    std::string text;
    if (more.details != nullptr && more.details->sessions().size() > 1)
        for (std::size_t i = 1; i != more.details->sessions().size(); ++i)
            text += "resumed at " + more.details->sessions()[i] + '\n';
    return text;
}

void write_details(json_writer& out, const task_details& did)
{
    out.member("starts", did.starts).member("turns", did.turns).member("retries", did.retries);
    out.member("failovers", did.failovers).key("calls").begin_array();
    for (const call_history& call : did.calls)
    {
        out.begin_object().member("call_id", call.call_id).member("tool", call.tool);
        if (!call.outcome.empty())
            out.member("outcome", call.outcome).member("ms", call.ms);
        out.end_object();
    }
    out.end_array().key("remarks").begin_array();
    for (const std::string& remark : did.remarks)
        out.value(remark);
    out.end_array();
}

void write_run_details(json_writer& out, const run_details& details)
{
    out.key("sessions").begin_array();
    for (const std::string& ts : details.sessions())
        out.value(ts);
    out.end_array().key("remarks").begin_array();
    for (const std::string& remark : details.remarks())
        out.value(remark);
    out.end_array().key("unknown_kinds").begin_object();
    for (const auto& [kind, count] : details.unknown_kinds())
        out.member(kind, count);
    out.end_object();
}

std::string failures(const run_history& run, bool color)
{
    std::string text;
    for (const task_history& task : run.tasks)
        if (task.how == task_history::state::failed)
        {
            text += painted(task.ref.task_id, tone::bad, color) + ": " + one_line(task.error_message);
            text += task.error_code.empty() ? "\n" : " [" + task.error_code + "]\n";
            if (!task.hint.empty())
                text += "  hint: " + one_line(task.hint) + '\n';
        }
    return text.empty() ? text : '\n' + text;
}

std::string faults_of(const run_history& run)
{
    std::string text;
    for (const history_fault& fault : run.faults)
        text += fmt::format("journal line {} (byte {}): {}\n", fault.line, fault.offset, fault.what);
    if (run.torn)
        text += fmt::format(
            "torn tail: the last {} bytes, from byte {} on, are an unfinished line and were set aside\n",
            run.torn->bytes, run.torn->offset);
    return text.empty() ? text : '\n' + text;
}

void write_task(json_writer& out, const task_history& task, const history_extras& more)
{
    out.begin_object().member("task_id", task.ref.task_id).member("alias", task.ref.alias);
    out.member("agent_id", task.ref.agent_id)
        .member("provider", task.ref.provider)
        .member("model", task.ref.model);
    out.member("state", to_string(task.how)).member("text", task.text);
    out.member("waited_ms", task.waited_ms).member("ms", task.ms).member("chunks", task.chunks);
    if (task.usage.known)
        out.member("input_tokens", task.usage.input).member("output_tokens", task.usage.output);
    if (!task.finish.empty())
        out.member("finish", task.finish);
    if (const auto cost = cost_of(task, more))
        out.member("cost_usd", *cost);
    if (more.details != nullptr)
        write_details(out, more.details->of(task.ref.task_id));
    if (has_ended(task))
        out.member("output", task.output);
    if (!task.error_code.empty())
    {
        out.key("error").begin_object().member("code", task.error_code).member("message", task.error_message);
        out.member("hint", task.hint).end_object();
    }
    out.end_object();
}

void write_end(json_writer& out, const event::run_complete& end)
{
    out.key("end").begin_object().member("verdict", end.verdict).member("reason", end.reason);
    out.member("exit_code", end.exit_code)
        .member("ms", end.ms)
        .member("tasks", end.tasks)
        .member("ok", end.ok);
    out.member("failed", end.failed)
        .member("cancelled", end.cancelled)
        .member("not_started", end.not_started);
    out.end_object();
}

} // namespace

std::string history_text(const run_history& run, const std::filesystem::path& file, int columns, bool color,
                         const history_extras& more)
{
    std::string text =
        painted("run " + (run.run_id.empty() ? "without an id" : run.run_id), tone::heading, color) + '\n';
    text += verdict_line(run, color);
    if (!run.first_ts.empty())
        text += fmt::format("from {} to {}, work from {}, engine {}\n", run.first_ts, run.last_ts,
                            run.source.empty() ? "an unknown place" : run.source, run.engine_version);
    text += session_lines(more);
    for (const auto& plugin : run.plugins)
        text += fmt::format("plugin {} {} ({})\n", plugin.id, plugin.version, plugin.file);
    text += task_table(run, columns, more) + branches(run, more, color) + failures(run, color) + faults_of(run);
    return text + "\njournal: " + file.string() + '\n';
}

std::string history_json(const run_history& run, const std::filesystem::path& file, const history_extras& more)
{
    std::string text;
    json_writer out(text);
    out.begin_object()
        .member("run_id", run.run_id)
        .member("journal", file.string())
        .member("events", run.events);
    out.member("engine_version", run.engine_version).member("config_digest", run.config_digest);
    out.member("source", run.source).member("first_ts", run.first_ts).member("last_ts", run.last_ts);
    out.member("complete", run.end.has_value());
    if (run.end)
        write_end(out, *run.end);
    out.key("tasks").begin_array();
    for (const task_history& task : run.tasks)
        write_task(out, task, more);
    out.end_array();
    if (more.details != nullptr)
        write_run_details(out, *more.details);
    if (run.torn)
        out.key("torn_tail")
            .begin_object()
            .member("offset", run.torn->offset)
            .member("bytes", run.torn->bytes)
            .end_object();
    out.key("faults").begin_array();
    for (const history_fault& fault : run.faults)
    {
        out.begin_object()
            .member("line", fault.line)
            .member("offset", fault.offset)
            .member("bytes", fault.bytes);
        out.member("what", fault.what).end_object();
    }
    out.end_array().end_object();
    return text + '\n';
}

} // namespace codexflow::cli
