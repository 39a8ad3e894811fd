#include "cli/render/report.hpp"

#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/text.hpp"

#include <fmt/format.h>

namespace codexflow::cli {
namespace {

std::string indented(std::string_view text, std::string_view before)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        (out += before).append(text.substr(at, end - at)) += '\n';
        at = end + 1;
    }
    return out;
}

std::string counter(const run_progress& run) { return fmt::format("[{}/{}]", run.ended(), run.total()); }

std::string others(const run_progress& run)
{
    return run.running().empty() ? "" : fmt::format(", {} running", run.running().size());
}

std::string tokens(const token_usage& usage)
{
    return usage.known ? fmt::format(", {} tokens", usage.input + usage.output) : "";
}

/// The first line of a task's text: an object task is an outline of many.
std::string headline(std::string_view text)
{
    const std::string_view first = text.substr(0, text.find('\n'));
    const std::string line = clip(one_line(first), 120);
    return first.size() == text.size() || line.ends_with("\u2026") ? line : line + " \u2026";
}

} // namespace

std::string duration_text(std::int64_t ms)
{
    const std::int64_t seconds = ms / 1000;
    if (ms < 1000)
        return fmt::format("{} ms", ms);
    if (seconds < 60)
        return fmt::format("{}.{} s", seconds, ms % 1000 / 100);
    if (seconds < 3600)
        return fmt::format("{} m {:02} s", seconds / 60, seconds % 60);
    return fmt::format("{} h {:02} m", seconds / 3600, seconds % 3600 / 60);
}

