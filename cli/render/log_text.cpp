#include "cli/render/log_text.hpp"

#include "cli/render/report.hpp"
#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace codexflow::cli {
namespace {

constexpr int kind_columns = 16;

/// "2026-11-25T14:03:22.123Z" for people.
std::string time_text(std::string_view ts)
{
    std::string text(ts.substr(0, 23));
    if (text.size() > 10)
        text[10] = ' ';
    return fit(one_line(text), 23);
}

/// "a, b" of the texts that are there.
std::string listed(std::initializer_list<std::string_view> parts, std::string_view separator)
{
    std::string text;
    for (const std::string_view part : parts)
        if (!part.empty())
            text += (text.empty() ? "" : std::string(separator)) + std::string(part);
    return text;
}

std::string counted(std::size_t count, std::string_view one)
{
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string head(std::string_view ts, std::string_view kind, std::string_view who, tone how, bool color)
{
    return painted(time_text(ts), tone::faint, color) + "  " + painted(fit(one_line(kind), kind_columns), how, color) +
           "  " + (who.empty() ? "" : one_line(who) + "  ");
}

} // namespace

std::string log_event::who() const
{
    const std::string_view name = alias().empty() ? agent() : alias();
    if (task().empty())
        return std::string(name);
    return name.empty() ? std::string(task()) : fmt::format("{} ({})", task(), name);
}

bool log_event::good() const
{
    if (line_.has("ok") && !line_.flag("ok"))
        return false;
    constexpr std::array<std::string_view, 6> bad{"task_error", "policy_violation", "retry", "failover", "notice", "edits_overlap"};
    return std::find(bad.begin(), bad.end(), kind()) == bad.end();
}

std::string log_event::task_end() const
{
    const std::string time = duration_text(line_.number("ms"));
    if (kind() == "task_error")
    {
        const json_view error = line_.member("error");
        return fmt::format("{} after {}: {}", error.text("code"), time, error.text("message"));
    }
    std::string text = fmt::format("{} in {}", line_.flag("ok") ? "ok" : "failed", time);
    const json_view usage = line_.member("usage");
    if (usage.is_object())
        text += fmt::format(", {}+{} tokens", count_text(usage.count("input_tokens") + usage.count("inputTokens")),
                            count_text(usage.count("output_tokens") + usage.count("outputTokens")));
    return text;
}

std::string log_event::run_end() const
{
    const json_view tasks = line_.member("tasks");
    std::string text = fmt::format("{}, exit code {}: {} of {} tasks ok in {}", line_.text("verdict"),
                                   number("exit_code", "exitCode"), tasks.count("ok"), tasks.count("total"),
                                   duration_text(line_.number("ms")));
    return line_.text("reason").empty() ? text : text + " (" + std::string(line_.text("reason")) + ')';
}

std::string log_event::file_count() const
{
    return listed({counted(line_.items("files").size(), "file"), line_.text("dir").empty() ? "" : "in", line_.text("dir")}, " ");
}

std::string log_event::what() const
{
    const std::string_view k = kind();
    const std::string_view tool = line_.text("tool");
    if (k == "run_started")
        return fmt::format("run {}, engine {}", run(), text("engine_version", "engineVersion"));
    if (k == "run_complete")
        return run_end();
    if (k == "task_started")
        return line_.has("waited_ms") || line_.has("waitedMs")
                   ? "after " + duration_text(number("waited_ms", "waitedMs")) + " of waiting"
                   : std::string();
    if (k == "task_complete" || k == "task_error" || k == "telemetry")
        return task_end();
    if (k == "tool_start")
        return std::string(tool);
    if (k == "tool_end")
        return fmt::format("{} {} in {}", tool, line_.text("outcome"), duration_text(line_.number("ms")));
    if (k == "retry")
        return fmt::format("{}: {}", line_.text("asked"), line_.text("message"));
    if (k == "failover")
        return fmt::format("from {} to {}: {}", line_.text("from"), line_.text("to"), line_.text("message"));
    if (k == "policy_violation")
        return listed({tool, line_.text("policy"), line_.text("rule"), line_.text("reason"), line_.text("detail")}, ": ");
    if (k == "approval_asked" || k == "approval_given")
        return listed({tool, line_.text("subject"), line_.text("answer")}, ": ");
    if (k == "notice")
        return listed({line_.text("level"), line_.text("source"), line_.text("text")}, ": ");
    if (k == "worktree" || k == "edits_overlap" || k == "files_applied" || k == "applied_patches")
        return file_count();
    return rest();
}

/// What is not said otherwise, as JSON.
std::string log_event::rest() const
{
    constexpr std::array<std::string_view, 14> said{"ts", "kind", "seq", "run_id", "runId", "task_id", "taskId",
                                                    "alias", "agent_id", "agentId", "provider", "model", "t_ns", "crc"};
    std::string text;
    for (const std::string& name : line_.names())
        if (std::find(said.begin(), said.end(), name) == said.end())
            text += (text.empty() ? "" : " ") + name + '=' + line_.member(name.c_str()).json();
    return text;
}

std::string log_text(const log_event& event, bool color)
{
    const std::string what = one_line(event.what());
    std::string line = head(event.ts(), event.kind(), event.who(), event.good() ? tone::plain : tone::bad, color) + what;
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

std::string log_text(std::string_view ts, std::string_view task, std::string_view said, bool color)
{
    return head(ts, "text", task, tone::faint, color) + "| " + one_line(said) + '\n';
}

} // namespace codexflow::cli
