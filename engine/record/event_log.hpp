#pragma once

#include "engine/record/event.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace codexflow {

/// Where the log is, below the project.
inline constexpr const char* event_log_path = "data/logs/events.jsonl";

/// The log of all runs of a project, and how much of it stays.
struct event_log_settings
{
    std::filesystem::path file = event_log_path;
    std::uint64_t most_bytes = 5'242'880; ///< It is put aside before it becomes longer; a longer line, and runs that
                                          ///< write at the same moment, may exceed it.
    unsigned keep = 3;                    ///< So many that were put aside stay, as FILE.1, FILE.2, ...
};

/** Writes the log of a project from the events of a run: a view of the journal, which is the truth. Lines are made
 *  and appended on a thread of its own, whole and under a lock, so several runs may write at once. What a slow or
 *  broken disk does not take is dropped and counted, and the run goes on.
 *
 *  Owned by the run; on_event() on the engine thread. Ends with close(); the destructor waits as long as it takes. */
class event_log final : public event_listener
{
public:
    /// What waits to be written is not more than this.
    static constexpr std::size_t most_backlog = std::size_t{16} << 20;

    explicit event_log(event_log_settings settings);
    ~event_log() override;
    event_log(const event_log&) = delete;
    event_log& operator=(const event_log&) = delete;

    void on_event(const run_event& what, std::string_view line) override;

    /// Waits until everything so far is written or dropped. False when @p limit passed first.
    bool flush(std::chrono::milliseconds limit);

    /// Writes what is left and ends the thread. False when @p limit passed first; it may be tried again.
    bool close(std::chrono::milliseconds limit);

    /// What is missing from the log, and why.
    struct loss
    {
        std::uint64_t lines = 0;
        std::string why; ///< Of the first of them.
    };
    loss lost() const;

private:
    class appender;

    void work();

    const event_log_settings settings_;
    mutable std::mutex mutex_;
    std::condition_variable wake_, done_;
    std::string pending_; ///< Lines of the event stream.
    bool busy_ = false, closing_ = false, ended_ = false;
    loss lost_;
    std::thread thread_;
};

} // namespace codexflow
