#include "cli/commands/commands.hpp"
#include "cli/line_follower.hpp"
#include "cli/log_tail.hpp"
#include "cli/run_end.hpp"
#include "cli/run_folder.hpp"
#include "cli/since.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"

#include <fmt/format.h>

#include <deque>
#include <filesystem>

namespace codexflow::cli {
namespace {

constexpr const char* runs_path = ".runs";
constexpr const char* log_path = "data/logs/events.jsonl";

/// Prints lines until nobody reads them any more.
class line_output
{
public:
    explicit line_output(const context& where) : where_(where) {}

    void print(const std::string& text) { lost_ = lost_ || (!text.empty() && !where_.print(text)); }
    bool lost() const noexcept { return lost_; }

private:
    const context& where_;
    bool lost_ = false;
};

void tell_unreadable(std::uint64_t count, const std::string& file, const context& where)
{
    if (count != 0)
        where.complain(fmt::format("warning: {} {} no events and {} left out of {}\n", count, count == 1 ? "line is" : "lines are",
                                   count == 1 ? "is" : "are", file));
}

/// The log of all runs.
int show_log(const logs_options& options, log_filter filter, bool color, const context& where)
{
    const std::size_t most = options.lines ? *options.lines : filter.since_us ? no_bound : 50;
    const auto tail = read_log_tail(log_path, filter, most);
    if (!tail)
        return where.fail(tail.error());
    if (!tail->there && !options.follow)
        return where.fail(error(errc::not_found, std::string("there is no log yet: ") + log_path)
                              .with_hint("make one: codex-flow run --example"));
    line_output to(where);
    const bool by_task = !filter.task.empty();
    std::string text;
    log_printer printer(std::move(filter), options.json, color, [&text](const std::string& line) { text += line; });
    for (const std::string& line : tail->lines)
        printer.take(line);
    to.print(text);
    tell_unreadable(tail->unreadable, log_path, where);
    if (by_task && tail->lines.empty() && !options.follow)
        return where.fail(error(errc::not_found, "there is no run, no task and no line of the log with the id " + quote(*options.subject))
                              .with_hint("codex-flow runs list tells the runs there are"));
    if (!options.follow)
        return to.lost() ? output_lost_exit_code : 0;

    std::error_code ignored; // the error of watching it says more
    std::filesystem::create_directories(std::filesystem::path(log_path).parent_path(), ignored);
    auto follower = line_follower::open(log_path, tail->end);
    if (!follower)
        return where.fail(follower.error());
    while (!to.lost())
    {
        const auto more = follower->next(-1);
        if (!more)
            break;
        text.clear();
        for (std::string_view rest = *more; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
            printer.take(rest.substr(0, rest.find('\n')));
        to.print(text);
    }
    return output_lost_exit_code;
}

/// A run's journal, with what was said.
int show_journal(const std::filesystem::path& file, const logs_options& options, log_filter filter, bool color,
                 const context& where)
{
    const std::size_t most = options.lines.value_or(no_bound);
    line_output to(where);
    std::deque<std::string> last;
    bool live = false;
    log_printer printer(std::move(filter), options.json, color, [&](std::string line) {
        if (live)
            return to.print(line);
        last.push_back(std::move(line));
        if (last.size() > most)
            last.pop_front();
    });
    const auto run_is_over = options.follow ? watch_end_of_run(file) : result<owned_fd>(owned_fd());
    if (!run_is_over)
        return where.fail(run_is_over.error());
    auto follower = options.follow ? line_follower::open(file, 0) : error(errc::not_found, "");
    if (options.follow && !follower)
        return where.fail(follower.error());
    if (!options.follow)
    {
        const auto run = read_journal(file, &printer);
        if (!run)
            return where.fail(run.error());
        printer.finish();
        tell_unreadable(run->faults.size(), file.string(), where);
    }
    for (std::optional<std::string> more; options.follow && !to.lost();)
    {
        more = follower->next(run_is_over->get());
        if (!more)
            break;
        for (std::string_view rest = *more; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
            printer.take(rest.substr(0, rest.find('\n')));
        for (const std::string& line : last)
            to.print(line);
        last.clear();
        live = true;
    }
    if (options.follow)
        printer.finish();
    std::string text;
    for (const std::string& line : last)
        text += line;
    to.print(text);
    return to.lost() ? output_lost_exit_code : 0;
}

/// The newest journal that has the task; nothing if none of the newest ones has.
std::optional<std::filesystem::path> journal_of_task(const std::string& task)
{
    const auto journals = journals_in(runs_path);
    constexpr std::ptrdiff_t most = 50; // journals are long
    const auto oldest = journals.rend() - journals.rbegin() > most ? journals.rbegin() + most : journals.rend();
    for (auto at = journals.rbegin(); at != oldest; ++at)
    {
        const auto run = read_journal(*at);
        if (!run)
            continue;
        for (const task_history& one : run->tasks)
            if (one.ref.task_id == task)
                return *at;
    }
    return std::nullopt;
}

} // namespace

int show_logs(const logs_options& options, const context& where)
{
    log_filter filter;
    filter.kinds = options.kinds;
    if (options.since)
    {
        system_clock time;
        const auto from = time_since(*options.since, time.unix_us());
        if (!from)
            return where.fail(from.error());
        filter.since_us = *from;
    }
    const bool color = look_at(where.out, where.environment, options.color).color;
    if (!options.subject)
        return show_log(options, std::move(filter), color, where);
    const auto journal = find_journal(runs_path, options.subject);
    if (journal)
        return show_journal(*journal, options, std::move(filter), color, where);
    if (journal.error().code != errc::not_found)
        return where.fail(journal.error());
    filter.task = *options.subject;
    if (const auto file = journal_of_task(*options.subject))
        return show_journal(*file, options, std::move(filter), color, where);
    return show_log(options, std::move(filter), color, where);
}

} // namespace codexflow::cli
