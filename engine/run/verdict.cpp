#include "engine/run/verdict.hpp"

#include <algorithm>

namespace codexflow {
namespace {

/// The errc all failures share; internal errors are never hidden behind others.
errc common_cause(const std::vector<errc>& failures, bool& common)
{
    const errc first = failures.front();
    common = std::all_of(failures.begin(), failures.end(), [&](errc one) { return one == first; });
    return first;
}

} // namespace

int exit_code(cancel_reason reason) noexcept
{
    switch (reason)
    {
    case cancel_reason::interrupted: return 130;
    case cancel_reason::terminated: return 143;
    case cancel_reason::hung_up: return 129;
    case cancel_reason::deadline: return exit_code(errc::deadline_exceeded);
    default: return 1;
    }
}

event::run_complete decide_verdict(const run_tally& tally, std::int64_t ms)
{
    event::run_complete end;
    end.ms = ms;
    end.tasks = tally.tasks;
    end.ok = tally.ok;
    end.failed = tally.failures.size();
    end.cancelled = tally.cancelled;
    end.not_started = tally.tasks - tally.ok - end.failed - end.cancelled;
    end.usage = tally.usage;
    const bool any_bug = std::find(tally.failures.begin(), tally.failures.end(), errc::internal) != tally.failures.end();
    if (!tally.bug.empty() || any_bug)
    {
        end.verdict = "internal_error";
        end.reason = tally.bug.empty() ? "a task failed for a bug of this program" : tally.bug;
        end.exit_code = exit_code(errc::internal);
        return end;
    }
    if (tally.stopped != cancel_reason::none)
    {
        end.verdict = "cancelled";
        end.reason = to_string(tally.stopped);
        end.exit_code = exit_code(tally.stopped);
        return end;
    }
    if (tally.failures.empty() && tally.files_left_out != 0)
    {
        end.verdict = "failed";
        end.reason = "files of answers were left out";
        end.exit_code = 1;
        return end;
    }
    if (tally.failures.empty() && tally.not_remembered != 0)
    {
        end.verdict = "failed";
        end.reason = "what " + std::to_string(tally.not_remembered) + (tally.not_remembered == 1 ? " task" : " tasks") +
                     " did is not remembered";
        end.exit_code = 1;
        return end;
    }
    if (tally.failures.empty())
    {
        end.verdict = "ok";
        return end;
    }
    end.verdict = "failed";
    bool common = false;
    const errc cause = common_cause(tally.failures, common);
    end.reason = common ? std::string(to_string(cause)) : "several causes";
    // Input that only one task's provider refused is that task's failure, not bad input of the run.
    const int shared = exit_code(cause);
    end.exit_code = tally.ok == 0 && common && shared != 65 ? shared : 1;
    return end;
}

} // namespace codexflow
