#include "cli/render/history.hpp"

#include "cli/render/report.hpp"
#include "cli/render/style.hpp"
#include "cli/render/table.hpp"
#include "cli/render/text_width.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

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

std::string task_table(const run_history& run, int columns)
{
    std::vector<std::vector<std::string>> rows;
    for (const task_history& task : run.tasks)
    {
        const bool ended = has_ended(task);
        rows.push_back(
            {task.ref.task_id, task.ref.agent_id, std::string(to_string(task.how)),
             ended ? duration_text(task.ms) : "-",
             task.usage.known ? count_text(task.usage.input) + "+" + count_text(task.usage.output) : "-",
             task.text});
    }
    return rows.empty()
               ? ""
               : '\n' + render_table({"TASK", "AGENT", "STATE", "TIME", "TOKENS", "ASKED"}, rows, columns);
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

void write_task(json_writer& out, const task_history& task)
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

std::string history_text(const run_history& run, const std::filesystem::path& file, int columns, bool color)
{
    std::string text =
        painted("run " + (run.run_id.empty() ? "without an id" : run.run_id), tone::heading, color) + '\n';
    text += verdict_line(run, color);
    if (!run.first_ts.empty())
        text += fmt::format("from {} to {}, work from {}, engine {}\n", run.first_ts, run.last_ts,
                            run.source.empty() ? "an unknown place" : run.source, run.engine_version);
    for (const auto& plugin : run.plugins)
        text += fmt::format("plugin {} {} ({})\n", plugin.id, plugin.version, plugin.file);
    text += task_table(run, columns) + failures(run, color) + faults_of(run);
    return text + "\njournal: " + file.string() + '\n';
}

std::string history_json(const run_history& run, const std::filesystem::path& file)
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
        write_task(out, task);
    out.end_array();
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
