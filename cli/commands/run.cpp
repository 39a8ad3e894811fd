#include "cli/commands/ask_plan.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/execute_run.hpp"
#include "cli/commands/resume.hpp"
#include "cli/commands/review_files.hpp"
#include "cli/commands/run_plan.hpp"
#include "cli/render/plan_report.hpp"
#include "cli/render/view.hpp"
#include "cli/terminal_approver.hpp"
#include "engine/base/clock.hpp"
#include "engine/record/line_writer.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace codexflow::cli {
namespace {

/// A run that a policy forbids, or whose memory cannot be reached, is no bad input: scripts can tell these apart.
int fail_to_start(const error& why, const context& where)
{
    const int code = where.fail(why);
    return why.code == errc::permission_denied || why.phase == "memory" ? exit_code(why.code) : code;
}

/** The program's two outputs while a run writes to them. When both lead to the same place they share
 *  one writer, so that what is written first stands first. */
class run_writers
{
public:
    explicit run_writers(const context& where) : out_(where.out)
    {
        if (!same_target(where.out, where.err))
            err_.emplace(where.err);
    }

    line_writer& out() { return out_; }
    line_writer& err() { return err_ ? *err_ : out_; }

    /// Writes what is left. False when @p limit passed first: the threads then end with the process.
    bool close(std::chrono::milliseconds limit)
    {
        const bool out_closed = out_.close(limit);
        return (!err_ || err_->close(limit)) && out_closed;
    }

private:
    line_writer out_;
    std::optional<line_writer> err_;
};

view_settings view_of(const run_options& options, const planned_run& planned, const context& where,
                      run_writers& writers)
{
    view_settings view;
    view.results = options.json ? nullptr : &writers.out();
    view.progress = &writers.err();
    view.results_on = look_at(where.out, where.environment, options.color);
    view.progress_on = look_at(where.err, where.environment, options.color);
    view.how_much = options.how_much;
    view.run_id = planned.request.run_id;
    if (planned.request.keep_journal)
        view.journal = (planned.request.runs_dir / planned.request.run_id / "journal.jsonl").string();
    view.provider = planned.request.providers.front().name;
    view.scripted = planned.scripted;
    return view;
}

/// @param events The writer that gets event lines; null without --json.
std::unique_ptr<event_listener> make_view(view_settings settings, const line_writer* events, clock& time)
{
    if (settings.how_much == volume::quiet && events != nullptr)
        return nullptr; // the events say it all
    // Event lines in the same window would be written into the middle of a live region.
    const bool live = settings.progress_on.interactive && settings.progress != events;
    if (live && settings.how_much == volume::normal)
        return make_live_view(std::move(settings), time);
    return make_plain_view(std::move(settings));
}

} // namespace

int execute_and_show(const run_options& options, planned_run& planned, const context& where, clock& time)
{
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away is an error of one write, not our end
    run_writers writers(where);
    const auto view =
        make_view(view_of(options, planned, where, writers), options.json ? &writers.out() : nullptr, time);
    run_outputs outputs;
    outputs.listener = view.get();
    if (options.json)
        outputs.json.push_back(&writers.out());
    if (planned.request.files)
        outputs.review_files =
            reviewer({options, planned.request.jobs, where, writers.out(), writers.err(), view.get()});
    if (view != nullptr)
        outputs.watched = {&writers.out(), &writers.err()};
    const bool color = look_at(where.err, where.environment, options.color).color;
    const auto approver = make_terminal_approver(where, writers.err(), color);
    run_environment world{time, planned.plugins, where.environment};
    world.approver = approver.get();

    const auto end = execute(planned.request, outputs, world);
    // A slow reader gets everything; after a signal one that has stopped reading is not waited for long.
    const bool stopped = end && end->verdict == "cancelled";
    const bool closed = writers.close(stopped ? std::chrono::seconds(10) : std::chrono::hours(24));
    int code = end ? end->exit_code : fail_to_start(end.error(), where);
    if (const int why = writers.out().failure(); why != 0)
    {
        if (why != EPIPE)
            where.complain(
                "codex-flow: error: cannot write standard output: " + std::string(std::strerror(why)) + '\n');
        code = code == 0 ? output_lost_exit_code : code;
    }
    if (!closed)
        std::_Exit(code);
    return code;
}

namespace {

/// One line each; @p all says that even many are wanted.
std::string warnings(const std::vector<std::string>& remarks, bool all)
{
    constexpr std::size_t most = 10;
    const std::size_t shown = all ? remarks.size() : std::min(most, remarks.size());
    std::string text;
    for (std::size_t i = 0; i != shown; ++i)
        text += "warning: " + remarks[i] + '\n';
    if (shown != remarks.size())
        text += "warning: and " + std::to_string(remarks.size() - shown) +
                " more like these; -v tells all\n";
    return text;
}

int show_plan(const run_options& options, const planned_run& planned, const context& where)
{
    const terminal out = look_at(where.out, where.environment, options.color);
    const std::string text =
        options.json ? plan_json(planned.request)
                     : plan_text(planned.request, out.is_tty ? out.size.columns : 0) + "; nothing was started\n";
    return where.print(text) ? 0 : output_lost_exit_code;
}

} // namespace

int run_tasks(const run_options& options, const context& where)
{
    system_clock time;
    if (options.resume)
        return resume_run(options, where, time);
    const bool quiet = options.how_much == volume::quiet;
    if (!options.file && !options.routed.any() && !options.example && !quiet)
        where.complain("no work named: using the example tasks, as --example does\n");
    if (const auto askable = options.dry_run ? result<void>() : check_review(options, where); !askable)
        return where.fail(askable.error());
    auto planned = plan_run(options, where, time);
    if (!planned)
        return where.fail(planned.error());
    if (!quiet && !planned->provider_remark.empty())
        where.complain(planned->provider_remark + '\n');
    if (options.how_much == volume::verbose)
        for (const notice& one : planned->remarks)
            where.complain("warning: " + to_string(one.what) + '\n');
    if (!quiet)
        where.complain(warnings(planned->work_remarks, options.how_much == volume::verbose));
    if (planned->request.jobs.empty())
    {
        where.complain("there is nothing to do: nothing was started\n");
        return 0;
    }
    if (options.dry_run)
        return show_plan(options, *planned, where);
    if (options.ask || options.yes)
        if (const auto code = ask_about(*planned, options, where))
            return *code;
    return execute_and_show(options, *planned, where, time);
}

} // namespace codexflow::cli
