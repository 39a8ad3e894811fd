#include "engine/workspace/spawn_child.hpp"

#include "engine/workspace/child_plan.hpp"
#include "engine/workspace/program_search.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace codexflow::workspace {
namespace {

/// A copy of ourselves, of this thread alone; without what libraries want to do at a fork.
[[gnu::noinline]] pid_t start(child_plan& plan) noexcept
{
    const auto pid = static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    if (pid == 0)
        guard_program(plan);
    return pid;
}

error system_error(const std::string& what, int code)
{
    return error(errc::unavailable, what + ": " + std::strerror(code));
}

error explain(const child_spec& spec, const report& told)
{
    const std::string reason = std::strerror(told.code);
    if (told.what == news::no_streams)
        return system_error("cannot connect the program's streams", told.code);
    if (told.what == news::no_guard && told.code == ENOSYS)
        return error(errc::unsupported, "this system cannot watch processes (pidfd_open)")
            .with_hint("Linux 5.3 or newer is needed");
    if (told.what == news::no_guard)
        return system_error("cannot guard '" + spec.argv.front() + "'", told.code);
    if (told.what == news::no_confinement)
        return system_error("cannot confine '" + spec.argv.front() + "', so it was not run", told.code);
    if (told.what == news::no_directory)
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

std::vector<std::string> environment_list(const std::map<std::string, std::string>& variables)
{
    std::vector<std::string> list;
    list.reserve(variables.size());
    for (const auto& [name, value] : variables)
        list.push_back(name + '=' + value);
    return list;
}

result<spawned_child> spawn_child(const child_spec& spec)
{
    remember_ended_children();
    if (auto fit = check(spec); !fit)
        return fit.error();
    auto confined = prepare(spec.confined);
    if (!confined)
        return confined.error();
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
    plan.streams = {in->first.get(), out->second.get(),
                    spec.merged ? out->second.get() : err->second.get()};
    plan.report = outcome->second.get();
    plan.engine = ::getpid();
    plan.limits = limits_of(spec.bounds);
    plan.ruleset = confined->ruleset.get();
    sock_fprog filter{static_cast<unsigned short>(confined->filter.size()), confined->filter.data()};
    plan.filter = confined->filter.empty() ? nullptr : &filter;
    // The kernel takes neither of the two from a program that could still gain rights.
    plan.no_new_privileges = spec.no_new_privileges || plan.ruleset >= 0 || plan.filter != nullptr;

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

    outcome->second = owned_fd(); // now only the guard holds it, and the program until its exec
    report told{news::no_guard, ECHILD};
    while (::read(outcome->first.get(), &told, sizeof told) < 0 && errno == EINTR)
        ;
    if (told.what != news::begun && told.what != news::ended)
    {
        ::waitpid(made.pid, nullptr, 0);
        return explain(spec, told);
    }
    made.ending = std::move(outcome->first);
    made.in = std::move(in->second);
    made.out = std::move(out->first);
    made.err = std::move(err->first);
    for (const owned_fd* fd : {&made.in, &made.out, &made.err, &made.ending})
        never_block(*fd);
    return made;
}

} // namespace codexflow::workspace
