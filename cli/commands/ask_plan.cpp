#include "cli/commands/ask_plan.hpp"

#include "cli/question.hpp"
#include "cli/render/plan_report.hpp"

#include <fmt/format.h>

namespace codexflow::cli {

std::optional<int> ask_about(const planned_run& planned, const run_options& options, const context& where)
{
    const terminal shown = look_at(where.err, where.environment, options.color);
    where.complain(plan_text(planned.request, shown.is_tty ? shown.size.columns : 0) + '\n');
    if (options.yes)
        return std::nullopt;
    const std::size_t count = planned.request.jobs.size();
    const auto answer = ask_yes_or_no(count == 1 ? "Proceed with this task? [y/N] "
                                                 : fmt::format("Proceed with these {} tasks? [y/N] ", count),
                                      where);
    if (!answer)
    {
        where.fail(
            error(errc::invalid_argument, "--plan asks before it runs, and there is no terminal to ask on")
                .with_hint("to run it all the same: --yes\nto see the plan only: --dry-run"));
        return 65;
    }
    if (*answer)
        return std::nullopt;
    where.complain("nothing was started\n");
    return 0;
}

} // namespace codexflow::cli
