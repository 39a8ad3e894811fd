#include "cli/commands/commands.hpp"
#include "engine/base/text.hpp"
#include "engine/workspace/log_tail.hpp"
#include "engine/workspace/old_worktrees.hpp"
#include "engine/workspace/runs_folder.hpp"
#include "engine/workspace/spawn_child.hpp"

#include <codexflow/json_writer.hpp>

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>

namespace codexflow::cli {
namespace {

using workspace::cleanup_choice;
using workspace::run_remains;
using workspace::runs_folder;

constexpr const char* runs_path = ".runs";
constexpr const char* log_path = "data/logs/events.jsonl";

struct limits
{
    workspace::cleanup_limits runs;
    unsigned log_bytes = 5'242'880;
};

struct line
{
    std::string path;
    run_remains what;
    cleanup_choice choice;
    bool failed = false; ///< It was to be removed and could not be.
};

struct report
{
    std::vector<line> lines;
    std::uint64_t bytes = 0; ///< Of what was removed.
    std::uint64_t log_bytes = 0; ///< By which the log became shorter.
};

/// The option, else the variable, else @p fallback.
result<unsigned> limit_from(const std::optional<unsigned>& option, const char* variable, unsigned fallback,
                            const context& where)
{
    if (option)
        return *option;
    const auto found = where.environment.find(variable);
    if (found == where.environment.end() || found->second.empty())
        return fallback;
    const std::string& text = found->second;
    unsigned number = 0;
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || stop != text.data() + text.size())
        return error(errc::invalid_argument,
                     std::string("the variable ") + variable + " needs a whole number, not " + quote(text))
            .with_hint(std::string("unset ") + variable + ", or mend it; nothing was removed");
    return number;
}

result<limits> limits_from(const cleanup_options& options, const context& where)
{
    limits all;
    const auto tasks = limit_from(options.runs_max_per_alias, "RUNS_MAX_PER_ALIAS", 10, where);
    if (!tasks)
        return tasks.error();
    const auto log = limit_from(options.logs_max_bytes, "LOGS_MAX_BYTES", all.log_bytes, where);
    if (!log)
        return log.error();
    all.runs.tasks_per_alias = *tasks;
    all.runs.records = options.journals_max;
    all.runs.force = options.force;
    all.log_bytes = *log;
    return all;
}

std::string_view reason(cleanup_choice choice)
{
    switch (choice)
    {
    case cleanup_choice::remove: return "removed";
    case cleanup_choice::not_asked: return "not_asked";
    case cleanup_choice::newest: return "newest";
    case cleanup_choice::going_on: return "going_on";
    case cleanup_choice::worktree: return "worktree";
    case cleanup_choice::unfinished: return "unfinished";
    }
    return "newest";
}

/// What a user would not expect to find still there.
std::string remark(const line& one)
{
    switch (one.choice)
    {
    case cleanup_choice::going_on: return "kept    " + one.path + ": a run is going on\n";
    case cleanup_choice::worktree: return "kept    " + one.path + ": a git worktree with work in it; --force removes it\n";
    case cleanup_choice::unfinished: return "kept    " + one.path + ": its run has no end; --force removes it\n";
    default: return "";
    }
}

bool gone(const line& one) { return one.choice == cleanup_choice::remove && !one.failed; }

std::string as_text(const report& done, bool dry_run)
{
    std::string text;
    std::size_t tasks = 0;
    std::size_t records = 0;
    for (const line& one : done.lines)
    {
        if (!gone(one))
            continue;
        ++(one.what.what == run_remains::kind::task ? tasks : records);
        text += fmt::format("{} {}\n", dry_run ? "remove " : "removed", one.path);
    }
    text += fmt::format("Removed: tasks={} journals={} bytes={} log_bytes={}\n", tasks, records, done.bytes,
                        done.log_bytes);
    return dry_run ? text + "nothing was removed\n" : text;
}

std::string as_json(const report& done, bool dry_run)
{
    std::string text;
    json_writer out(text);
    out.begin_object().member("dry_run", dry_run).member("bytes", done.bytes).member("log_bytes", done.log_bytes);
    for (const bool removed : {true, false})
    {
        out.key(removed ? "removed" : "kept").begin_array();
        for (const line& one : done.lines)
        {
            if (gone(one) != removed)
                continue;
            const bool task = one.what.what == run_remains::kind::task;
            out.begin_object().member("path", one.path).member("kind", task ? "task" : "journal");
            if (!removed)
                out.member("why", one.failed ? "failed" : reason(one.choice));
            out.member("bytes", one.what.bytes).end_object();
        }
        out.end_array();
    }
    out.end_object();
    return text + '\n';
}

/// Removes what is to go. @return the exit code.
int remove_old(const runs_folder& runs, const limits& keep, bool dry_run, const context& where, report& done)
{
    const auto found = runs.list();
    if (!found)
        return where.fail(found.error());
    const auto chosen = workspace::choose_remains(*found, keep.runs);
    std::error_code none;
    workspace::old_worktrees trees(std::filesystem::canonical(".", none).string(),
                                   workspace::environment_list(where.environment), keep.runs.force);
    int code = 0;
    for (std::size_t at = 0; at != found->size(); ++at)
    {
        line one{runs.path_of((*found)[at]), (*found)[at], chosen[at]};
        const bool old = one.choice == cleanup_choice::worktree || one.choice == cleanup_choice::remove;
        if (one.what.worktree && old)
        {
            const auto judged = trees.judge(one.path, dry_run);
            if (!judged)
                code = where.fail(judged.error());
            one.choice = judged ? *judged : cleanup_choice::worktree;
        }
        if (one.choice == cleanup_choice::remove && !dry_run)
            if (const auto removed = runs.remove(one.what); !removed)
            {
                code = where.fail(removed.error());
                one.failed = true;
            }
        done.bytes += gone(one) ? one.what.bytes : 0;
        done.lines.push_back(std::move(one));
    }
    return code;
}

} // namespace

int clean_up(const cleanup_options& options, const context& where)
{
    const auto keep = limits_from(options, where);
    if (!keep)
        return where.fail(keep.error());
    const auto runs = runs_folder::open(runs_path);
    if (!runs)
        return where.fail(runs.error());
    report done;
    int code = *runs ? remove_old(**runs, *keep, options.dry_run, where, done) : 0;
    if (const auto log = workspace::shorten_log(log_path, keep->log_bytes, options.dry_run); log)
        done.log_bytes = *log;
    else
        code = where.fail(log.error());
    if (!where.print(options.json ? as_json(done, options.dry_run) : as_text(done, options.dry_run)))
        return output_lost_exit_code;
    std::string remarks;
    if (!options.json) // which holds them
        for (const line& one : done.lines)
            remarks += remark(one);
    where.complain(remarks);
    return code;
}

} // namespace codexflow::cli
