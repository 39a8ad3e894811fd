#include "engine/workspace/spawn_child.hpp"

#include "engine/workspace/program_search.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace codexflow::workspace {
namespace {

/// Where the child was when it could not go on.
enum class step : int
{
    prepare,
    enter_directory,
    execute
};

/// Everything the child needs, made before it exists: between vfork and exec nothing may allocate.
struct child_plan
{
    std::vector<const char*> files;
    std::vector<char*> argv;
    std::vector<char*> environment;
    const char* directory = nullptr;
    std::array<int, 3> streams{}; ///< Its stdin, stdout and stderr; each above 2.
    int report = -1;              ///< Where it writes {step, errno} when it fails.
    pid_t parent = -1;
};

struct report
{
    step where;
    int code;
};

[[noreturn]] void give_up(const child_plan& plan, step where, int code) noexcept
{
    const report told{where, code};
    [[maybe_unused]] const auto written = ::write(plan.report, &told, sizeof told);
    ::_exit(127);
}

/// Signals were blocked before the vfork, so that no handler of ours runs in memory that is shared.
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

/// Also what others opened without O_CLOEXEC, us before and whoever started us.
void close_the_rest_on_exec() noexcept
{
    if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    constexpr int most = 4096; // kernels before 5.11
    for (int fd = 3; fd != most; ++fd)
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/// The child's way to its program. Only calls that are allowed between vfork and exec.
[[noreturn]] [[gnu::noinline]] void become(const child_plan& plan) noexcept
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != plan.parent)
        ::_exit(127); // it died before it could be watched
    for (int target = 0; target != 3; ++target)
        if (::dup2(plan.streams[static_cast<std::size_t>(target)], target) < 0)
            give_up(plan, step::prepare, errno);
    close_the_rest_on_exec();
    if (plan.directory != nullptr && ::chdir(plan.directory) != 0)
        give_up(plan, step::enter_directory, errno);
    default_signals();
    int worst = ENOENT;
    for (const char* file : plan.files)
    {
        ::execve(file, plan.argv.data(), plan.environment.data());
        if (errno == EACCES)
            worst = errno; // another of that name may be executable
        else if (errno != ENOENT && errno != ENOTDIR)
            give_up(plan, step::execute, errno);
    }
    give_up(plan, step::execute, worst);
}

[[gnu::noinline]] pid_t start(const child_plan& plan) noexcept
{
    const pid_t pid = ::vfork(); // shares our memory and holds us up until exec: no copy of page tables
    if (pid == 0)
        become(plan);
    return pid;
}

error system_error(const std::string& what, int code)
{
    return error(errc::unavailable, what + ": " + std::strerror(code));
}

error explain(const child_spec& spec, const report& told)
{
    const std::string reason = std::strerror(told.code);
    if (told.where == step::prepare)
        return system_error("cannot connect the program's streams", told.code);
    if (told.where == step::enter_directory)
        return error(errc::not_found, "cannot run in '" + spec.directory + "': " + reason)
            .with_hint("check the setting 'directory'");
    const std::string what = "cannot run '" + spec.argv.front() + "': " + reason;
    switch (told.code)
    {
    case ENOENT:
    case ENOTDIR:
        return error(errc::not_found, what)
            .with_hint("is it installed, and in a folder of PATH? A script may also name an interpreter that "
                       "is not there");
    case EACCES: return error(errc::permission_denied, what).with_hint("make it executable: chmod +x");
    case ENOEXEC:
        return error(errc::invalid_argument, what).with_hint("a script needs a first line such as #!/bin/sh");
    case E2BIG:
        return error(errc::invalid_argument, what)
            .with_hint("give the text on stdin instead of as an argument");
    default: return system_error("cannot run '" + spec.argv.front() + "'", told.code);
    }
}

