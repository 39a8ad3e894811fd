#include "tests/support/process.hpp"

#include "tests/support/spawn.hpp"

#include <poll.h>
#include <signal.h>
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
#include <thread>

namespace codexflow::test {

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
    void nudge() const { [[maybe_unused]] const auto written = ::eventfd_write(wake.get(), 1); }
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
    auto in = open_input(what.terminal_input);
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
