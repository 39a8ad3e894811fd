#include "engine/record/line_writer.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
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

line_writer::line_writer(int fd, std::function<void()> on_relief, file_care care)
    : fd_(fd), care_(std::move(care)), on_relief_(std::move(on_relief))
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

void line_writer::tell_relief(std::unique_lock<std::mutex>& lock)
{
    lock.unlock();
    {
        const std::lock_guard telling(relief_mutex_);
        if (on_relief_)
            on_relief_();
    }
    lock.lock();
}

void line_writer::append(std::string_view first, std::string_view second, durability how)
{
    const std::lock_guard lock(mutex_);
    if (failure_ != 0 || closing_)
        return;
    pending_ += first;
    pending_ += second;
    appended_ += first.size() + second.size();
    sync_wanted_ = sync_wanted_ || (how == durability::synced && care_.sync);
    was_congested_ = was_congested_ || pending_.size() + in_flight_ >= high_water;
    if (idle_)
        wake_.notify_one();
}

bool line_writer::reached(durability how, std::uint64_t bytes)
{
    const std::lock_guard lock(mutex_);
    const bool synced = how == durability::synced && care_.sync;
    if ((synced ? synced_ : written_) >= bytes)
        return true;
    if (failure_ != 0 || closing_)
        return false;
    std::uint64_t& asked = synced ? ask_synced_ : ask_written_;
    asked = asked == 0 ? bytes : std::min(asked, bytes);
    sync_wanted_ = sync_wanted_ || synced;
    wake_.notify_one();
    return false;
}

std::uint64_t line_writer::appended() const
{
    const std::lock_guard lock(mutex_);
    return appended_;
}

bool line_writer::answered() noexcept
{
    bool any = false;
    for (const auto& [asked, have] : {std::pair(&ask_written_, written_), std::pair(&ask_synced_, synced_)})
        if (*asked != 0 && have >= *asked)
        {
            *asked = 0;
            any = true;
        }
    return any;
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
    return done_.wait_for(lock, limit, [this] { return ended_ || failure_ != 0 || (!has_work() && in_flight_ == 0); });
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
    while (failure_ == 0)
    {
        wait_for_work(lock);
        if (!has_work())
            break;
        work(batch, lock);
        if (failure_ == 0 && !closing_)
            wake_.wait_for(lock, pace, [this] { return closing_ || ask_written_ != 0 || ask_synced_ != 0; });
    }
    ended_ = true;
    done_.notify_all();
}

bool line_writer::sync_due() const noexcept
{
    return sync_wanted_ && (closing_ || ask_synced_ != 0 || std::chrono::steady_clock::now() >= next_sync_);
}

void line_writer::wait_for_work(std::unique_lock<std::mutex>& lock)
{
    const auto ready = [this] { return !pending_.empty() || sync_due() || closing_; };
    idle_ = true;
    while (!ready())
        if (sync_wanted_)
            wake_.wait_until(lock, next_sync_, ready);
        else
            wake_.wait(lock, [&] { return ready() || sync_wanted_; });
    idle_ = false;
}

void line_writer::work(std::string& batch, std::unique_lock<std::mutex>& lock)
{
    batch.clear();
    batch.swap(pending_);
    in_flight_ = batch.size();
    const std::uint64_t end = appended_;
    const bool sync = sync_due();
    if (sync)
        sync_wanted_ = false;
    lock.unlock();
    int why = write_batch(batch);
    lock.lock();
    if (why == 0)
        written_ = end;
    if (why == 0 && sync)
    {
        if (answered()) // who waits for the write need not wait for the disk
            tell_relief(lock);
        lock.unlock();
        why = care_.sync();
        lock.lock();
        if (why == 0)
            synced_ = end;
        next_sync_ = std::chrono::steady_clock::now() + sync_pace;
    }
    in_flight_ = 0;
    failure_ = why;
    if (why != 0 || !has_work())
        done_.notify_all();
    const bool caught_up = was_congested_ && pending_.size() < low_water;
    if (caught_up)
        was_congested_ = false;
    if (answered() || caught_up || why != 0)
        tell_relief(lock);
}

/// 0, or why not all of it was written: then its last line ends in front of what was not.
int line_writer::write_batch(std::string_view bytes)
{
    for (std::string_view left = bytes; !left.empty();)
    {
        const ssize_t n = ::write(fd_, left.data(), left.size());
        const int why = n < 0 ? errno : 0;
        if (n >= 0)
        {
            left.remove_prefix(static_cast<std::size_t>(n));
        }
        else if (why == EAGAIN)
        {
            pollfd ready{fd_, POLLOUT, 0}; // somebody else made the descriptor non-blocking
            ::poll(&ready, 1, -1);
        }
        else if (why != EINTR)
        {
            const std::string_view there = bytes.substr(0, bytes.size() - left.size());
            const std::size_t torn = there.size() - (there.rfind('\n') + 1); // npos + 1 is 0
            if (care_.cut_back && torn != 0)
                care_.cut_back(torn);
            return why;
        }
    }
    return 0;
}

} // namespace codexflow
