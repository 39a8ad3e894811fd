#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/confinement.hpp"
#include <codexflow/owned_fd.hpp>

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

/** @file
 *  Starting a program: the system calls and nothing else. */
namespace codexflow::workspace {

/// What to run and in which surroundings.
struct child_spec
{
    std::vector<std::string> argv; ///< The program (see program_candidates) and its arguments; no shell.
    std::vector<std::string> environment; ///< All of it: "NAME=VALUE".
    std::string directory;                ///< Where it runs; empty: where we are.
    bool merged = false;                  ///< Its stderr is its stdout; the channel `err` ends at once.
    confinement confined{};               ///< Nothing of it: as free as we are.
    child_bounds bounds{};
    bool no_new_privileges = false; ///< The setuid bit has no effect, and root keeps few of its rights.
};

/// @p variables as a child_spec has them.
std::vector<std::string> environment_list(const std::map<std::string, std::string>& variables);

/// A program that has been started. Who has this must reap it.
struct spawned_child
{
    pid_t pid = -1;  ///< Of its guard; see child_guard.hpp.
    owned_fd ending; ///< Readable once the program has ended: see ending_of. None of the four blocks.
    owned_fd in;     ///< Its stdin; ours to write.
    owned_fd out;
    owned_fd err;
};

/** Starts a program, under a guard, in a process group of its own, with default signal handling and nothing of
 *  ours open but the three pipes. When we end, by whatever signal, the guard kills it and all it has started.
 *  Blocks until the program has been found and begun, which is a matter of a millisecond.
 *  Errors: invalid_argument (an empty or broken command, too long a command), not_found (no such program or
 *  folder), permission_denied (not executable), unsupported (a kernel without pidfd_open),
 *  unavailable (out of processes or files; a confinement that cannot be put in force, then nothing runs). */
result<spawned_child> spawn_child(const child_spec& spec);

} // namespace codexflow::workspace