/// Both ends above 2, or the child's dup2 onto 0, 1 and 2 would destroy them.
result<std::pair<owned_fd, owned_fd>> open_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return system_error("cannot open a pipe", errno);
    std::pair<owned_fd, owned_fd> made{owned_fd(ends[0]), owned_fd(ends[1])};
    for (owned_fd* end : {&made.first, &made.second})
    {
        if (end->get() > 2)
            continue;
        owned_fd moved(::fcntl(end->get(), F_DUPFD_CLOEXEC, 3));
        if (moved.get() < 0)
            return system_error("cannot open a pipe", errno);
        *end = std::move(moved);
    }
    return made;
}

void never_block(const owned_fd& fd) noexcept { ::fcntl(fd.get(), F_SETFL, O_NONBLOCK); }

bool holds_nul(const std::string& text) { return text.find('\0') != text.npos; }

result<void> check(const child_spec& spec)
{
    if (spec.argv.empty() || spec.argv.front().empty())
        return error(errc::invalid_argument, "no program is named");
    if (std::any_of(spec.argv.begin(), spec.argv.end(), holds_nul) || holds_nul(spec.directory) ||
        std::any_of(spec.environment.begin(), spec.environment.end(), holds_nul))
        return error(errc::invalid_argument,
                     "an argument or variable of '" + spec.argv.front() + "' holds a NUL byte");
    return {};
}

void fill_pointers(const std::vector<std::string>& texts, std::vector<char*>& pointers)
{
    for (const std::string& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str())); // what execve wants; it changes nothing
    pointers.push_back(nullptr);
}

/// Who starts us may have told the system to forget ended children at once; then none could be waited for.
void remember_ended_children() noexcept
{
    struct sigaction now
    {};
    if (::sigaction(SIGCHLD, nullptr, &now) == 0 && now.sa_handler == SIG_IGN)
        ::signal(SIGCHLD, SIG_DFL);
}

} // namespace

result<spawned_child> spawn_child(const child_spec& spec)
{
    remember_ended_children();
    if (auto fit = check(spec); !fit)
        return fit.error();
    auto in = open_pipe();
    auto out = open_pipe();
    auto err = open_pipe();
    auto outcome = open_pipe();
    for (const auto* pipe : {&in, &out, &err, &outcome})
        if (!*pipe)
            return pipe->error();

    const std::vector<std::string> files = program_candidates(spec.argv.front(), spec.environment);
    child_plan plan;
    for (const std::string& file : files)
        plan.files.push_back(file.c_str());
    fill_pointers(spec.argv, plan.argv);
    fill_pointers(spec.environment, plan.environment);
    plan.directory = spec.directory.empty() ? nullptr : spec.directory.c_str();
    plan.streams = {in->first.get(), out->second.get(), err->second.get()};
    plan.report = outcome->second.get();
    plan.parent = ::getpid();

    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    spawned_child made;
    made.pid = start(plan);
    const int start_error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (made.pid < 0)
        return system_error("cannot start a process", start_error);

    outcome->second = owned_fd(); // now only the child holds it, and its exec closes it
    report told{};
    if (::read(outcome->first.get(), &told, sizeof told) == sizeof told)
    {
        ::waitpid(made.pid, nullptr, 0);
        return explain(spec, told);
    }
    made.pidfd = owned_fd(static_cast<int>(::syscall(SYS_pidfd_open, made.pid, 0U)));
    if (made.pidfd.get() < 0)
    {
        const int code = errno;
        ::kill(-made.pid, SIGKILL);
        ::waitpid(made.pid, nullptr, 0);
        if (code == ENOSYS)
            return error(errc::unsupported, "this system cannot watch processes (pidfd_open)")
                .with_hint("Linux 5.3 or newer is needed");
        return system_error("cannot watch the process", code);
    }
    made.in = std::move(in->second);
    made.out = std::move(out->first);
    made.err = std::move(err->first);
    for (const owned_fd* fd : {&made.in, &made.out, &made.err})
        never_block(*fd);
    return made;
}

} // namespace codexflow::workspace
