#pragma once

#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <utility>
#include <vector>

struct sock_fprog;

/** @file
 *  What the processes between us and a program need: made before they exist, because after a fork or vfork
 *  nothing may allocate or take a lock. */
namespace codexflow::workspace {

/// What a program's guard, or the program before its exec, tells us.
enum class news : int
{
    // It could not go on:
    no_streams,
    no_guard,
    no_confinement,
    no_directory,
    no_program,
    // It could:
    begun,
    ended
};

struct report
{
    news what;
    int code; ///< errno; for `ended` the exit code, or 128 and the number of the signal.
};

struct child_plan
{
    std::vector<const char*> files; ///< Where the program may be.
    std::vector<char*> argv;
    std::vector<char*> environment;
    const char* directory = nullptr;
    std::array<int, 3> streams{}; ///< Its stdin, stdout and stderr; each above 2.
    int report = -1;              ///< Where reports go.
    pid_t engine = -1;
    pid_t guard = -1;                                    ///< Set by the guard.
    std::vector<std::pair<int, rlimit>> limits;          ///< RLIMIT_... and what the program gets.
    bool no_new_privileges = false;                      ///< Nor those of root that it does not need.
    int ruleset = -1;                                    ///< Landlock's; -1: none.
    const sock_fprog* filter = nullptr;                  ///< Of system calls.
};

inline void tell(const child_plan& plan, news what, int code) noexcept
{
    const report told{what, code};
    [[maybe_unused]] const auto written = ::write(plan.report, &told, sizeof told);
}

/** Closes all files from @p first to @p last, both included; or only marks them to be closed by exec.
 *  Async-signal-safe. */
void close_files(unsigned first, unsigned last, bool on_exec) noexcept;

/// The child's way to its program, from vfork to exec. Only async-signal-safe calls.
[[noreturn]] void become_program(const child_plan& plan) noexcept;

/// The guard's whole life, from fork to exit; see child_guard.cpp. Only async-signal-safe calls.
[[noreturn]] void guard_program(child_plan& plan) noexcept;

} // namespace codexflow::workspace
