#include "engine/workspace/child_process.hpp"

#include "engine/workspace/child_guard.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace codexflow::workspace {
namespace {

namespace asio = boost::asio;
using clock_type = std::chrono::steady_clock;
using boost::system::error_code;

constexpr std::size_t buffer_size = std::size_t{64} << 10;

/// write() that never raises SIGPIPE, whatever the program does with that signal.
ssize_t write_quietly(int fd, const char* bytes, std::size_t size) noexcept
{
    sigset_t pipe_signal;
    sigset_t before;
    sigset_t pending;
    ::sigemptyset(&pipe_signal);
    ::sigaddset(&pipe_signal, SIGPIPE);
    ::sigpending(&pending);
    const bool was_pending = ::sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    const ssize_t done = ::write(fd, bytes, size);
    const int code = errno;
    if (done < 0 && code == EPIPE && !was_pending)
    {
        const timespec now{};
        while (::sigtimedwait(&pipe_signal, nullptr, &now) < 0 && errno == EINTR)
            ;
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = code;
    return done;
}

error_code last_error() noexcept { return error_code(errno, boost::system::system_category()); }

} // namespace

child_list::~child_list()
{
    kill_all();
    while (!children_.empty())
        static_cast<child_process&>(children_.front()).reap(); // which takes it out
}

void child_list::kill_all() noexcept
{
    for (hook& each : children_)
        static_cast<child_process&>(each).signal(SIGKILL);
}

result<std::shared_ptr<child_process>> child_process::start(asio::io_context& io, child_list& all,
                                                            const child_spec& spec, child_limits limits)
{
    auto made = spawn_child(spec);
    if (!made)
        return std::move(made.error());
    auto child = std::make_shared<child_process>(io, std::move(*made), limits);
    all.children_.push_back(*child);
    child->watch();
    return child;
}

child_process::child_process(asio::io_context& io, spawned_child made, child_limits limits)
    : io_(io),
      pid_(made.pid),
      watched_(io, made.ending.release()),
      in_(io, made.in.release()),
      sources_{source{descriptor(io, made.out.release()), asio::steady_timer(io), nullptr, nullptr},
               source{descriptor(io, made.err.release()), asio::steady_timer(io), nullptr, nullptr}},
      limits_(limits),
      patience_(io),
      last_sign_(clock_type::now())
{}

child_process::~child_process() { reap(); }

void child_process::watch()
{
    watched_.async_wait(descriptor::wait_read, [self = shared_from_this()](error_code stopped) {
        if (!stopped)
            self->ended();
    });
}

/// It has ended. Its guard is not reaped yet: what the program left behind may still speak.
void child_process::ended()
{
    exit_status_ = ending_of(pid_, watched_.native_handle());
    if (!exit_status_)
        return watch();
    ended_at_ = clock_type::now();
    patience_.cancel();
    if (over_)
        return reap();
    for (const channel each : {channel::out, channel::err})
        if (reading(each))
            arm_limit(each);
    if (const on_exit done = std::exchange(waiting_, nullptr))
        done({}, *exit_status_);
}

/// The last moment of the program and of all it has started. Waits for them to go.
void child_process::reap() noexcept
{
    if (std::exchange(reaped_, true))
        return;
    kill_tree(pid_);
    reap_guard(pid_, watched_.native_handle());
    if (is_linked())
        unlink();
    error_code ignored;
    watched_.close(ignored);
    for (source& each : sources_)
        each.fd.close(ignored);
}

void child_process::signal(int number) noexcept
{
    if (!reaped_)
        signal_tree(pid_, number);
}

void child_process::wait(on_exit done)
{
    waiting_ = std::move(done);
    ++wait_number_;
    if (over_)
        answer_wait_later(asio::error::operation_aborted);
    else if (exit_status_)
        answer_wait_later({});
}

void child_process::cancel_wait() { answer_wait_later(asio::error::operation_aborted); }

void child_process::answer_wait_later(error_code failed)
{
    if (waiting_)
        asio::post(io_, [self = shared_from_this(), failed, number = wait_number_] {
            if (number != self->wait_number_)
                return; // it was answered, and another one has begun
            if (const on_exit done = std::exchange(self->waiting_, nullptr))
                done(failed, self->exit_status_.value_or(0));
        });
}

void child_process::end()
{
    if (std::exchange(over_, true))
        return;
    error_code ignored;
    for (source& each : sources_)
    {
        each.fd.cancel(ignored); // not closed yet: what it says while it tidies up must not end it by SIGPIPE
        each.limit.cancel();
    }
    if (!std::exchange(input_closed_, true))
        in_.close(ignored);
    cancel_wait();
    if (exit_status_)
        return reap();
    signal(SIGTERM);
    patience_.expires_after(limits_.grace);
    patience_.async_wait([self = shared_from_this()](error_code stopped) {
        if (!stopped)
            self->signal(SIGKILL); // now it will end, and is reaped then
    });
}

void child_process::read(channel from, on_bytes done)
{
    source& me = place(from);
    me.done = std::move(done);
    me.too_late = false;
    if (over_ || me.ended)
        return asio::post(io_, [self = shared_from_this(), from] {
            self->finish_read(from, self->over_ ? asio::error::operation_aborted : error_code(), {});
        });
    wait_readable(from);
    arm_limit(from);
}

void child_process::wait_readable(channel from)
{
    place(from).fd.async_wait(descriptor::wait_read, [self = shared_from_this(), from](error_code failed) {
        self->readable(from, failed);
    });
}

void child_process::readable(channel from, error_code failed)
{
    source& me = place(from);
    if (over_)
        return finish_read(from, asio::error::operation_aborted, {});
    if (failed && !me.too_late)
        return finish_read(from, failed, {});
    // Also when the limit has just passed: what is there counts.
    if (me.buffer == nullptr)
        me.buffer = std::make_unique<char[]>(buffer_size);
    const ssize_t got = ::read(me.fd.native_handle(), me.buffer.get(), buffer_size);
    if (got > 0)
    {
        heard_ = true;
        last_sign_ = clock_type::now();
        return finish_read(from, {}, std::string_view(me.buffer.get(), static_cast<std::size_t>(got)));
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR) && !me.too_late)
        return wait_readable(from);
    if (got < 0 && errno == EAGAIN && !exit_status_)
        return finish_read(from, asio::error::timed_out, {});
    if (got < 0 && errno != EAGAIN)
        return finish_read(from, last_error(), {});
    me.ended = true; // or held open by something that was left behind, which says nothing
    finish_read(from, {}, {});
}