std::string count_text(std::uint64_t number)
{
    if (number < 1000)
        return fmt::format("{}", number);
    if (number < 1'000'000)
        return fmt::format("{}.{}k", number / 1000, number % 1000 / 100);
    return fmt::format("{}.{}M", number / 1'000'000, number % 1'000'000 / 100'000);
}

std::string error_text(const error& what, bool color)
{
    // What a server or a model said may be in it: never let that move the cursor.
    return painted("codex-flow: error:", tone::bad, color) + ' ' + one_line(to_string(what)) + '\n' +
           indented(without_controls(what.hint), "  hint: ");
}

std::string route_line(const event::route& what)
{
    std::string line = "route   " + quote(one_line(what.file.empty() ? what.text : what.file));
    if (what.chosen.empty())
        return line + " to nobody\n";
    line += " to ";
    for (std::size_t i = 0; i != what.chosen.size(); ++i)
        line += fmt::format("{}{} ({:g})", i == 0 ? "" : ", ", one_line(what.chosen[i].agent), what.chosen[i].score);
    return line + '\n';
}

std::string result_text(const task_progress& task, std::string_view output, bool color, bool to_terminal)
{
    std::string text =
        painted("== " + task.who() + " \u2014 " + headline(task.text), tone::heading, color) + '\n';
    text += to_terminal ? without_controls(output) : std::string(output);
    if (!text.ends_with('\n'))
        text += '\n';
    return text + '\n';
}

std::string completed_line(const run_progress& run, const task_progress& task,
                           const event::task_complete& what, bool color)
{
    std::string ending =
        what.finish == "stop" || what.finish.empty() ? "" : ", ended by " + one_line(what.finish);
    return fmt::format("{} {}      {} in {}{}{}{}\n", counter(run), painted("ok", tone::good, color),
                       task.who(), duration_text(what.ms), tokens(what.usage), ending, others(run));
}

std::string restored_line(const run_progress& run, const task_progress& task, const event::task_restored& what,
                          bool color)
{
    return fmt::format("{} {}    {}, done before in {}{}\n", counter(run), painted("kept", tone::faint, color),
                       task.who(), duration_text(what.ms), tokens(what.usage));
}

std::string failed_lines(const run_progress& run, const task_progress& task, const event::task_error& what,
                         bool color)
{
    const bool cancelled = what.what.code == errc::cancelled;
    std::string text =
        fmt::format("{} {} {} after {}: {}{}\n", counter(run),
                    painted(cancelled ? "stopped" : "FAILED ", cancelled ? tone::faint : tone::bad, color),
                    task.who(), duration_text(what.ms), one_line(to_string(what.what)), others(run));
    return text + indented(without_controls(what.what.hint), "  hint: ");
}

std::string retry_line(const run_progress& run, const task_progress& task, const event::retry& what, bool color)
{
    return fmt::format("{} {}   {}: {}; again in {}\n", counter(run), painted("retry", tone::faint, color), task.who(),
                       one_line(what.message), duration_text(what.delay_ms));
}

std::string tool_line(const run_progress& run, const task_progress& task, const event::tool_end& what, bool color)
{
    const bool good = what.outcome == "ok" || what.outcome == "truncated";
    return fmt::format("{} {}    {}: {} {} in {}, {} bytes\n", counter(run), painted("tool", tone::faint, color),
                       task.who(), one_line(what.tool), painted(what.outcome, good ? tone::good : tone::bad, color),
                       duration_text(what.ms), what.bytes);
}

std::string approval_line(const run_progress& run, const task_progress& task, const event::approval_given& what)
{
    const std::string when = what.standing ? "as said before" : "after " + duration_text(what.ms);
    return fmt::format("{} asked   {}: {}: {}, {}\n", counter(run), task.who(), one_line(what.tool), what.answer, when);
}

std::string violation_lines(const run_progress& run, const task_progress& task, const event::policy_violation& what,
                            bool color)
{
    const std::string text =
        fmt::format("{} {}  {}: {}: {} ({})\n", counter(run), painted("denied", tone::bad, color), task.who(),
                    one_line(what.tool), one_line(what.reason), what.policy);
    return text + indented(without_controls(what.permit), "  hint: ");
}

std::string memory_line(const run_progress& run, const task_progress& task, const event::memory& what)
{
    using op = event::memory::operation;
    if (what.what == op::context && !what.items.empty())
        return fmt::format("{} told    {}: {} of earlier work, {} bytes\n", counter(run), task.who(),
                           what.items.size() == 1 ? "one piece" : fmt::format("{} pieces", what.items.size()), what.bytes);
    if (what.what == op::denied)
        return fmt::format("{} kept    {}: not shown to {}: {}\n", counter(run), task.who(), one_line(what.reader), one_line(what.rule));
    return {};
}

std::string worktree_lines(const run_progress& run, const task_progress& task, const event::worktree& what, bool color)
{
    if (what.files.empty())
        return {};
    const std::size_t count = what.files.size();
    return fmt::format("{} {} {}: {} in {}\n  look: git -C {} status\n", counter(run), painted("changed", tone::faint, color),
                       task.who(), count == 1 ? one_line(what.files.front().path) : fmt::format("{} files", count),
                       what.folder, what.folder);
}

std::string overlap_lines(const event::edits_overlap& what)
{
    std::string text;
    for (const auto& one : what.files)
        text += fmt::format("overlap {}: {}\n", one_line(one.path), join(one.task_ids, ", "));
    return text;
}

std::string failover_line(const run_progress& run, const task_progress& task, const event::failover& what, bool color)
{
    return fmt::format("{} {}  {}: to '{}', because {}\n", counter(run), painted("switch", tone::faint, color),
                       task.who(), what.to, one_line(what.message));
}

std::string summary_line(const event::run_complete& what, bool color)
{
    std::string text = fmt::format("{} {}: ", what.tasks, what.tasks == 1 ? "task" : "tasks");
    text += painted(fmt::format("{} ok", what.ok), what.ok == what.tasks ? tone::good : tone::plain, color);
    if (what.failed != 0)
        text += ", " + painted(fmt::format("{} failed", what.failed), tone::bad, color);
    if (what.cancelled != 0)
        text += fmt::format(", {} stopped", what.cancelled);
    if (what.not_started != 0)
        text += fmt::format(", {} never started", what.not_started);
    text += ", in " + duration_text(what.ms);
    if (what.usage.known)
        text += fmt::format("; {} tokens in, {} out", count_text(what.usage.input),
                            count_text(what.usage.output));
    if (what.verdict != "ok" && !what.reason.empty())
        text += fmt::format(" ({}: {})", what.verdict, one_line(what.reason));
    return text + '\n';
}

} // namespace codexflow::cli
