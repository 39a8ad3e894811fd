#pragma once

#include <condition_variable>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace codexflow {

/// How sure it is that a line outlives what may happen.
enum class durability : std::uint8_t
{
    written, ///< The system has it: it outlives this process.
    synced   ///< The disk has it: it outlives a loss of power.
};

/// What a writer does for a file that is a record. Both are called on the writer's thread.
struct file_care
{
    std::function<int()> sync; ///< Brings what was written to the disk; 0, or errno.
    /// A write has failed for good after so many bytes of a line: they are taken out of the file again.
    std::function<void(std::size_t)> cut_back;
};

/** Writes to a file descriptor from a thread of its own, so that a slow disk, a full pipe or a stopped
 *  terminal never stops the engine. Every append is whole lines and is written whole and in order;
 *  what gathers while a write is under way goes out in the next one (group commit): at most one write, and at
 *  most one sync, for all of it.
 *
 *  Memory is bounded by cooperation: past the high-water mark congested() is true, producers are asked
 *  to wait, and @c on_relief is called when the backlog has fallen below the low-water mark.
 *
 *  Threads: append, reached, congested, backlog and failure from any thread; the rest from the owner's.
 *  Ends: close() writes what is left; the destructor closes without a limit. */
class line_writer
{
public:
    static constexpr std::size_t high_water = 1 << 20;
    static constexpr std::size_t low_water = high_water / 4;
    /// Writes closer together than this are merged; the first one after a pause goes out at once.
    static constexpr std::chrono::milliseconds pace{2};
    /// The same for syncs that nobody waits for: each costs the disk a round, however little there is to keep.
    static constexpr std::chrono::milliseconds sync_pace{20};

    /// @param fd Borrowed; must stay open until close().
    /// @param care Empty: nothing is ever synced or cut back.
    explicit line_writer(int fd, std::function<void()> on_relief = {}, file_care care = {});
    line_writer(const line_writer&) = delete;
    line_writer& operator=(const line_writer&) = delete;
    ~line_writer();

    /** @param on_relief Called on the writer's thread, when a congested writer has caught up, when what
     *         reached() was asked for has come true, and when a write has failed for good; empty: nobody wants
     *         to know. Once this returns the former one is not called any more. Must not be set from inside a
     *         call of it. */
    void set_relief(std::function<void()> on_relief);

    /// Copies @p lines. After a failure they are dropped: look at failure().
    void append(std::string_view lines) { append(lines, {}, durability::written); }
    /** The same of lines that stand in two pieces.
     *  @param how synced: they are a border, the write that takes them out is followed by a sync. Nobody waits
     *         for it unless reached() is asked. */
    void append(std::string_view first, std::string_view second, durability how);

    /// How many bytes were appended since the beginning.
    std::uint64_t appended() const;
    /** Whether the first @p bytes of them have come so far. If not, they are hurried on, and on_relief is called
     *  when they have, or when they never will; of several such questions maybe only for the nearest: ask again. */
    bool reached(durability how, std::uint64_t bytes);

    std::size_t backlog() const;
    bool congested() const { return backlog() >= high_water; }

    /// errno of the write or sync that failed for good (EPIPE, ENOSPC, ...), or 0.
    int failure() const;

    /// Waits until all that was appended has been written, or cannot be. False when @p limit passed first.
    bool flush(std::chrono::milliseconds limit);

    /** Writes what is left and ends the thread.
     *  @return false when @p limit passed first. It may be tried again; the destructor waits as long as it
     *          takes, so who will not wait leaves this object to the end of the process. */
    bool close(std::chrono::milliseconds limit = std::chrono::hours(24));

private:
    void run();
    bool has_work() const noexcept { return !pending_.empty() || sync_wanted_; }
    /// A sync is wanted, and it is time for it.
    bool sync_due() const noexcept;
    /// Until there is something to do; with @p lock.
    void wait_for_work(std::unique_lock<std::mutex>& lock);
    /// Takes one batch to the file; with and without @p lock.
    void work(std::string& batch, std::unique_lock<std::mutex>& lock);
    void tell_relief(std::unique_lock<std::mutex>& lock);
    int write_batch(std::string_view bytes);
    /// What has come true of what was asked for is asked for no more.
    bool answered() noexcept;

    const int fd_;
    const file_care care_;
    std::mutex relief_mutex_; ///< Held while on_relief_ is called or set.
    std::function<void()> on_relief_;
    mutable std::mutex mutex_;
    std::condition_variable wake_, done_;
    std::string pending_;
    std::size_t in_flight_ = 0;
    std::uint64_t appended_ = 0, written_ = 0, synced_ = 0; ///< Bytes since the beginning.
    std::uint64_t ask_written_ = 0, ask_synced_ = 0;        ///< Where somebody waits for; 0: nobody.
    bool sync_wanted_ = false;
    std::chrono::steady_clock::time_point next_sync_{}; ///< Not before this, unless somebody waits.
    bool was_congested_ = false;
    bool idle_ = false;
    bool closing_ = false;
    bool ended_ = false;
    int failure_ = 0;
    std::thread thread_;
};

} // namespace codexflow
