#include "cli/commands/resume_report.hpp"

#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"
#include "engine/base/text.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <array>

namespace codexflow::cli {
namespace {

using state = task_resume::state;

constexpr std::array<std::string_view, 3> names{"done", "go_on", "start"};

std::string_view name_of(call_fate fate)
{
    constexpr std::array<std::string_view, 6> fates{"answered", "make", "in_doubt", "done", "skip", "lost_arguments"};
    return fates[static_cast<std::size_t>(fate)];
}

std::string line_of(const task_resume& task)
{
    const std::string why = task.remark.empty() ? "" : ": " + task.remark;
    switch (task.how)
    {
    case state::done: return fmt::format("keep    {}\n", task.task_id);
    case state::go_on: return fmt::format("go on   {} behind turn {}{}\n", task.task_id, task.turns.size(), why);
    default: return fmt::format("start   {}{}\n", task.task_id, why);
    }
}

std::string calls_of(const task_resume& task)
{
    std::string text;
    for (std::size_t i = 0; i != task.last_calls.size(); ++i)
    {
        const recorded_call& call = task.turns.back().calls[i];
        if (task.last_calls[i] == call_fate::make)
            text += fmt::format("        {} {} is made\n", call.call_id, one_line(call.tool));
        else if (task.last_calls[i] != call_fate::answered)
            text += fmt::format("        {} {} is in doubt: nobody knows whether it was made\n", call.call_id, one_line(call.tool));
    }
    return text;
}

} // namespace

std::string resume_summary(const resume_plan& plan)
{
    const std::size_t done = plan.count(state::done), on = plan.count(state::go_on), begin = plan.count(state::start);
    return fmt::format("{} {} done and kept, {} go on, {} begin", done, done == 1 ? "task is" : "tasks are", on, begin);
}

std::string resume_text(const std::string& run_id, const resume_plan& plan, const std::vector<std::string>& differences)
{
    std::string text;
    for (const task_resume& task : plan.tasks)
        text += line_of(task) + calls_of(task);
    for (const std::string& one : differences)
        text += "changed " + one_line(one) + '\n';
    return text + "run " + run_id + ": " + resume_summary(plan);
}

std::string resume_json(const std::string& run_id, const resume_plan& plan, const std::vector<std::string>& differences)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("run_id", run_id);
    out.key("tasks").begin_array();
    for (const task_resume& task : plan.tasks)
    {
        out.begin_object().member("task_id", task.task_id).member("what", names[static_cast<std::size_t>(task.how)]);
        if (task.how == state::go_on)
        {
            out.member("turns", static_cast<std::uint64_t>(task.turns.size())).key("calls").begin_array();
            for (std::size_t i = 0; i != task.last_calls.size(); ++i)
                out.begin_object()
                    .member("call_id", task.turns.back().calls[i].call_id)
                    .member("tool", task.turns.back().calls[i].tool)
                    .member("what", name_of(task.last_calls[i]))
                    .end_object();
            out.end_array();
        }
        if (!task.remark.empty())
            out.member("remark", task.remark);
        out.end_object();
    }
    out.end_array().key("differences").begin_array();
    for (const std::string& one : differences)
        out.value(one);
    out.end_array().end_object();
    return text + '\n';
}

std::string doubt_question(const task_resume& task, const recorded_call& call, bool color)
{
    constexpr std::size_t most_shown = 4000;
    std::string text = painted("question", tone::heading, color) +
                       fmt::format(": the run ended while task {} called {}; was it carried out?\n", task.task_id,
                                   quote(one_line(call.tool)));
    text += "    " + one_line(call.arguments.substr(0, most_shown)) + '\n';
    text += "  d = it was done, a = make it again, s = it was not, and is not to be; anything else: leave it to the model\n";
    return text + "[d/a/s] ";
}

} // namespace codexflow::cli
