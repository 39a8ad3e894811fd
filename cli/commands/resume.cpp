#include "cli/commands/resume.hpp"

#include "cli/commands/execute_run.hpp"
#include "cli/commands/resumable.hpp"
#include "cli/commands/resume_report.hpp"
#include "cli/commands/review_files.hpp"
#include "cli/question.hpp"
#include "engine/base/digest.hpp"
#include "engine/base/text.hpp"
#include "engine/run/model_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace codexflow::cli {
namespace {

/// What of the plugins that the run was made with is another one today.
std::vector<std::string> other_plugins(const run_history& history, const plugin::catalog& plugins)
{
    std::vector<std::string> told;
    for (const auto& before : history.plugins)
    {
        const auto& all = plugins.entries();
        const auto now = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.about.id == before.id; });
        if (now == all.end())
            told.push_back(fmt::format("plugin {} is gone", before.id));
        else if (now->about.version != before.version)
            told.push_back(fmt::format("plugin {}: version {} became {}", before.id, before.version, now->about.version));
        else if (const auto digest = sha256_digest_of_file(now->file); !digest || *digest != before.digest)
            told.push_back(fmt::format("plugin {} {} is another file than it was", before.id, before.version));
    }
    return told;
}

/// Tasks of which the journal does not know begin; it may have ended before its plan.
void add_unknown_tasks(resume_plan& plan, const std::vector<job>& jobs)
{
    std::set<std::string> known;
    for (const task_resume& one : plan.tasks)
        known.insert(one.task_id);
    for (const job& one : jobs)
        if (!known.contains(one.ref.task_id))
            plan.tasks.push_back({one.ref.task_id});
}

/// The jobs get what was done of them; what is odd about it is told.
void hand_over(resumable& from, run_request& request)
{
    std::map<std::string, task_resume*> known;
    for (task_resume& one : from.plan.tasks)
        known.emplace(one.task_id, &one);
    for (job& one : request.jobs)
    {
        const auto found = known.find(one.ref.task_id);
        if (found == known.end())
            continue;
        one.resume = std::make_shared<const task_resume>(std::move(*found->second));
        known.erase(found);
    }
    resumed_run& told = *request.resumed;
    for (const auto& [id, gone] : known)
        told.remarks.push_back("the task " + id + " of this run is not among its tasks any more" +
                               (gone->how == task_resume::state::done ? "; what it answered stays in the journal" : ""));
    if (!from.history.faults.empty())
        told.remarks.push_back(fmt::format("the journal has damaged lines ({}): codex-flow show tells where",
                                           from.history.faults.size()));
}

resumed_run resumed(const resumable& from)
{
    resumed_run made;
    made.claim = from.claim;
    made.torn = from.history.torn;
    made.last_seq = from.history.last_seq;
    made.sessions = std::max(1U, from.history.sessions);
    made.files_applied = from.history.files_applied;
    made.git_base = from.record.git_base;
    return made;
}

/// Nobody answers: the model is told that nobody knows.
void ask_about_doubts(resume_plan& plan, const context& where, bool color)
{
    for (const call_in_doubt& one : plan.doubts)
    {
        const task_resume& task = plan.tasks[one.task];
        const auto line = ask_for_line(doubt_question(task, task.turns.back().calls[one.call], color), where);
        if (!line)
            return;
        const std::string word = to_lower(trim(*line));
        if (word == "d" || word == "done")
            settle(plan, one, doubt_answer::done);
        else if (word == "a" || word == "again")
            settle(plan, one, doubt_answer::again);
        else if (word == "s" || word == "skip")
            settle(plan, one, doubt_answer::skip);
    }
}

error refusal(const std::string& run_id, const std::vector<std::string>& differences)
{
    constexpr std::size_t most = 20;
    std::string hint;
    for (std::size_t i = 0; i != std::min(most, differences.size()); ++i)
        hint += differences[i] + '\n';
    if (differences.size() > most)
        hint += fmt::format("and {} more; --dry-run shows all\n", differences.size() - most);
    return error(errc::invalid_argument, "run " + run_id + " is not what it was when it began")
        .with_hint(hint + "to go on all the same: --force; what is done stays done");
}

int show(const run_options& options, const resumable& from, const std::vector<std::string>& differences, const context& where)
{
    const std::string text = options.json ? resume_json(from.record.run_id, from.plan, differences)
                                          : resume_text(from.record.run_id, from.plan, differences) + "; nothing was started\n";
    if (!where.print(text))
        return output_lost_exit_code;
    return differences.empty() || options.force ? 0 : 65;
}

/// What the tasks and the configuration are today is about to be shown, and no run is there yet that would redact it.
result<void> redact_shown(planned_run& planned, const context& where, clock& time)
{
    model_session_settings world;
    world.variables = where.environment;
    world.network = planned.request.network;
    world.handle_signals = false;
    model_session session(time, planned.plugins, std::move(world));
    if (planned.request.redaction != nullptr)
        if (const auto opened = session.redact_as(*planned.request.redaction); !opened)
            return opened.error();
    for (basis_item& one : planned.request.record.basis)
        one.shown = session.masked(std::move(one.shown));
    return {};
}

int nothing_left(const run_options& asked, const context& where)
{
    if (asked.how_much != volume::quiet)
        where.complain(*asked.resume == "" ? "there is nothing to resume: all tasks of all runs are done, or still going on\n"
                                           : "there is nothing to resume: all tasks of this run are done\n");
    return 0;
}

} // namespace

int resume_run(const run_options& asked, const context& where, clock& time)
{
    const auto named = asked.resume->empty() ? std::nullopt : asked.resume;
    auto found = find_resumable(run_request().runs_dir, named);
    if (!found)
        return where.fail(found.error());
    if (*found == nullptr || (*found)->is_over())
        return nothing_left(asked, where);
    resumable& from = **found;
    auto options = resumed_options(from.record.invocation, asked);
    if (!options)
        return where.fail(std::move(options.error()).under("run " + from.record.run_id));
    if (const auto askable = options->dry_run ? result<void>() : check_review(*options, where); !askable)
        return where.fail(askable.error());
    auto planned = plan_run(*options, where, time, &from.record);
    if (!planned)
        return where.fail(planned.error());
    run_request& request = planned->request;
    add_unknown_tasks(from.plan, request.jobs);
    if (const auto safe = redact_shown(*planned, where, time); !safe)
        return where.fail(safe.error());
    std::vector<std::string> different = differences(from.record.basis, request.record.basis);
    const auto others = other_plugins(from.history, planned->plugins);
    different.insert(different.end(), others.begin(), others.end());
    different.insert(different.end(), from.plan.losses.begin(), from.plan.losses.end());
    if (options->dry_run)
        return show(*options, from, different, where);
    if (!different.empty() && !options->force)
        return where.fail(refusal(from.record.run_id, different));
    ask_about_doubts(from.plan, where, look_at(where.err, where.environment, options->color).color);
    if (options->how_much != volume::quiet)
        where.complain("run " + from.record.run_id + " goes on: " + resume_summary(from.plan) + '\n');
    request.resumed = resumed(from);
    request.resumed->remarks = std::move(different);
    hand_over(from, request);
    return execute_and_show(*options, *planned, where, time);
}

} // namespace codexflow::cli
