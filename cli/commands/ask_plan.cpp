#include "cli/commands/ask_plan.hpp"

#include "cli/render/plan_report.hpp"
#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cerrno>

namespace codexflow::cli {
namespace {

/// The next line, without its end; nothing when the input ended before there was one.
std::optional<std::string> read_line(int fd)
{
    std::string line;
    for (char c = 0;;)
    {
        const ssize_t n = ::read(fd, &c, 1); // no more than the line: what follows may be for somebody else
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return std::nullopt;
        if (c == '\n')
            return line;
        line += c;
    }
}

} // namespace

bool means_yes(std::string_view line)
{
    const std::string word = to_lower(trim(line));
    return word == "y" || word == "yes";
}

std::optional<int> ask_about(const planned_run& planned, const run_options& options, const context& where)
{
    const terminal shown = look_at(where.err, where.environment, options.color);
    where.complain(plan_text(planned.request, shown.is_tty ? shown.size.columns : 0) + '\n');
    if (options.yes)
        return std::nullopt;
    if (!shown.is_tty || ::isatty(where.in) != 1)
    {
        where.fail(
            error(errc::invalid_argument, "--plan asks before it runs, and there is no terminal to ask on")
                .with_hint("to run it all the same: --yes\nto see the plan only: --dry-run"));
        return 65;
    }
    const std::size_t count = planned.request.jobs.size();
    where.complain(count == 1 ? "Proceed with this task? [y/N] "
                              : fmt::format("Proceed with these {} tasks? [y/N] ", count));
    const auto answer = read_line(where.in);
    if (!answer)
        where.complain("\n");
    if (answer && means_yes(*answer))
        return std::nullopt;
    where.complain("nothing was started\n");
    return 0;
}

} // namespace codexflow::cli