void child_process::finish_read(channel from, error_code failed, std::string_view bytes)
{
    source& me = place(from);
    me.limit.cancel();
    if (const on_bytes done = std::exchange(me.done, nullptr))
        done(failed, bytes);
}

void child_process::cancel_read(channel from)
{
    error_code ignored;
    place(from).fd.cancel(ignored);
}

/// When a read of this channel must end although nothing has come.
std::optional<clock_type::time_point> child_process::limit_of(channel from) const
{
    if (exit_status_)
        return std::max(ended_at_, last_sign_) + limits_.leftover;
    const std::chrono::milliseconds limit = heard_ ? limits_.idle : limits_.first_byte;
    if (from != channel::out || limit.count() == 0)
        return std::nullopt;
    return last_sign_ + limit;
}

void child_process::arm_limit(channel from)
{
    const auto until = limit_of(from);
    if (!until)
        return;
    source& me = place(from);
    me.limit.expires_at(*until);
    me.limit.async_wait([self = shared_from_this(), from](error_code stopped) {
        if (!stopped && self->reading(from) && !self->over_)
            self->limit_passed(from);
    });
}

void child_process::limit_passed(channel from)
{
    if (limit_of(from).value_or(clock_type::now()) > clock_type::now())
        return arm_limit(from); // it spoke on its other channel meanwhile
    place(from).too_late = true;
    cancel_read(from);
}

unsigned long child_process::write(std::string bytes, on_done done)
{
    writes_.push_back(pending_write{++last_number_, std::move(bytes), std::move(done)});
    if (!std::exchange(writing_, true))
        asio::post(io_, [self = shared_from_this()] { self->write_on(); });
    return last_number_;
}

/// Writes what the pipe takes, and waits for it to take more.
void child_process::write_on()
{
    while (!writes_.empty())
    {
        pending_write& first = writes_.front();
        if (input_closed_)
        {
            finish_write(over_ ? error_code(asio::error::operation_aborted)
                               : error_code(asio::error::broken_pipe));
            continue;
        }
        if (first.bytes.empty())
        {
            input_closed_ = true;
            in_.close();
            finish_write({});
            continue;
        }
        const ssize_t took =
            write_quietly(in_.native_handle(), first.bytes.data() + written_, first.bytes.size() - written_);
        if (took < 0 && errno == EAGAIN)
            return in_.async_wait(descriptor::wait_write,
                                  [self = shared_from_this()](error_code) { self->write_on(); });
        if (took < 0 && errno == EINTR)
            continue;
        if (took < 0)
        {
            finish_write(last_error());
            continue;
        }
        written_ += static_cast<std::size_t>(took);
        if (written_ == first.bytes.size())
            finish_write({});
    }
    writing_ = false;
}

void child_process::finish_write(error_code failed)
{
    const pending_write first = std::move(writes_.front());
    writes_.pop_front();
    written_ = 0;
    first.done(failed);
}

/// A write that is given up leaves stdin in a state nobody knows: it is closed.
void child_process::cancel_write(unsigned long number)
{
    for (pending_write& each : writes_)
        if (each.number == number && !std::exchange(input_closed_, true))
            in_.close();
}

} // namespace codexflow::workspace
