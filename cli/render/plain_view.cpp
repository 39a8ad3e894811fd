#include "cli/render/file_report.hpp"
#include "cli/render/progress.hpp"
#include "cli/render/report.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/view.hpp"
#include "engine/record/line_writer.hpp"

#include <fmt/format.h>

#include <map>

namespace codexflow::cli {
namespace {

class plain_view final : public event_listener
{
public:
    explicit plain_view(view_settings settings) : settings_(std::move(settings)) {}

    void on_event(const run_event& what, std::string_view) override
    {
        const auto* chunk = std::get_if<event::chunk>(&what.body);
        if (chunk != nullptr && !verbose())
            return; // nothing of it is shown; there may be very many
        run_.apply(what);
        task_ = what.task;
        std::visit([this](const auto& body) { show(body); }, what.body);
    }

private:
    bool verbose() const { return settings_.how_much == volume::verbose; }
    bool quiet() const { return settings_.how_much == volume::quiet; }

    /// Progress, unless only results and errors are wanted.
    void say(std::string_view text)
    {
        if (!quiet())
            settings_.progress->append(text);
    }
    const task_progress& task() const { return run_.of(*task_); }

    void show(const event::run_started& what)
    {
        if (!verbose())
            return;
        for (const auto& plugin : what.plugins)
            say(fmt::format("plugin {} {} ({})\n", plugin.id, plugin.version, plugin.file));
        say(fmt::format("engine {}, sandbox {}, configuration {}\n", what.engine_version, what.sandbox,
                        what.config_digest));
    }
    void show(const event::route& what)
    {
        if (verbose())
            say(route_line(what));
    }
    void show(const event::plan& what) { say(opening_line(what, settings_)); }
    void show(const event::task_started& what)
    {
        const std::string waited =
            verbose() && what.waited_ms > 0 ? " after waiting " + duration_text(what.waited_ms) : "";
        const std::string behind = what.resumed_turns == 0 ? "" : fmt::format(" behind turn {}", what.resumed_turns);
        say(fmt::format("[{}/{}] {}   {}{}{}\n", run_.ended(), run_.total(), behind.empty() ? "start" : "go on",
                        task().who(), behind, waited));
    }
    void show(const event::chunk& what)
    {
        if (what.what == event::chunk::channel::text || what.what == event::chunk::channel::reasoning)
            speak(what);
    }
    void show(const event::retry& what) { say(retry_line(run_, task(), what, settings_.progress_on.color)); }
    void show(const event::failover& what) { say(failover_line(run_, task(), what, settings_.progress_on.color)); }
    void show(const event::task_restored& what)
    {
        say(restored_line(run_, task(), what, settings_.progress_on.color));
        show_answer(what.output);
    }
    void show(const event::turn_complete&) {}
    void show(const event::tool_start&) {} // its end says it all, in one line
    void show(const event::tool_end& what)
    {
        flush_words();
        say(tool_line(run_, task(), what, settings_.progress_on.color));
    }
    void show(const event::approval_asked&) { flush_words(); } // whoever asks shows the question
    void show(const event::approval_given& what)
    {
        if (verbose())
            say(approval_line(run_, task(), what));
    }
    void show(const event::policy_violation& what)
    {
        say(violation_lines(run_, task(), what, settings_.progress_on.color));
    }
    void show(const event::task_complete& what)
    {
        flush_words();
        say(completed_line(run_, task(), what, settings_.progress_on.color));
        show_answer(what.output);
    }
    void show_answer(const std::string& output)
    {
        if (settings_.results == nullptr)
            return;
        const bool safe = settings_.results_on.is_tty;
        if (!quiet())
            return settings_.results->append(result_text(task(), output, settings_.results_on.color, safe));
        std::string words = safe ? without_controls(output) : output;
        if (!words.ends_with('\n'))
            words += '\n';
        settings_.results->append(words);
    }
    void show(const event::task_error& what)
    {
        flush_words();
        const bool cancelled = what.what.code == errc::cancelled;
        if (!quiet())
            say(failed_lines(run_, task(), what, settings_.progress_on.color));
        else if (!cancelled)
            settings_.progress->append(
                error_text(error(what.what).under(task().who()), settings_.progress_on.color));
        if (verbose() && !what.partial.empty())
            say(fmt::format("{}| (said before it failed) {}\n", task().alias, one_line(what.partial)));
    }
    void show(const event::notice& what)
    {
        using level = event::notice::level;
        const bool matters = what.how == level::warning || what.how == level::error;
        if (verbose() || (matters && !quiet()))
            say(fmt::format("{}: {}: {}\n", matters ? "warning" : "notice", what.source,
                            one_line(what.text)));
    }
    void show(const event::memory& what)
    {
        if (verbose() && task_ != nullptr)
            say(memory_line(run_, task(), what));
    }
    void show(const event::worktree& what) { say(worktree_lines(run_, task(), what, settings_.progress_on.color)); }
    void show(const event::edits_overlap& what) { say(overlap_lines(what)); }
    void show(const event::files_applied& what) { say(applied_text(what)); }
    void show(const event::run_complete& what)
    {
        flush_words();
        say(closing_lines(what, settings_));
    }

    /// Whole lines of what is being said, each under the name of who says it.
    void speak(const event::chunk& what)
    {
        std::string& words = words_[task_];
        words += what.text;
        constexpr std::size_t longest = 400; // a line that never ends is shown in parts
        for (;;)
        {
            std::size_t end = words.find('\n');
            if (end == words.npos && words.size() < longest)
                return;
            end = std::min(end, words.size());
            say(task().alias + "| " + one_line(words.substr(0, end)) + '\n');
            words.erase(0, end + 1);
        }
    }
    /// The rest of what the event's task said; without a task, of all of them.
    void flush_words()
    {
        for (auto& [of, words] : words_)
            if ((task_ == nullptr || of == task_) && !words.empty())
            {
                say(run_.of(*of).alias + "| " + one_line(words) + '\n');
                words.clear();
            }
    }

    const view_settings settings_;
    run_progress run_;
    const task_ref* task_ = nullptr; ///< Of the event being shown.
    std::map<const task_ref*, std::string> words_;
};

} // namespace

std::unique_ptr<event_listener> make_plain_view(view_settings settings)
{
    return std::make_unique<plain_view>(std::move(settings));
}

} // namespace codexflow::cli
