#pragma once

#include <condition_variable>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace codexflow {

/** Writes to a file descriptor from a thread of its own, so that a slow disk, a full pipe or a stopped
 *  terminal never stops the engine. Every append is whole lines and is written whole and in order;
 *  what gathers while a write is under way goes out in the next one (group commit).
 *
 *  Memory is bounded by cooperation: past the high-water mark congested() is true, producers are asked
 *  to wait, and @c on_relief is called when the backlog has fallen below the low-water mark.
 *
 *  Threads: append, congested, backlog and failure from any thread; the rest from the owner's.
 *  Ends: close() writes what is left; the destructor closes without a limit. */
class line_writer
{
public:
    static constexpr std::size_t high_water = 1 << 20;
    static constexpr std::size_t low_water = high_water / 4;
    /// Writes closer together than this are merged; the first one after a pause goes out at once.
    static constexpr std::chrono::milliseconds pace{2};

    /// @param fd Borrowed; must stay open until close().
    explicit line_writer(int fd, std::function<void()> on_relief = {});
    line_writer(const line_writer&) = delete;
    line_writer& operator=(const line_writer&) = delete;
    ~line_writer();

    /** @param on_relief Called on the writer's thread, when a congested writer has caught up and when a
     *         write has failed for good; empty: nobody wants to know. Once this returns the former one is
     *         not called any more. Must not be set from inside a call of it. */
    void set_relief(std::function<void()> on_relief);

    /// Copies @p lines. After a failure they are dropped: look at failure().
    void append(std::string_view lines);

    std::size_t backlog() const;
    bool congested() const { return backlog() >= high_water; }

    /// errno of the write that failed for good (EPIPE, ENOSPC, ...), or 0.
    int failure() const;

    /// Waits until all that was appended has been written, or cannot be. False when @p limit passed first.
    bool flush(std::chrono::milliseconds limit);

    /** Writes what is left and ends the thread.
     *  @return false when @p limit passed first. It may be tried again; the destructor waits as long as it
     *          takes, so who will not wait leaves this object to the end of the process. */
    bool close(std::chrono::milliseconds limit = std::chrono::hours(24));

private:
    void run();
    void tell_relief();
    bool write_all(std::string_view bytes);

    const int fd_;
    std::mutex relief_mutex_; ///< Held while on_relief_ is called or set.
    std::function<void()> on_relief_;
    mutable std::mutex mutex_;
    std::condition_variable wake_, done_;
    std::string pending_;
    std::size_t in_flight_ = 0;
    bool was_congested_ = false;
    bool idle_ = false;
    bool closing_ = false;
    bool ended_ = false;
    int failure_ = 0;
    std::thread thread_;
};

} // namespace codexflow
