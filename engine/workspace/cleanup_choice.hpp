#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/** @file
 *  Which of the folders that runs left behind may go. Pure: decides about what somebody else has seen. */
namespace codexflow::workspace {

/// A folder below .runs that a run or one of its tasks left behind.
struct run_remains
{
    enum class kind
    {
        task,   ///< <alias>/<task_id>, with input.json or output.json.
        record, ///< <run_id>, with journal.jsonl.
    };
    enum class state
    {
        ended,
        unfinished, ///< A journal without its end that nobody writes any more.
        going_on,   ///< Somebody is writing it.
    };
    kind what = kind::task;
    std::string alias; ///< Of a task; empty for a record.
    std::string name;  ///< The task's id, or the run's.
    state how = state::ended;
    std::int64_t modified_ns = 0; ///< Of the folder, since 1970-01-01 UTC.
    std::uint64_t bytes = 0;      ///< What its files hold together.
    bool worktree = false;        ///< Holds a .git: there may be work in it that is nowhere else.
};

struct cleanup_limits
{
    std::size_t tasks_per_alias = 10;
    std::optional<std::size_t> records; ///< Nothing: records are left alone.
    bool force = false;                 ///< Also git worktrees and unfinished records.
};

enum class cleanup_choice
{
    remove,
    not_asked, ///< A record, and records were not to be looked at.
    newest,    ///< Among the newest, which stay.
    going_on,
    worktree,
    unfinished,
};

/** Decides about each of @p found, in its order. The newest of every alias and the newest records stay, up to
 *  the limits; what is going on stays always. Of two of the same time the one with the greater name is newer. */
std::vector<cleanup_choice> choose_remains(const std::vector<run_remains>& found, const cleanup_limits& limits);

} // namespace codexflow::workspace
