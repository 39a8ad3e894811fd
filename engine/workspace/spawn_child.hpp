#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/owned_fd.hpp"

#include <sys/types.h>

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
};

/// A program that has been started. Who has this must reap it.
struct spawned_child
{
    pid_t pid = -1; ///< Also the id of its process group.
    owned_fd pidfd; ///< Readable once it has ended.
    owned_fd in;    ///< Its stdin; ours to write. None of the three blocks.
    owned_fd out;
    owned_fd err;
};

/** Starts a program in a process group of its own, with default signal handling and nothing of ours open
 *  but the three pipes. It is killed when the calling thread ends, also by a crash.
 *  Blocks until the program has been found and begun, which is a matter of a millisecond.
 *  Errors: invalid_argument (an empty or broken command, too long a command), not_found (no such program or
 *  folder), permission_denied (not executable), unsupported (a kernel without pidfd_open),
 *  unavailable (out of processes or files). */
result<spawned_child> spawn_child(const child_spec& spec);

} // namespace codexflow::workspace
