#include "cli/render/view.hpp"

#include "cli/render/report.hpp"
#include "cli/render/style.hpp"

#include <fmt/format.h>

namespace codexflow::cli {

std::string opening_line(const event::plan& what, const view_settings& settings)
{
    return fmt::format("run {}: {} {} with provider {}, at most {} at once\n", settings.run_id,
                       what.tasks.size(), what.tasks.size() == 1 ? "task" : "tasks", settings.provider,
                       what.max_parallel);
}

std::string closing_lines(const event::run_complete& what, const view_settings& settings)
{
    const bool color = settings.progress_on.color;
    std::string text = summary_line(what, color);
    if (settings.scripted)
        text += "note: these answers came from the offline provider, which is a script: no model was asked\n";
    if (settings.journal.empty())
        return text;
    text += painted("journal: " + settings.journal, tone::faint, color) + '\n';
    const bool left = what.ok != what.tasks; // some task can still be brought to its end
    return text + painted((left ? "next:    codex-flow run --resume " : "next:    codex-flow show ") + settings.run_id,
                          tone::faint, color) + '\n';
}

} // namespace codexflow::cli
