#pragma once

#include "engine/base/error.hpp"
#include "engine/plugin/route_types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/** @file
 *  What happens in a run, as typed values. Their JSON form is the product's contract with the outside
 *  (docs/schemas/event.schema.json) and is written in one place, event_json.cpp. Evolution is additive:
 *  a member may be added, none changes its meaning. */
namespace codexflow {

/// The task an event is about. Owned by the run, which outlives every event.
struct task_ref
{
    std::string task_id;
    std::string alias;    ///< As the tasks file named it; equals agent_id when no alias was used.
    std::string agent_id;
    std::string provider; ///< The configured name ("local"), not the plugin's.
    std::string model;    ///< Empty: the provider's own default.
};

/// A file that a task is about, and how much of it its model is shown.
struct attached_file
{
    std::string path; ///< As the task names it.
    std::uint64_t bytes = 0;
    std::uint64_t embedded = 0; ///< Bytes of it in the prompt.
    std::string left_out;       ///< Why not all of it is there; empty if it is.
};

/// Tokens as the provider counted them; a provider that does not count leaves `known` false.
struct token_usage
{
    bool known = false;
    std::uint64_t input = 0;
    std::uint64_t output = 0;

    void add(const token_usage& other)
    {
        known = known || other.known;
        input += other.input;
        output += other.output;
    }
};

namespace event {

inline constexpr int schema_version = 1;

/// The first line of every run.
struct run_started
{
    struct plugin
    {
        std::string id, version, file;
        std::string digest; ///< "sha256:..." of the file.
    };
    /// A block of `tools` in the configuration.
    struct tool_block
    {
        std::string component;
        std::string sandbox; ///< What confines the programs it starts; see workspace::name_of.
    };
    std::string engine_version;
    std::string config_digest; ///< "sha256:..." of the merged configuration.
    std::string sandbox;       ///< What confines the programs of all tools: see workspace::name_of.
    std::vector<plugin> plugins;
    std::vector<tool_block> tools{}; ///< In the order of the configuration.
    std::string provider{};        ///< The default one, by its name in the configuration.
    std::string provider_reason{}; ///< Who chose it, or why it was found; may be empty.
    std::string memory{};          ///< The plugin that keeps memory; empty: nothing is remembered.
    std::string context{};         ///< What tasks are told of earlier work: "own" or "shared"; empty: nothing.
    /// A run that goes on.
    struct continuation
    {
        std::uint64_t from_seq = 0; ///< The last number of what went before.
        unsigned sessions = 1;      ///< Processes that worked at the run before this one.
        std::size_t done = 0, go_on = 0, start = 0; ///< Tasks: kept, continued, begun anew.
    };
    std::optional<continuation> resumed{};
};

/// Why a piece of work goes to which agents; before the plan that follows from it.
struct route
{
    struct rejection
    {
        std::string agent, strategy, reason;
    };
    std::string text; ///< What was routed: this, or a file, or both.
    std::string file;
    std::string strategy;                ///< The router that decided; empty: none had a candidate.
    std::vector<route_candidate> chosen; ///< Best first.
    std::vector<rejection> rejected;
    std::vector<std::string> tie_breaks; ///< In words.
    std::string rules_digest, input_digest;
};

/// What will be done, before any of it is.
struct plan
{
    struct item
    {
        const task_ref* task;
        std::string text; ///< What the agent is asked.
        std::vector<attached_file> files{}; ///< What is put behind the text.
    };
    std::string source; ///< Where the work came from: a file name, "-" or "example".
    std::vector<item> tasks;
    unsigned max_parallel = 0;
};

struct task_started
{
    std::int64_t waited_ms = 0; ///< Since the run started.
    unsigned resumed_turns = 0; ///< It goes on behind so many turns of an earlier process.
};

/// A task that an earlier process has completed: it is not run again, this is what came of it.
struct task_restored
{
    std::int64_t ms = 0;
    std::string finish;
    token_usage usage; ///< Was paid then.
    std::string output;
    std::string workspace{};
};

/// A piece of what a model says. Adjacent pieces may have been merged.
struct chunk
{
    enum class channel : std::uint8_t { text, reasoning, tool_call, tool_args };
    channel what = channel::text;
    std::uint32_t index = 0; ///< Tool call number.
    std::string_view text;   ///< Valid while the event is delivered.
};

/// A model call failed and will be tried again.
struct retry
{
    std::string provider;
    unsigned attempt = 1;   ///< The one that failed, from 1; counted over all providers.
    std::string attempt_id; ///< As the provider's plugin knew it.
    std::int64_t delay_ms = 0;
    int http_status = 0; ///< 0: there was no answer, or it began well.
    std::string reason;  ///< "rate_limited", "server", ...: the kinds of abi.h.
    std::string message;
};

/// Another provider is asked from here on.
struct failover
{
    std::string from, to;
    std::string reason; ///< As for retry.
    std::string message;
};

/// A turn in which the model asks for tools, as it is given back to it: with it a task can be resumed. The last turn
/// of a task is its task_complete.
struct turn_complete
{
    struct call
    {
        std::string call_id; ///< As in tool_start.
        std::string id;      ///< The model's own.
        std::string tool;
        std::string arguments;        ///< JSON text, as the model wrote it.
        std::string arguments_digest; ///< "sha256:..." of it.
    };
    unsigned turn = 1; ///< Of its task, from 1.
    std::string text;
    std::vector<call> calls;
    std::string finish;
    token_usage usage; ///< Of this turn.
    unsigned attempts = 1;
    std::string answered_by{};
    std::string provider_state{}; ///< What the provider wants back with it; opaque.
    std::string state_digest{};   ///< "sha256:..." of it; empty if there is none.
};

/// A model called a tool; before anything of it is done.
struct tool_start
{
    std::string call_id; ///< Unique in its task.
    std::string tool;    ///< As the model called it.
    std::string plugin{};           ///< The component that offers it; empty: none does.
    std::string effect{};           ///< "none", "idempotent" or "once"; empty: no such tool.
    std::string arguments{};        ///< JSON text, as the model wrote it.
    std::string arguments_digest{}; ///< "sha256:..." of it.
};

/// The call has ended, one way or another: exactly one for each tool_start.
struct tool_end
{
    std::string call_id, tool;
    std::string outcome{}; ///< "ok", "denied", "invalid", "timeout", "truncated", "error", "cancelled" or "indeterminate".
    std::int64_t ms = 0;
    std::string output{};        ///< What the model is given.
    std::string result_digest{}; ///< "sha256:..." of what the tool gave, before it was shortened.
    std::uint64_t bytes = 0;     ///< Of what the tool gave.
    std::string file{};          ///< Where all of it is, if the model got only a part.
    std::string effect{};        ///< As in tool_start.
};

/// A policy leaves a call to a person, who is asked now.
struct approval_asked
{
    std::string call_id, tool;
    std::string subject; ///< What the call would do.
    std::string policy, rule{}, reason{};
    location where{}; ///< Of the rule, if it stands in a file.
};

/// What became of a call that a policy leaves to a person.
struct approval_given
{
    std::string call_id, tool;
    std::string answer; ///< "once", "always", "never", "none" or "late".
    bool allowed = false;
    bool standing = false; ///< The answer was given before, for this call too.
    std::int64_t ms = 0;   ///< From the policy's word to the answer.
};

/// Something that no policy permits was asked for; it is not done.
struct policy_violation
{
    std::string call_id{}; ///< Empty: the task's own list names the tool, no call was made.
    std::string tool{}, policy{}, rule{}, reason{};
    std::string permit{}; ///< What would permit it; may be empty.
    location where{};     ///< Of the rule, if it stands in a file.
};

struct task_complete
{
    std::int64_t ms = 0; ///< From its start, not counting the wait for admission.
    std::string finish;  ///< "stop", "length", ...
    token_usage usage;
    std::string output;  ///< The answer: all of the last turn's text.
    unsigned attempts = 1;     ///< Requests made for it.
    std::string answered_by{}; ///< The provider of the last turn, by its name in the configuration.
    std::string workspace{};   ///< The task's folder, if it stays.
};

struct task_error
{
    std::int64_t ms = 0;
    error what;
    token_usage usage;
    std::string partial; ///< What had been said before it failed.
    std::string workspace{}; ///< The task's folder, if it stays.
};

/// Something a person should know that is no failure of a task: a plugin's log line, a warning.
struct notice
{
    enum class level : std::uint8_t { debug, info, warning, error };
    level how = level::info;
    std::string source; ///< "engine", a plugin's id or a provider's name.
    std::string text;
    std::string code{}; ///< For programs ("context_truncated"); may be empty.
};

/// Something about what agents remember; never its content.
struct memory
{
    enum class operation : std::uint8_t
    {
        context, ///< What a task is told of earlier work, before its model is asked.
        append,  ///< What tasks did is kept.
        publish, ///< What a task did is handed to those that its agent shares with.
        denied,  ///< It is kept from an agent, as only one side shares; each pair once.
        compact, ///< What was too old or too much is gone.
    };
    struct item
    {
        std::string source_task, source_run, alias, agent_id;
        std::string rule; ///< Which permits it, in words.
        std::int64_t age_ms = 0;
        std::uint64_t bytes = 0; ///< Of it in the prompt.
        bool cut = false;        ///< Only its beginning is there.
    };
    operation what = operation::context;
    std::vector<item> items{};            ///< Of context, newest first.
    std::vector<std::string> task_ids{};  ///< Of append.
    std::uint64_t bytes = 0;              ///< Of all of it.
    std::uint64_t count = 0;              ///< Of compact: entries.
    std::string reader{}, rule{};         ///< Of denied: the agent, and why.
};

/// What a task left in its work tree; before its end.
struct worktree
{
    struct file
    {
        std::string path; ///< Relative to the tree.
        std::string change; ///< "added", "modified" or "deleted".
    };
    std::string folder; ///< Of the tree; it stays if there are files.
    std::string branch;
    std::string base; ///< The commit it began with.
    std::vector<file> files;
};

/// Files that several tasks changed, each in its own work tree; once, at the end.
struct edits_overlap
{
    struct file
    {
        std::string path;
        std::vector<std::string> task_ids;
    };
    std::vector<file> files;
};

/// What became of the files that answers hold; once, at the end of a run that was asked to write them.
struct files_applied
{
    struct file
    {
        const task_ref* task;
        std::string path;   ///< Relative to the folder.
        std::string status; ///< "new", "changed", "unchanged", "conflict", "refused" or "failed".
        std::uint64_t bytes = 0;
        bool written = false;
        std::string reason{}; ///< Of the last three; may be empty.
    };
    struct fault
    {
        const task_ref* task;
        std::string text;
    };
    std::string folder;
    bool dry_run = false; ///< Nothing was to be written.
    std::vector<file> files;
    std::vector<fault> faults; ///< What looked like a file in an answer and was none.
};

/// The last line of every run, under every signal and fault that leaves the process alive.
struct run_complete
{
    std::string verdict; ///< "ok", "failed", "cancelled" or "internal_error".
    std::string reason;  ///< Why, when not ok: a cancel_reason, an errc, or a sentence.
    int exit_code = 0;
    std::int64_t ms = 0;
    std::size_t tasks = 0, ok = 0, failed = 0, cancelled = 0, not_started = 0;
    token_usage usage;
};

using payload = std::variant<run_started, route, plan, task_started, task_restored, chunk, retry, failover,
                             turn_complete, tool_start, tool_end, approval_asked, approval_given, policy_violation,
                             task_complete, task_error, notice, memory, worktree, edits_overlap, files_applied,
                             run_complete>;

} // namespace event

/// One thing that happened. A view: valid while it is delivered.
struct run_event
{
    std::uint64_t seq = 0;    ///< From 1, without gaps.
    std::int64_t unix_us = 0;
    const task_ref* task = nullptr; ///< Null for events of the whole run.
    const event::payload& body;
};

/// The "kind" member of its JSON form: "task_started".
std::string_view kind_of(const event::payload& body) noexcept;

/** Gets every event of a run, in order, on the engine thread, after redaction. Must not block and must
 *  outlive the run. */
class event_listener
{
public:
    virtual ~event_listener() = default;
    /// @param line The JSON form, one line with its newline; valid during the call.
    virtual void on_event(const run_event& what, std::string_view line) = 0;
    /// Called on the engine thread about ten times a second while the run is going, so that a view can
    /// show that time passes. @p steady_us is the engine clock's steady_us().
    virtual void on_tick(std::int64_t steady_us) { static_cast<void>(steady_us); }
    /// A person is about to be asked on the terminal: what is drawn there is taken away, until an event tells
    /// what came of it.
    virtual void on_question() {}
};

} // namespace codexflow
