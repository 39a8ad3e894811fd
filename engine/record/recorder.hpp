#pragma once

#include "engine/record/event.hpp"
#include "engine/record/secret_mask.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace codexflow {

class cancel_source;
class clock;
class journal;
class line_writer;
enum class durability : std::uint8_t;

/** Door three: every event of a run passes here, once: secrets are masked, the line is made, the
 *  journal and the outputs get it, then the listener. Nothing else writes what a model or a server said.
 *
 *  A secret is also found when it comes in pieces: the end of a chunk that may be its beginning is kept
 *  for the next chunk of the same task and channel, or written before the task's end. After run_complete
 *  nothing is written any more.
 *
 *  Owned by the run; engine thread only. The writers and the listener outlive it. */
class recorder
{
public:
    /** @param with_t_ns Each line also carries CLOCK_MONOTONIC nanoseconds (CODEX_FLOW_EVENT_CLOCK=ns). */
    recorder(clock& source, std::string run_id, bool with_t_ns);

    /// Gets every line, with its checksum; its congestion holds the producers back.
    void use_journal(journal& to);
    /** Waits until the journal has come so far with all that was told by now; at once without a journal.
     *  @return false when it never will, or when @p cancel was stopped meanwhile. */
    boost::asio::awaitable<bool> committed(durability how, cancel_source& cancel);

    /// Gets every line; its congestion holds the producers back.
    void add_output(line_writer& out);
    /// Written to by somebody else (a renderer); its congestion holds the producers back too.
    void watch(line_writer& out);
    void set_listener(event_listener* listener) noexcept { listener_ = listener; }
    secret_mask& mask() noexcept { return mask_; }

    void emit(const task_ref* task, const event::payload& body);

    /// True when a writer is behind: whoever streams should wait for writable().
    bool congested() const;
    /// Calls @p go once, when the writers have caught up; at once if they have by now.
    void when_writable(std::function<void()> go);
    /// Told by the run when a writer has caught up or failed.
    void relieved();

    const std::string& run_id() const noexcept { return run_id_; }

private:
    /// Of one task: what kind of chunk, and which tool call.
    using channel = std::tuple<const task_ref*, event::chunk::channel, std::uint32_t>;

    void emit_chunk(const task_ref* task, const event::chunk& piece);
    void flush_tails(const task_ref* task);
    void write(const task_ref* task, const event::payload& body);

    clock& clock_;
    const std::string run_id_;
    const bool with_t_ns_;
    secret_mask mask_;
    journal* journal_ = nullptr;
    std::vector<line_writer*> outputs_, watched_;
    event_listener* listener_ = nullptr;
    std::vector<std::function<void()>> waiting_;
    std::uint64_t seq_ = 0;
    std::int64_t stamped_ms_ = -1;
    std::string stamp_; ///< The time of stamped_ms_ as text: made once a millisecond, not once an event.
    std::string line_;
    std::string masked_chunk_;
    std::map<channel, std::string> tails_; ///< Ends of chunks that may be the beginning of a secret.
    bool ended_ = false;
};

} // namespace codexflow
