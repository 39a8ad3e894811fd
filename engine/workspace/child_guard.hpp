#pragma once

#include <sys/types.h>

#include <optional>

/** @file
 *  Between us and every program stands its guard: a process of ours that does nothing but wait.
 *
 *  The guard is a subreaper: whatever the program starts, however often it forks and in whichever session it
 *  hides, becomes the guard's child when its own parent has gone. So the guard can end them all: when it is
 *  told to, and when we have ended, by whatever signal. It passes signals on to the program's group, reports
 *  the program's end, and goes when nothing is left to guard. */
namespace codexflow::workspace {

/// Tells a guard to kill the program and all that came of it, wherever that is, and to end.
void kill_tree(pid_t guard) noexcept;

/// Sends a signal to the program's group; SIGKILL means kill_tree. @p guard must not be reaped yet.
void signal_tree(pid_t guard, int number) noexcept;

/** Reads whether the program has ended, from spawned_child::ending.
 *  @return its exit code, or 128 and the number of the signal that ended it; nullopt while it runs. Blocks
 *  for a moment when somebody has killed the guard. */
std::optional<int> ending_of(pid_t guard, int ending) noexcept;

/** Reaps a guard that is ending. Blocks until it has killed what it guards, a few milliseconds; 5 seconds at
 *  most, when the system cannot kill (a broken disk).
 *  @return as ending_of; nullopt when the time has passed, or somebody else reaped it. */
std::optional<int> reap_guard(pid_t guard, int ending) noexcept;

} // namespace codexflow::workspace
