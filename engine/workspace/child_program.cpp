#include "engine/workspace/child_plan.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#ifndef SYS_landlock_restrict_self
#define SYS_landlock_restrict_self 446
#endif

namespace codexflow::workspace {
namespace {

[[noreturn]] void give_up(const child_plan& plan, news where, int code) noexcept
{
    tell(plan, where, code);
    ::_exit(127);
}

/// Signals were blocked before the fork, so that no handler of ours runs in memory that is shared.
void default_signals() noexcept
{
    struct sigaction standard
    {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        ::sigaction(number, &standard, nullptr); // those that cannot be changed are default anyway
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// What root keeps: what it takes to work with files and users. Not: the kernel, devices, the network's
/// settings, other processes' memory, files by number instead of by name.
constexpr std::uint64_t kept_capabilities =
    1ULL << CAP_CHOWN | 1ULL << CAP_DAC_OVERRIDE | 1ULL << CAP_FOWNER | 1ULL << CAP_FSETID | 1ULL << CAP_KILL |
    1ULL << CAP_SETGID | 1ULL << CAP_SETUID | 1ULL << CAP_SETPCAP | 1ULL << CAP_NET_BIND_SERVICE |
    1ULL << CAP_SYS_CHROOT | 1ULL << CAP_SETFCAP;

/// For a program run by root: exec gives it all that is neither dropped nor inherited. Others have nothing to lose.
void drop_capabilities() noexcept
{
    constexpr int most = 63;
    for (int one = 0; one <= most; ++one)
        if ((kept_capabilities >> static_cast<unsigned>(one) & 1U) == 0)
            ::prctl(PR_CAPBSET_DROP, one, 0, 0, 0); // fails for those that there are not, and for who has none
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct now[_LINUX_CAPABILITY_U32S_3]{};
    if (::syscall(SYS_capget, &header, now) != 0)
        return;
    for (__user_cap_data_struct& each : now)
        each.inheritable = 0;
    ::syscall(SYS_capset, &header, now);
}

/// What was asked for is in force afterwards, or the program does not run.
void confine(const child_plan& plan) noexcept
{
    if (plan.no_new_privileges)
        drop_capabilities();
    for (const auto& [which, most] : plan.limits)
        if (::setrlimit(static_cast<__rlimit_resource>(which), &most) != 0)
            give_up(plan, news::no_confinement, errno);
    if (plan.no_new_privileges && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        give_up(plan, news::no_confinement, errno);
    if (plan.ruleset >= 0 && ::syscall(SYS_landlock_restrict_self, plan.ruleset, 0U) != 0)
        give_up(plan, news::no_confinement, errno);
    if (plan.filter != nullptr && ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0U, plan.filter) != 0)
        give_up(plan, news::no_confinement, errno);
}

} // namespace

void close_files(unsigned first, unsigned last, bool on_exec) noexcept
{
    if (first > last ||
        ::syscall(SYS_close_range, first, last, on_exec ? CLOSE_RANGE_CLOEXEC : 0) == 0)
        return;
    constexpr unsigned most = 4096; // kernels before 5.11
    for (unsigned fd = first; fd <= std::min(last, most); ++fd)
        on_exec ? ::fcntl(static_cast<int>(fd), F_SETFD, FD_CLOEXEC) : ::close(static_cast<int>(fd));
}

[[gnu::noinline]] void become_program(const child_plan& plan) noexcept
{
    ::setsid(); // a group of its own, and no terminal that it could ask or write to
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // should somebody kill the guard
    if (::getppid() != plan.guard)
        ::_exit(127); // it died before it could be watched
    for (int target = 0; target != 3; ++target)
        if (::dup2(plan.streams[static_cast<std::size_t>(target)], target) < 0)
            give_up(plan, news::no_streams, errno);
    close_files(3, ~0U, true); // also what others opened without O_CLOEXEC, us before and whoever started us
    if (plan.directory != nullptr && ::chdir(plan.directory) != 0)
        give_up(plan, news::no_directory, errno);
    default_signals();
    confine(plan);
    int worst = ENOENT;
    for (const char* file : plan.files)
    {
        ::execve(file, plan.argv.data(), plan.environment.data());
        if (errno == EACCES)
            worst = errno; // another of that name may be executable
        else if (errno != ENOENT && errno != ENOTDIR)
            give_up(plan, news::no_program, errno);
    }
    give_up(plan, news::no_program, worst);
}

} // namespace codexflow::workspace
