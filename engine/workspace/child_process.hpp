#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/spawn_child.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::workspace {

class child_process;

/** All children that are still alive, so that none outlives the run. Engine thread. */
class child_list
{
public:
    child_list() = default;
    child_list(const child_list&) = delete;
    child_list& operator=(const child_list&) = delete;
    ~child_list(); ///< Kills and reaps them all.

    /// SIGKILL to every group, at once. They are reaped when their objects end.
    void kill_all() noexcept;
    bool empty() const noexcept { return children_.empty(); }

private:
    friend class child_process;
    using hook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
    boost::intrusive::list<hook, boost::intrusive::constant_time_size<false>> children_;
};

enum class channel : std::size_t
{
    out = 0,
    err = 1
};

/// The patience that a child meets.
struct child_limits
{
    /// How long it may be silent while somebody reads its stdout; zero: as long as it likes. Bytes on either
    /// channel end the silence.
    std::chrono::milliseconds first_byte{0}; ///< From the start.
    std::chrono::milliseconds idle{0};       ///< Between two pieces.
    /// Between SIGTERM and SIGKILL.
    std::chrono::milliseconds grace{2000};
    /// A program that has ended may have left others behind that hold its pipes open: what a read then waits.
    std::chrono::milliseconds leftover{2000};
};

/** A program that runs, with its three pipes, in a process group of its own.
 *
 *  Life: it keeps itself alive until the program has ended and end() was called or everybody let go; with the
 *  io_context it is killed and reaped. While the program runs it counts as work of the io_context. What it
 *  left behind, in whichever session, lives until end(). Engine thread. No handler is called from inside a
 *  call; each is called exactly once. */
class child_process final : public std::enable_shared_from_this<child_process>, public child_list::hook
{
public:
    using error_code = boost::system::error_code;
    /// No bytes and no error: the channel has ended. The bytes are valid until the next read.
    using on_bytes = std::function<void(error_code, std::string_view)>;
    using on_done = std::function<void(error_code)>;
    using on_exit = std::function<void(error_code, int)>;

    /// Errors: as spawn_child.
    static result<std::shared_ptr<child_process>> start(boost::asio::io_context& io, child_list& all,
                                                        const child_spec& spec, child_limits limits);
    child_process(boost::asio::io_context& io, spawned_child made, child_limits limits);
    ~child_process();

    /// Its guard's number.
    pid_t id() const noexcept { return pid_; }

    /// One at a time for each channel. A handler that holds this object keeps it alive. Errors: timed_out
    /// (see silent_phase), operation_aborted, the system's.
    void read(channel from, on_bytes done);
    bool reading(channel from) const noexcept { return place(from).done != nullptr; }
    /// "first_byte" or "idle": which limit made a read fail with timed_out.
    const char* silent_phase() const noexcept { return heard_ ? "idle" : "first_byte"; }
    void cancel_read(channel from);

    /** Writes, in the order of the calls; calls back when all bytes were taken. No bytes: closes stdin.
     *  Errors: broken_pipe when the program has closed its stdin, operation_aborted.
     *  @return a number for cancel_write. */
    unsigned long write(std::string bytes, on_done done);
    /// Fails that write; what it had not written yet never will be, and neither will what is queued behind
    /// it.
    void cancel_write(unsigned long number);

    /// Tells how the program ended: its exit code, or 128 and the number of the signal. One at a time.
    /// Errors: operation_aborted.
    void wait(on_exit done);
    bool waiting() const noexcept { return waiting_ != nullptr; }
    void cancel_wait();

    /// To the whole group, unless the program has been reaped.
    void signal(int number) noexcept;

    /** Nobody is interested any more: everything in flight fails with operation_aborted, stdin is closed, the
     * group gets SIGTERM and, after the grace, SIGKILL; when the program has ended already what it left
     * behind gets SIGKILL now. */
    void end();

private:
    friend class child_list;
    using descriptor = boost::asio::posix::stream_descriptor;
    struct source
    {
        descriptor fd;
        boost::asio::steady_timer limit;
        std::unique_ptr<char[]> buffer;
        on_bytes done;
        bool too_late = false; ///< The limit passed; the wait is being cancelled.
        bool ended = false;
    };
    struct pending_write
    {
        unsigned long number;
        std::string bytes;
        on_done done;
    };

    source& place(channel which) noexcept { return sources_[static_cast<std::size_t>(which)]; }
    const source& place(channel which) const noexcept { return sources_[static_cast<std::size_t>(which)]; }
    void watch();
    void ended();
    void answer_wait_later(error_code failed);
    void reap() noexcept;
    void wait_readable(channel from);
    void readable(channel from, error_code failed);
    void finish_read(channel from, error_code failed, std::string_view bytes);
    void arm_limit(channel from);
    std::optional<std::chrono::steady_clock::time_point> limit_of(channel from) const;
    void limit_passed(channel from);
    void write_on();
    void finish_write(error_code failed);

    boost::asio::io_context& io_;
    pid_t pid_;
    descriptor watched_; ///< The guard's reports.
    descriptor in_;
    std::array<source, 2> sources_;
    child_limits limits_;
    boost::asio::steady_timer patience_;
    std::deque<pending_write> writes_;
    std::size_t written_ = 0; ///< Of the first of them.
    unsigned long last_number_ = 0;
    on_exit waiting_;
    unsigned long wait_number_ = 0;
    std::chrono::steady_clock::time_point last_sign_; ///< Of life.
    std::chrono::steady_clock::time_point ended_at_{};
    std::optional<int> exit_status_;
    bool heard_ = false;
    bool writing_ = false;
    bool input_closed_ = false;
    bool over_ = false; ///< end() was called.
    bool reaped_ = false;
};

} // namespace codexflow::workspace
