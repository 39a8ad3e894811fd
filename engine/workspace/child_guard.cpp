#include "engine/workspace/child_guard.hpp"

#include "engine/workspace/child_plan.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

namespace codexflow::workspace {
namespace {

/// The signal that means kill_tree. No program is sent it.
const int kill_order = SIGRTMAX;
/// A killed process that has not gone after this many milliseconds is left to the system.
constexpr int kill_rounds = 3000;
constexpr int last_patience_ms = 5000;

int code_of(int status) noexcept
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Runs in the guard's process. No memory is allocated, no lock taken: it was forked from one of many threads.
class guard
{
public:
    explicit guard(child_plan& plan) noexcept : plan_(plan) {}

    [[noreturn]] void live() noexcept
    {
        settle();
        program_ = start();
        if (program_ < 0)
            give_up(errno);
        tell(plan_, news::begun, 0);
        keep_only_own_files();
        for (;;)
            wait();
    }

private:
    [[noreturn]] void give_up(int code) noexcept
    {
        tell(plan_, news::no_guard, code);
        ::_exit(127);
    }

    void settle() noexcept
    {
        ::setpgid(0, 0);
        ::prctl(PR_SET_NAME, "codexflow-guard");
        ::prctl(PR_SET_DUMPABLE, 0); // its memory is a copy of ours
        if (::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
            give_up(errno);
        engine_ = static_cast<int>(::syscall(SYS_pidfd_open, plan_.engine, 0U));
        if (engine_ < 0)
            give_up(errno);
        if (::getppid() != plan_.engine)
            ::_exit(127); // it died before it could be watched
        sigset_t all;
        ::sigfillset(&all);
        signals_ = ::signalfd(-1, &all, SFD_NONBLOCK | SFD_CLOEXEC);
        if (signals_ < 0)
            give_up(errno);
        plan_.guard = ::getpid();
    }

    /// Returns when the program runs or has said why not: what we say of it must come behind that. vfork keeps
    /// us so long, but not where it is only a fork, as under ThreadSanitizer; the pipe, which exec closes, does.
    [[gnu::noinline]] pid_t start() noexcept
    {
        std::array<int, 2> settled{};
        if (::pipe2(settled.data(), O_CLOEXEC) != 0)
            give_up(errno);
        const pid_t pid = ::vfork();
        if (pid == 0)
            become_program(plan_);
        const int why = errno;
        ::close(settled[1]);
        char nothing = 0;
        while (::read(settled[0], &nothing, 1) < 0 && errno == EINTR)
        {
        }
        ::close(settled[0]);
        errno = why;
        return pid;
    }

    /// Above all it must hold neither end of the program's pipes, and no lock of ours.
    void keep_only_own_files() noexcept
    {
        std::array<unsigned, 3> kept{static_cast<unsigned>(engine_), static_cast<unsigned>(signals_),
                                     static_cast<unsigned>(plan_.report)};
        std::sort(kept.begin(), kept.end());
        unsigned from = 0;
        for (const unsigned fd : kept)
        {
            if (fd > from)
                close_files(from, fd - 1, false);
            from = fd + 1;
        }
        close_files(from, ~0U, false);
        [[maybe_unused]] const int moved = ::chdir("/"); // no folder is in use because of it
    }

    void wait() noexcept
    {
        std::array<pollfd, 2> watched{pollfd{engine_, POLLIN, 0}, pollfd{signals_, POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), -1) < 0)
            return;
        if (watched[0].revents != 0)
            kill_all();
        signalfd_siginfo got{};
        while (::read(signals_, &got, sizeof got) == sizeof got)
            if (const int number = static_cast<int>(got.ssi_signo); number == kill_order)
                kill_all();
            else if (number != SIGCHLD)
                pass_on(number);
        reap();
    }

    /// The program's group; when its head has gone, and its number may be another's, what is left of it.
    void pass_on(int number) noexcept
    {
        if (!ended_)
            ::kill(-program_, number);
        else
            signal_children(number);
    }

    /// Ends the guard when the program has ended and nothing is left.
    void reap() noexcept
    {
        for (;;)
        {
            int status = 0;
            const pid_t gone = ::waitpid(-1, &status, WNOHANG | __WALL);
            if (gone == 0)
                return;
            if (gone < 0)
                ::_exit(code_);
            if (gone != program_ || ended_)
                continue;
            ended_ = true;
            code_ = code_of(status);
            tell(plan_, news::ended, code_);
        }
    }

    /// Whose parents die becomes our child in turn, so that a few rounds reach everybody.
    [[noreturn]] void kill_all() noexcept
    {
        for (int round = 0; round != kill_rounds; ++round)
        {
            if (!ended_)
                ::kill(-program_, SIGKILL);
            signal_children(SIGKILL);
            reap();
            const timespec moment{0, 1'000'000};
            ::nanosleep(&moment, nullptr);
        }
        ::_exit(code_);
    }

    /// Each child alone: they may be in groups and sessions of their own.
    void signal_children(int number) noexcept
    {
        const int list = ::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
        if (list < 0)
            return;
        std::array<char, 4096> piece{};
        pid_t id = 0;
        ssize_t size = 0;
        while ((size = ::read(list, piece.data(), piece.size())) > 0)
            for (ssize_t i = 0; i != size; ++i)
            {
                const char c = piece[static_cast<std::size_t>(i)];
                if (c >= '0' && c <= '9')
                    id = id * 10 + (c - '0');
                else if (const pid_t whole = std::exchange(id, 0); whole > 0)
                    ::kill(whole, number);
            }
        ::close(list);
    }

    child_plan& plan_;
    pid_t program_ = -1;
    int engine_ = -1;  ///< pidfd: readable when it has ended.
    int signals_ = -1; ///< All are blocked and come in here.
    bool ended_ = false;
    int code_ = 127;
};

} // namespace

void guard_program(child_plan& plan) noexcept { guard(plan).live(); }

void kill_tree(pid_t guard) noexcept { ::kill(guard, kill_order); }

void signal_tree(pid_t guard, int number) noexcept { ::kill(guard, number == SIGKILL ? kill_order : number); }

std::optional<int> ending_of(pid_t guard, int ending) noexcept
{
    report told{};
    const ssize_t size = ::read(ending, &told, sizeof told);
    if (size == sizeof told && told.what == news::ended)
        return told.code;
    if (size != 0)
        return std::nullopt;
    siginfo_t how{}; // the guard is going, or gone
    if (::waitid(P_PID, static_cast<id_t>(guard), &how, WEXITED | WNOWAIT) != 0)
        return 255; // somebody else reaped it, against all rules
    return how.si_code == CLD_EXITED ? how.si_status : 128 + how.si_status;
}

std::optional<int> reap_guard(pid_t guard, int ending) noexcept
{
    pollfd until_gone{ending, 0, 0}; // only its hanging up
    int waited = 0;
    while ((waited = ::poll(&until_gone, 1, last_patience_ms)) < 0 && errno == EINTR)
        ;
    int status = 0;
    pid_t reaped = 0;
    while ((reaped = ::waitpid(guard, &status, waited == 0 ? WNOHANG : 0)) < 0 && errno == EINTR)
        ;
    return reaped == guard ? std::optional(code_of(status)) : std::nullopt;
}

} // namespace codexflow::workspace
