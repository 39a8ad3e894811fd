#pragma once

#include "cli/render/progress.hpp"
#include "engine/base/error.hpp"
#include "engine/record/event.hpp"

#include <string>
#include <string_view>

/** @file
 *  What is said about a run, as text; every view says the same. Whole lines, nothing is clipped.
 *  @c color paints them; @c to_terminal takes the control characters out of what models said. */
namespace codexflow::cli {

/// "340 ms", "2.3 s", "1 m 04 s", "2 h 05 m".
std::string duration_text(std::int64_t ms);

/// "950", "1.2k", "3.4M".
std::string count_text(std::uint64_t number);

/// "codex-flow: error: ..." and its hints, one a line.
std::string error_text(const error& what, bool color);

/// "route   'src/a.cpp' to coder (10), tester (8)".
std::string route_line(const event::route& what);

/// The heading and the words of a finished task.
std::string result_text(const task_progress& task, std::string_view output, bool color, bool to_terminal);

/// "[3/12] ok      reviewer (code-analyzer) in 2.3 s, 120 tokens, 2 running": the task has ended.
std::string completed_line(const run_progress& run, const task_progress& task,
                           const event::task_complete& what, bool color);
/// "[3/12] kept    reviewer (code-analyzer), done before in 2.3 s, 120 tokens": it is not run again.
std::string restored_line(const run_progress& run, const task_progress& task, const event::task_restored& what,
                          bool color);
/// The same for a failure, with the error and what to do about it on lines of their own.
std::string failed_lines(const run_progress& run, const task_progress& task, const event::task_error& what,
                         bool color);

/// "[0/3] retry   coder: provider 'x': HTTP 429: slow down; again in 1.2 s".
std::string retry_line(const run_progress& run, const task_progress& task, const event::retry& what, bool color);
/// "[0/3] switch  coder: to 'y', for provider 'x': HTTP 500: boom".
std::string failover_line(const run_progress& run, const task_progress& task, const event::failover& what,
                          bool color);

/// "[0/3] tool    coder: read ok in 3 ms, 1200 bytes".
std::string tool_line(const run_progress& run, const task_progress& task, const event::tool_end& what, bool color);
/// "[0/3] asked   coder: shell: once, after 2.3 s".
std::string approval_line(const run_progress& run, const task_progress& task, const event::approval_given& what);
/// "[0/3] denied  coder: shell: the agent 'coder' does not list it (allowlist)", and what would permit it.
std::string violation_lines(const run_progress& run, const task_progress& task, const event::policy_violation& what,
                            bool color);

/// "[1/3] changed coder: 2 files in .runs/.../tree" and how to look at them; nothing if there are none.
std::string worktree_lines(const run_progress& run, const task_progress& task, const event::worktree& what, bool color);
/// What a task is told of earlier work, or whom its own is kept from; "" for what else happens to memory.
std::string memory_line(const run_progress& run, const task_progress& task, const event::memory& what);
/// "overlap src/a.cpp: coder-1, coder-2", a line for each file.
std::string overlap_lines(const event::edits_overlap& what);

/// "4 tasks: 3 ok, 1 failed, in 2.3 s; 120 tokens in, 340 out".
std::string summary_line(const event::run_complete& what, bool color);

} // namespace codexflow::cli
