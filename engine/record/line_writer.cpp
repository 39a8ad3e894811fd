#include "engine/record/line_writer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace codexflow {
namespace {

/// Signals are the engine thread's business; a helper thread must not be the one that gets them.
class signals_blocked
{
public:
    signals_blocked()
    {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

} // namespace

line_writer::line_writer(int fd, std::function<void()> on_relief) : fd_(fd), on_relief_(std::move(on_relief))
{
    const signals_blocked guard;
    thread_ = std::thread([this] { run(); });
}

line_writer::~line_writer()
{
    if (thread_.joinable())
        close();
}

void line_writer::set_relief(std::function<void()> on_relief)
{
    const std::lock_guard lock(relief_mutex_);
    on_relief_ = std::move(on_relief);
}

void line_writer::tell_relief()
{
    const std::lock_guard lock(relief_mutex_);
    if (on_relief_)
        on_relief_();
}

void line_writer::append(std::string_view lines)
{
    const std::lock_guard lock(mutex_);
    if (failure_ != 0 || closing_)
        return;
    pending_ += lines;
    was_congested_ = was_congested_ || pending_.size() + in_flight_ >= high_water;
    if (idle_)
        wake_.notify_one();
}

std::size_t line_writer::backlog() const
{
    const std::lock_guard lock(mutex_);
    return failure_ != 0 ? 0 : pending_.size() + in_flight_;
}

int line_writer::failure() const
{
    const std::lock_guard lock(mutex_);
    return failure_;
}

bool line_writer::flush(std::chrono::milliseconds limit)
{
    std::unique_lock lock(mutex_);
    return done_.wait_for(lock, limit,
                          [this] { return ended_ || failure_ != 0 || (pending_.empty() && in_flight_ == 0); });
}

bool line_writer::close(std::chrono::milliseconds limit)
{
    std::unique_lock lock(mutex_);
    closing_ = true;
    wake_.notify_one();
    const bool ended = done_.wait_for(lock, limit, [this] { return ended_; });
    lock.unlock();
    if (ended && thread_.joinable())
        thread_.join();
    return ended;
}

void line_writer::run()
{
    std::string batch;
    std::unique_lock lock(mutex_);
    for (;;)
    {
        idle_ = true;
        wake_.wait(lock, [this] { return !pending_.empty() || closing_; });
        idle_ = false;
        if (pending_.empty())
            break;
        batch.clear();
        batch.swap(pending_);
        in_flight_ = batch.size();
        lock.unlock();
        const bool written = write_all(batch);
        const int why = errno;
        lock.lock();
        in_flight_ = 0;
        if (!written)
            failure_ = why;
        if (pending_.empty())
            done_.notify_all();
        const bool relief = !written || (was_congested_ && pending_.size() < low_water);
        if (relief)
            was_congested_ = false;
        if (relief)
        {
            lock.unlock();
            tell_relief();
            lock.lock();
        }
        if (!written)
            break;
        if (!closing_)
            wake_.wait_for(lock, pace, [this] { return closing_; });
    }
    ended_ = true;
    done_.notify_all();
}

bool line_writer::write_all(std::string_view bytes)
{
    while (!bytes.empty())
    {
        const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
        if (n >= 0)
        {
            bytes.remove_prefix(static_cast<std::size_t>(n));
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return false;
        pollfd ready{fd_, POLLOUT, 0}; // somebody else made the descriptor non-blocking
        ::poll(&ready, 1, -1);
    }
    return true;
}

} // namespace codexflow
