#pragma once

#include "engine/base/error.hpp"
#include "engine/record/event.hpp"
#include "engine/record/json_view.hpp"
#include "engine/record/turn_history.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What a journal says about its run, whatever happened to the process that wrote it. */
namespace codexflow {

/// One task as far as the journal tells.
struct task_history
{
    enum class state : std::uint8_t
    {
        planned, ///< Never started.
        started, ///< Started, and no end was written.
        complete,
        failed,
        cancelled,
    };
    task_ref ref;
    std::string text; ///< What was asked.
    state how = state::planned;
    std::int64_t waited_ms = 0, ms = 0;
    std::string finish;
    token_usage usage;
    std::string output; ///< The answer; of a failed task what had come before.
    std::string error_code, error_message, error_phase, hint;
    std::string workspace; ///< The task's folder, if it stayed.
    std::uint64_t chunks = 0;
    std::optional<std::vector<event::memory::item>> told{}; ///< Of earlier work; nothing: tasks were not told any.
    conversation_history conversation; ///< Empty once it is complete.
};

/// Bytes that say nothing: a line in the middle that is no event, or numbers that do not follow.
struct history_fault
{
    std::uint64_t line = 0;   ///< From 1.
    std::uint64_t offset = 0; ///< Of its first byte.
    std::uint64_t bytes = 0;
    std::string what;
};

/// The unfinished last line that a killed writer or a full disk leaves.
struct torn_tail
{
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

struct run_history
{
    std::string run_id, engine_version, config_digest, sandbox;
    std::string source;            ///< Where the work came from.
    std::string context;           ///< What tasks were told of earlier work: "own" or "shared"; empty: nothing.
    std::string first_ts, last_ts; ///< Of the first and last readable event.
    std::vector<event::run_started::plugin> plugins;
    std::vector<task_history> tasks; ///< In the order of the plan.
    std::vector<event::notice> notices;
    std::optional<event::run_complete> end; ///< Nothing: the writer was killed, or is still running.
    std::optional<torn_tail> torn;
    std::vector<history_fault> faults;
    std::uint64_t events = 0;   ///< Readable ones.
    std::uint64_t last_seq = 0; ///< The highest number of them.
    unsigned sessions = 0;      ///< Processes that worked at it.
    bool files_applied = false; ///< Files that answers held were written.
};

/** Gets every readable event of a journal, in order, also of kinds that the reader does not know: for those who
 *  want more than a run_history. */
class journal_visitor
{
public:
    virtual ~journal_visitor() = default;
    /// @param line Without its line end. All of it is valid during the call.
    virtual void on_event(std::string_view kind, const json_view& event, std::string_view line) = 0;
};

/** Reads a journal in pieces of any size. Kinds and members it does not know are passed over. One
 *  thread; feed() until the bytes are used up, then finish() once. */
class journal_reader
{
public:
    /// @param visitor Told of each event as well; outlives this; may be null.
    explicit journal_reader(journal_visitor* visitor = nullptr);
    ~journal_reader();
    journal_reader(const journal_reader&) = delete;
    journal_reader& operator=(const journal_reader&) = delete;

    void feed(std::string_view bytes);
    run_history finish();

private:
    struct state;
    void take_line(std::string_view line);

    std::unique_ptr<state> state_;
};

/** Reads the file. Errors: not_found if there is none, invalid_argument if it cannot be read. A file
 *  without a single readable event is no error: look at run_history::events. @p visitor as for journal_reader. */
result<run_history> read_journal(const std::filesystem::path& path, journal_visitor* visitor = nullptr);

} // namespace codexflow
