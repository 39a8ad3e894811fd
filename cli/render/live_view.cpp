#include "cli/render/file_report.hpp"
#include "cli/render/frame.hpp"
#include "cli/render/progress.hpp"
#include "cli/render/report.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/view.hpp"
#include "engine/base/clock.hpp"
#include "engine/record/line_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace codexflow::cli {
namespace {

/** The region is drawn below everything else and taken away before anything else is written, all in
 *  one write. The cursor is never hidden: whatever ends the process, the terminal stays usable. */
class live_view final : public event_listener
{
public:
    live_view(view_settings settings, clock& time) : settings_(std::move(settings)), time_(time) {}

    void on_event(const run_event& what, std::string_view) override
    {
        run_.apply(what);
        if (const auto* plan = std::get_if<event::plan>(&what.body))
            above_ += opening_line(*plan, settings_);
        else if (const auto* complete = std::get_if<event::task_complete>(&what.body))
            show(run_.of(*what.task), completed_line(run_, run_.of(*what.task), *complete, color()), complete->output);
        else if (const auto* restored = std::get_if<event::task_restored>(&what.body))
            show(run_.of(*what.task), restored_line(run_, run_.of(*what.task), *restored, color()), restored->output);
        else if (const auto* failed = std::get_if<event::task_error>(&what.body))
            above_ += failed_lines(run_, run_.of(*what.task), *failed, color());
        else if (const auto* retry = std::get_if<event::retry>(&what.body))
            above_ += retry_line(run_, run_.of(*what.task), *retry, color());
        else if (const auto* failover = std::get_if<event::failover>(&what.body))
            above_ += failover_line(run_, run_.of(*what.task), *failover, color());
        else if (const auto* tool = std::get_if<event::tool_end>(&what.body))
            above_ += tool_line(run_, run_.of(*what.task), *tool, color());
        else if (std::holds_alternative<event::approval_asked>(what.body))
            on_question();
        else if (const auto* given = std::get_if<event::approval_given>(&what.body))
            resume(*given);
        else if (const auto* violation = std::get_if<event::policy_violation>(&what.body))
            above_ += violation_lines(run_, run_.of(*what.task), *violation, color());
        else if (const auto* notice = std::get_if<event::notice>(&what.body))
            show(*notice);
        else if (const auto* tree = std::get_if<event::worktree>(&what.body))
            above_ += worktree_lines(run_, run_.of(*what.task), *tree, color());
        else if (const auto* overlap = std::get_if<event::edits_overlap>(&what.body))
            above_ += overlap_lines(*overlap);
        else if (const auto* files = std::get_if<event::files_applied>(&what.body))
            show(*files);
        else if (const auto* end = std::get_if<event::run_complete>(&what.body))
            finish(*end);
    }

    void on_tick(std::int64_t) override
    {
        if (ended_ || asking_)
            return;
        // A terminal that does not keep up gets fewer frames, never a queue of old ones.
        const bool behind = settings_.progress->backlog() != 0;
        if (behind && above_.empty())
            return;
        std::string text = erase();
        text += std::exchange(above_, {});
        if (!behind)
            text += draw();
        settings_.progress->append(text);
    }

    /// A question stands below everything else until it is answered: nothing is written under its words.
    void on_question() override
    {
        std::string text = erase();
        text += std::exchange(above_, {});
        settings_.progress->append(text);
        asking_ = true;
    }

private:
    bool color() const { return settings_.progress_on.color; }

    void show(const task_progress& task, const std::string& line, const std::string& output)
    {
        above_ += line;
        if (settings_.results == nullptr)
            return;
        const std::string text = result_text(task, output, settings_.results_on.color, settings_.results_on.is_tty);
        if (settings_.results == settings_.progress)
            above_ += text;
        else
            settings_.results->append(text);
    }

    void show(const event::notice& what)
    {
        using level = event::notice::level;
        if (what.how == level::warning || what.how == level::error)
            above_ += fmt::format("warning: {}: {}\n", what.source, one_line(what.text));
    }

    void show(const event::files_applied& what)
    {
        asking_ = false;
        above_ += applied_text(what);
    }
    void resume(const event::approval_given& given)
    {
        if (!given.standing)
            asking_ = false;
    }

    void finish(const event::run_complete& what)
    {
        ended_ = true;
        std::string text = erase();
        text += std::exchange(above_, {});
        settings_.progress->append(text + closing_lines(what, settings_));
    }

    /// Takes the drawn region away. A window made narrower since has broken its lines into several.
    std::string erase()
    {
        if (drawn_.empty())
            return {};
        window_ = current_size(settings_.progress_on.fd, window_);
        int rows = 0;
        for (const int columns : drawn_)
            rows += std::max(1, (columns + window_.columns - 1) / window_.columns);
        drawn_.clear();
        return rows > 1 ? fmt::format("\r\x1b[{}A\x1b[J", rows - 1) : "\r\x1b[J";
    }

    std::string draw()
    {
        window_ = current_size(settings_.progress_on.fd, window_);
        const auto plain = frame(run_, {window_.columns, window_.rows, false}, time_.unix_us());
        const auto lines =
            color() ? frame(run_, {window_.columns, window_.rows, true}, time_.unix_us()) : plain;
        std::string text;
        for (std::size_t i = 0; i < lines.size(); ++i)
        {
            text += (i == 0 ? "" : "\n") + lines[i];
            drawn_.push_back(width_of(plain[i]));
        }
        return text;
    }

    const view_settings settings_;
    clock& time_;
    run_progress run_;
    window_size window_ = settings_.progress_on.size;
    std::string above_;      ///< Waits for the next redraw, to be written above the region.
    std::vector<int> drawn_; ///< Width of each line of the region on the screen.
    bool asking_ = false;    ///< A person is asked something.
    bool ended_ = false;
};

} // namespace

std::unique_ptr<event_listener> make_live_view(view_settings settings, clock& time)
{
    return std::make_unique<live_view>(std::move(settings), time);
}

} // namespace codexflow::cli
