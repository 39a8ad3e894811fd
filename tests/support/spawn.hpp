#pragma once

#include "tests/support/process.hpp"
#include "tests/support/unique_fd.hpp"

#include <sys/types.h>

/** @file
 *  The system calls below class process. All functions throw std::system_error when one fails. */
namespace codexflow::test {

/// Two ends of a stream; ours never blocks, and a child inherits neither by itself.
struct channel
{
    unique_fd ours;
    unique_fd theirs;
};

/// A stream that the child reads: a pipe, or a terminal.
channel open_input(bool terminal);

/// A stream that the child writes: a terminal of that many columns, or for 0 a pipe.
channel open_output(unsigned short columns);

/** Starts the program of @p what with these as its stdin, stdout and stderr, in a process group of its
 *  own, with default signal handling whatever ours is. */
pid_t spawn(const command& what, int in, int out, int err);

} // namespace codexflow::test
