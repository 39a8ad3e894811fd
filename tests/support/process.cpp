#include "tests/support/process.hpp"

#include "tests/support/unique_fd.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

extern "C" { // glibc 2.36 forgot it in this header
#include <sys/pidfd.h>
}

#include <array>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

extern char** environ;

namespace codexflow::test {
namespace {

void check(int code, const std::string& what)
{
    if (code != 0)
        throw std::system_error(code, std::generic_category(), what);
}

struct channel
{
    unique_fd ours;
    unique_fd theirs;
};

channel open_pipe(bool we_read)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        check(errno, "pipe");
    unique_fd read_end(ends[0]);
    unique_fd write_end(ends[1]);
    auto& ours = we_read ? read_end : write_end;
    check(::fcntl(ours.get(), F_SETFL, O_NONBLOCK) == 0 ? 0 : errno, "fcntl");
    return we_read ? channel{std::move(read_end), std::move(write_end)}
                   : channel{std::move(write_end), std::move(read_end)};
}

channel open_terminal(unsigned short columns)
{
    int master = -1;
    int slave = -1;
    winsize size{};
    size.ws_row = 40;
    size.ws_col = columns;
    if (::openpty(&master, &slave, nullptr, nullptr, &size) != 0)
        check(errno, "openpty");
    channel made{unique_fd(master), unique_fd(slave)};
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    check(::fcntl(master, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno, "fcntl");
    return made;
}

channel open_output(unsigned short columns) { return columns != 0 ? open_terminal(columns) : open_pipe(true); }

std::vector<std::string> merged_environment(const command& what)
{
    std::map<std::string, std::string> merged;
    for (char** entry = environ; *entry != nullptr; ++entry)
    {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        merged.emplace(text.substr(0, equals), equals == text.npos ? "" : text.substr(equals + 1));
    }
    for (const auto& [name, value] : what.environment)
    {
        if (value)
            merged[name] = *value;
        else
            merged.erase(name);
    }
    std::vector<std::string> list;
    for (const auto& [name, value] : merged)
        list.push_back(name + '=' + value);
    return list;
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> list;
    for (auto& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

/// Starts @p what with these three descriptors; the child gets default signals and no mask.
pid_t spawn(const command& what, int in, int out, int err)
{
    std::vector<std::string> arguments{what.program.string()};
    arguments.insert(arguments.end(), what.arguments.begin(), what.arguments.end());
    auto environment = merged_environment(what);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    posix_spawn_file_actions_adddup2(&actions, err, 2);
    if (!what.directory.empty())
        posix_spawn_file_actions_addchdir_np(&actions, what.directory.c_str());

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    for (int signal : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGQUIT})
        sigaddset(&defaults, signal);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    pid_t child = -1;
    const int code = ::posix_spawnp(&child, what.program.c_str(), &actions, &attributes,
                                    pointers(arguments).data(), pointers(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    check(code, "cannot start " + what.program.string());
    return child;
}

} // namespace

struct process::state
{
    pid_t child = -1;
    unique_fd exited; // readable once the child has ended
    unique_fd wake;   // eventfd: there is input to write, or the object goes
    unique_fd in;     // thread only
    std::array<unique_fd, 2> output;

    mutable std::mutex mutex; // guards what follows
    std::condition_variable changed;
    std::string input;
    bool input_ends = false;
    bool stopping = false;
    bool done = false;
    ending result;

    std::thread pump; // last: it uses everything above

    std::string& text_of(stream which) { return which == stream::out ? result.out : result.err; }
    void nudge() const
    {
        [[maybe_unused]] const auto written = ::eventfd_write(wake.get(), 1);
    }
    void serve();
    void feed_input();
    bool drain(stream which);
    void reap();
};

/// Writes queued input until the pipe is full; a child that closed its stdin simply gets no more.
void process::state::feed_input()
{
    const std::scoped_lock lock(mutex);
    while (in && !input.empty())
    {
        const auto count = ::write(in.get(), input.data(), input.size());
        if (count < 0 && errno == EAGAIN)
            return;
        if (count < 0)
            in.reset();
        else
            input.erase(0, static_cast<std::size_t>(count));
    }
    if (input_ends)
        in.reset();
}

/// Reads what is there; false at the end of the stream.
bool process::state::drain(stream which)
{
    auto& fd = output[which == stream::out ? 0 : 1];
    std::array<char, 65536> buffer;
    while (fd)
    {
        const auto count = ::read(fd.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EAGAIN)
            return true;
        if (count <= 0) // a terminal answers EIO when its other side is gone
            fd.reset();
        else
        {
            const std::scoped_lock lock(mutex);
            text_of(which).append(buffer.data(), static_cast<std::size_t>(count));
            changed.notify_all();
        }
    }
    return false;
}

void process::state::reap()
{
    int status = 0;
    ::waitpid(child, &status, 0);
    drain(stream::out); // what a grandchild writes later is nobody's
    drain(stream::err);
    const std::scoped_lock lock(mutex);
    if (WIFEXITED(status))
        result.status = WEXITSTATUS(status);
    else
        result.signal = WTERMSIG(status);
    done = true;
    changed.notify_all();
}

void process::state::serve()
{
    sigset_t pipe_signal; // a write to a closed stdin is an error code, not a signal
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
    for (;;)
    {
        bool has_input = false;
        {
            const std::scoped_lock lock(mutex);
            if (stopping)
                ::kill(-child, SIGKILL);
            has_input = !input.empty() || input_ends;
        }
        std::array<pollfd, 5> set{};
        set[0] = {exited.get(), POLLIN, 0};
        set[1] = {wake.get(), POLLIN, 0};
        set[2] = {output[0].get(), POLLIN, 0}; // poll ignores negative descriptors
        set[3] = {output[1].get(), POLLIN, 0};
        set[4] = {has_input ? in.get() : -1, POLLOUT, 0};
        ::poll(set.data(), set.size(), -1);
        eventfd_t ignored = 0;
        if (set[1].revents != 0)
            ::eventfd_read(wake.get(), &ignored);
        if (set[4].revents != 0)
            feed_input();
        if (set[2].revents != 0)
            drain(stream::out);
        if (set[3].revents != 0)
            drain(stream::err);
        if (set[0].revents != 0)
            return reap();
    }
}

process::process(command what) : state_(std::make_unique<state>())
{
    auto& s = *state_;
    auto in = open_pipe(false);
    auto out = open_output(what.out_columns);
    auto err = open_output(what.err_columns);
    s.wake = unique_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    s.child = spawn(what, in.theirs.get(), out.theirs.get(), err.theirs.get());
    s.exited = unique_fd(::pidfd_open(s.child, 0));
    s.in = std::move(in.ours);
    s.output = {std::move(out.ours), std::move(err.ours)};
    s.input = std::move(what.input);
    s.input_ends = !what.keep_input_open;
    s.pump = std::thread([&s] { s.serve(); });
}

process::~process()
{
    {
        const std::scoped_lock lock(state_->mutex);
        state_->stopping = true;
    }
    state_->nudge();
    state_->pump.join();
    ::kill(-state_->child, SIGKILL); // children that outlived it; ESRCH when there are none
}

int process::id() const noexcept { return state_->child; }

void process::send(int signal)
{
    const std::scoped_lock lock(state_->mutex);
    if (!state_->done)
        ::pidfd_send_signal(state_->exited.get(), signal, nullptr, 0); // never a recycled process id
}

void process::write(std::string_view text)
{
    {
        const std::scoped_lock lock(state_->mutex);
        state_->input += text;
    }
    state_->nudge();
}

void process::close_input()
{
    {
        const std::scoped_lock lock(state_->mutex);
        state_->input_ends = true;
    }
    state_->nudge();
}

std::string process::text(stream which) const
{
    const std::scoped_lock lock(state_->mutex);
    return state_->text_of(which);
}

bool process::read_until(stream which, const std::function<bool(const std::string&)>& enough,
                         std::chrono::milliseconds limit)
{
    std::unique_lock lock(state_->mutex);
    bool satisfied = false;
    state_->changed.wait_for(lock, limit, [&] {
        satisfied = enough(state_->text_of(which));
        return satisfied || state_->done;
    });
    return satisfied;
}

bool process::read_until(stream which, std::string_view part, std::chrono::milliseconds limit)
{
    return read_until(
        which, [part](const std::string& text) { return text.find(part) != text.npos; }, limit);
}

ending process::wait(std::chrono::milliseconds limit)
{
    std::unique_lock lock(state_->mutex);
    if (!state_->changed.wait_for(lock, limit, [&] { return state_->done; }))
    {
        ::kill(-state_->child, SIGKILL);
        throw std::runtime_error("the program did not end in time; stdout so far:\n" + state_->result.out +
                                 "\nstderr so far:\n" + state_->result.err);
    }
    return state_->result;
}

ending run(command what, std::chrono::milliseconds limit) { return process(std::move(what)).wait(limit); }

} // namespace codexflow::test
