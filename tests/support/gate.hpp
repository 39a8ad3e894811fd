#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace codexflow::test {

/** Holds scripted code back until the test lets it go on; once open it stays open.
 *  Any thread may call anything. */
class gate
{
public:
    void open()
    {
        const std::scoped_lock lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

    /// Blocks until open() or @p stop; returns whether the gate is open.
    bool wait(std::stop_token stop)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait(lock, std::move(stop), [this] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool open_ = false;
};

} // namespace codexflow::test
