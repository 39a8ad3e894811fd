#pragma once

#include "engine/record/event.hpp"
#include "engine/record/redaction.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace codexflow {

class cancel_source;
class clock;
class journal;
class line_writer;
enum class durability : std::uint8_t;

/** Door three: every event of a run passes here, once: secrets are masked, the line is made, the
 *  journal and the outputs get it, then the listeners. Nothing else writes what a model or a server said.
 *
 *  A secret is also found when it comes in pieces: the end of a chunk that may be its beginning is kept
 *  for the next chunk of the same task and channel, or written before the task's next event that is no chunk. After
 *  run_complete nothing is written any more.
 *
 *  Owned by the run; engine thread only. The writers and the listeners outlive it. */
class recorder
{
public:
    /** @param with_t_ns Each line also carries CLOCK_MONOTONIC nanoseconds (CODEX_FLOW_EVENT_CLOCK=ns). */
    recorder(clock& source, std::string run_id, bool with_t_ns);

    /// Before the first event, of a run that goes on: the first number is the one behind @p last_seq.
    void number_on(std::uint64_t last_seq) noexcept { seq_ = last_seq; }

    /// Gets every line, with its checksum; its congestion holds the producers back.
    void use_journal(journal& to);
    /** Waits until the journal has come so far with all that was told by now; at once without a journal.
     *  @return false when it never will, or when @p cancel was stopped meanwhile. */
    boost::asio::awaitable<bool> committed(durability how, cancel_source& cancel);

    /// Gets every line; its congestion holds the producers back.
    void add_output(line_writer& out);
    /// Written to by somebody else (a renderer); its congestion holds the producers back too.
    void watch(line_writer& out);
    /// Told of every event after the outputs, in the order of the calls of this; outlives this.
    void add_listener(event_listener& listener) { listeners_.push_back(&listener); }
    /// What all that is written passes; who writes something else than events passes it through this as well.
    codexflow::redaction& redaction() noexcept { return redaction_; }

    /** Neighbouring pieces of one text are told as one event from now on, at the end of what the engine is doing: models
     *  that are fast bring dozens in one read. @p later runs what it is given then, on the engine thread; not when this
     *  is gone. Without it each piece is an event of its own. */
    void gather_chunks(std::function<void(std::function<void()>)> later) { later_ = std::move(later); }

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
    using channel = std::pair<event::chunk::channel, std::uint32_t>;
    struct open_text
    {
        channel from;
        codexflow::redaction::stream text;
    };

    /// What one task says at the moment.
    struct open_texts
    {
        const task_ref* shown = nullptr;
        std::vector<open_text> all;

        codexflow::redaction::stream& of(channel from, const codexflow::redaction& by);
    };

    /// Neighbouring pieces that are not yet told.
    struct gathered_text
    {
        const task_ref* task = nullptr;
        channel from{};
        std::string text; ///< As it came; empty: there are none.
    };
    static constexpr std::size_t most_gathered = 4096;

    const task_ref* shown_as(const task_ref* task);
    void emit_chunk(const task_ref* task, const event::chunk& piece);
    bool gather(const task_ref* task, channel from, std::string_view text);
    void tell_chunk(const task_ref* task, channel from, std::string_view text);
    void write_chunk(const task_ref* shown, channel from, std::string_view text);
    void tell_gathered();
    void end_texts(const task_ref* task);
    void tell_faults();
    void write(const task_ref* task, const event::payload& body);

    clock& clock_;
    const std::string run_id_;
    const bool with_t_ns_;
    codexflow::redaction redaction_;
    journal* journal_ = nullptr;
    std::vector<line_writer*> outputs_, watched_;
    std::vector<event_listener*> listeners_;
    std::vector<std::function<void()>> waiting_;
    std::uint64_t seq_ = 0;
    std::int64_t stamped_ms_ = -1;
    std::string stamp_; ///< The time of stamped_ms_ as text: made once a millisecond, not once an event.
    std::string line_;
    std::function<void(std::function<void()>)> later_;
    gathered_text gathered_;
    bool telling_later_ = false;
    std::unordered_map<const task_ref*, open_texts> texts_; ///< Of the tasks that say something.
    std::unordered_map<const task_ref*, std::unique_ptr<task_ref>> shown_; ///< Null: as it is.
    bool ended_ = false;
};

} // namespace codexflow
