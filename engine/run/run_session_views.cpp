#include "engine/metrics/metrics_file.hpp"
#include "engine/run/run_session.hpp"

namespace codexflow {

/** Before the last event, so that a failure can be told. If this process dies before that event is written, the
 *  run counts already; counting it again, when it is resumed, changes nothing. */
void run_session::keep_metrics()
{
    if (!metrics_ || leaving_)
        return;
    const run_metrics now = metrics_->finish();
    const auto merged = merge_metrics(request_.metrics->file, {&now, 1}, world_.time);
    const auto tell = [this](std::string text) {
        record_.emit(nullptr, event::notice{event::notice::level::warning, "engine", std::move(text), "metrics"});
    };
    if (!merged)
        return tell("the run is not counted yet: " + to_string(merged.error()) +
                    "; `codex-flow metrics` counts it from its journal");
    if (!merged->set_aside.empty())
        tell("the metrics could not be read and begin anew; what was there is now " + merged->set_aside);
    if (merged->too_old != 0)
        tell("the run is too old to be counted again");
}

/// The log is a view: what it misses stands in the journal, and the run goes on.
void run_session::tell_of_log()
{
    if (log_ == nullptr || leaving_)
        return;
    const bool written = log_->flush(std::chrono::seconds(2));
    const event_log::loss lost = log_->lost();
    if (written && lost.lines == 0)
        return;
    const std::string what = lost.lines != 0 ? std::to_string(lost.lines) + " lines are missing from the log: " + lost.why
                                             : "the log is behind: the disk is slow";
    record_.emit(nullptr, event::notice{event::notice::level::warning, "engine",
                                        what + "; the journal has everything", "log"});
}

} // namespace codexflow
