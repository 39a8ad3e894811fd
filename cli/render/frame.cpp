#include "cli/render/frame.hpp"

#include "cli/render/report.hpp"
#include "cli/render/style.hpp"
#include "cli/render/text_width.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace codexflow::cli {
namespace {

constexpr int gap = 2;

/// "now", "3 s", "2 m": coarse, so that it does not flicker.
std::string age_text(std::int64_t us)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, us) / 1'000'000;
    if (seconds < 1)
        return "now";
    if (seconds < 60)
        return fmt::format("{}s", seconds);
    return seconds < 3600 ? fmt::format("{}m", seconds / 60) : fmt::format("{}h", seconds / 3600);
}

/// What of a task's line there is room for.
struct layout
{
    int name = 0; ///< 0: nothing but the name.
    bool age = false, tokens = false;
    int words = 0; ///< Columns for the last words; 0: none.
};

constexpr int state_columns = 9, age_columns = 4, token_columns = 7;

layout arrange(const run_progress& run, std::size_t shown, int columns)
{
    int widest = 0;
    for (std::size_t i = 0; i < shown; ++i)
        widest = std::max(widest, width_of(one_line(run.tasks()[run.running()[i]].who())));
    layout made;
    int left = columns - gap - state_columns;
    if (left < 1)
        return made;
    made.name = std::clamp(widest, 1, columns < 60 ? left : columns / 2);
    left -= made.name;
    if (left >= gap + age_columns)
    {
        made.age = true;
        left -= gap + age_columns;
    }
    if (made.age && left >= gap + token_columns)
    {
        made.tokens = true;
        left -= gap + token_columns;
    }
    if (made.tokens && left >= gap + 8)
        made.words = left - gap;
    return made;
}

std::string task_line(const task_progress& task, const layout& plan, const frame_window& window,
                      std::int64_t now_us)
{
    if (plan.name == 0)
        return clip(one_line(task.who()), window.columns - 1);
    const std::string space(gap, ' ');
    std::string line = fit(one_line(task.who()), plan.name) + space;
    const std::string state(to_string(task.phase));
    line += painted(state, task.phase == task_phase::waiting ? tone::faint : tone::good, window.color);
    line.append(state_columns - state.size(), ' ');
    if (plan.age)
        line += space + fit(age_text(now_us - task.active_us), age_columns);
    if (plan.tokens)
        line +=
            space + fit(task.bytes == 0 ? "" : "~" + count_text(task.output_tokens()) + "t", token_columns);
    if (plan.words > 0)
        line += space + painted(clip(one_line(task.tail), plan.words, true), tone::faint, window.color);
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string bar(std::size_t done, std::size_t total, int columns)
{
    const auto room = static_cast<std::size_t>(columns - 2);
    const std::size_t full = total == 0 ? 0 : room * done / total;
    std::string made = "[" + std::string(full, '=');
    if (full < room)
        made += '>' + std::string(room - full - 1, ' ');
    return made + ']';
}

std::string total_line(const run_progress& run, int columns, std::int64_t now_us)
{
    // From the longest to the shortest; the bar takes what is left.
    std::string words = fmt::format("{}/{}", run.ended(), run.total());
    std::vector<std::string> choices{words};
    const auto add = [&](const std::string& more) { choices.push_back(words += more); };
    if (run.failed() != 0)
        add(fmt::format(", {} failed", run.failed()));
    add(fmt::format(", {} running", run.running().size()));
    add(fmt::format(", {}s", std::max<std::int64_t>(0, now_us - run.started_us()) / 1'000'000));
    add(fmt::format(", {}{} tokens", run.guessing() ? "~" : "", count_text(run.output_tokens())));
    constexpr int narrowest_bar = 12, widest_bar = 42;
    for (auto choice = choices.rbegin(); choice != choices.rend(); ++choice)
        if (const int left = columns - width_of(*choice) - 1; left >= narrowest_bar)
            return bar(run.ended(), run.total(), std::min(left, widest_bar)) + ' ' + *choice;
    return clip(choices.front(), columns);
}

} // namespace

std::vector<std::string> frame(const run_progress& run, const frame_window& window, std::int64_t now_us)
{
    const int columns = std::max(1, window.columns - 1);
    const std::size_t room = window.rows > 2 ? static_cast<std::size_t>(window.rows - 2) : 0; // for tasks
    const std::size_t running = run.running().size();
    const std::size_t shown = running <= room ? running : room > 0 ? room - 1 : 0;

    std::vector<std::string> lines;
    const layout plan = arrange(run, shown, columns);
    for (std::size_t i = 0; i < shown; ++i)
        lines.push_back(task_line(run.tasks()[run.running()[i]], plan, window, now_us));
    if (shown < running && room > 0)
        lines.push_back(clip(fmt::format("and {} more running", running - shown), columns));
    lines.push_back(total_line(run, columns, now_us));
    return lines;
}

} // namespace codexflow::cli
