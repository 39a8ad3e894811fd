#pragma once

#include "engine/base/document.hpp"
#include "engine/base/error.hpp"
#include "engine/base/shared_text.hpp"
#include "engine/config/config.hpp"
#include "engine/gateway/provider_use.hpp"
#include "engine/gateway/tool_use.hpp"
#include "engine/metrics/task_measures.hpp"
#include "engine/record/event.hpp"
#include "engine/record/event_log.hpp"
#include "engine/run/memory_setup.hpp"
#include "engine/record/journal_reader.hpp"
#include "engine/run/run_record.hpp"
#include "engine/workspace/confinement.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace codexflow {

class cancel_source;
class clock;
class line_writer;
class recorder;
struct agent;
struct journal_claim;
struct task_resume;
struct tool_caller;
namespace gateway {
class approver;
}
namespace plugin {
class catalog;
}
namespace workspace {
struct file_proposal;
}

/// A run that goes on: another process began it.
struct resumed_run
{
    std::shared_ptr<journal_claim> claim; ///< Of its journal; never null.
    std::optional<torn_tail> torn;        ///< Is set aside first.
    std::uint64_t last_seq = 0;           ///< Events are numbered on.
    unsigned sessions = 1;                ///< Processes that worked at it.
    bool files_applied = false;           ///< Files of answers were written.
    std::string git_base;                 ///< As in its run_record.
    std::vector<std::string> remarks;     ///< What is odd about going on, for the record.
};

/// One task, ready to be admitted.
struct job
{
    task_ref ref;
    unsigned agent_cap = 1;          ///< Shared by every alias of the agent.
    std::vector<std::size_t> providers; ///< In the order they are asked; indices into run_request::providers.
    shared_text system;              ///< Who the agent is, as the model is told.
    std::string text;                ///< What the agent is asked.
    std::string attachment;          ///< What the model gets behind the text: files.
    std::vector<attached_file> files; ///< Those files.
    std::shared_ptr<const tool_caller> caller; ///< The agent and what it may use; never null.
    std::shared_ptr<const doc::node> input{}; ///< The task as it was written; null if it needs no folder.
    std::vector<std::string> wanted_tools; ///< What the task itself asks for, by our names.
    std::chrono::milliseconds limit{0}; ///< For the whole task; 0: none.
    std::shared_ptr<const task_resume> resume{}; ///< What an earlier process did of it; null: nothing.

    bool is_done() const noexcept;
};

/// Files that answers hold are written.
struct file_settings
{
    std::filesystem::path folder; ///< Below it.
    bool dry_run = false;         ///< Only shown.
};

/// Where runs are counted.
struct metrics_settings
{
    std::filesystem::path file;
    token_pricing price; ///< May be empty: nothing is known to cost anything.
};

/** Everything a run needs, decided and checked: executing it asks no more questions. */
struct run_request
{
    std::string run_id;
    std::string source; ///< Where the work came from, for the record.
    std::vector<job> jobs;
    std::vector<event::route> routes;  ///< How the work was routed, for the record; empty if it was not.
    std::vector<std::string> routers;  ///< The router components that were asked.
    std::vector<provider_use> providers;
    std::string provider_reason; ///< Who chose the first of them, for the record; may be empty.
    std::shared_ptr<const config> policies; ///< What they are opened from; null: no tool is configured.
    std::shared_ptr<const config> redaction; ///< What redactors are opened from; null: known values alone are masked.
    std::vector<tool_use> tools;   ///< In the order of the configuration: the first tool of a name counts.
    std::chrono::milliseconds tool_timeout{120'000}; ///< Of one call.
    std::chrono::milliseconds approval_timeout{600'000}; ///< For a person's answer; 0: as long as it takes.
    std::size_t tool_output_bytes = 65'536;          ///< Of one result; longer ones are kept in files.
    unsigned max_turns = 20;                         ///< Model calls of one task.
    bool strict_tools = false; ///< A tool that is not permitted ends the task, or the run before it begins.
    std::chrono::milliseconds retry_wait{60'000}; ///< A provider that asks for more is not waited for.
    network_settings network;
    sandbox_settings sandbox;
    bool stream = true;                           ///< False: providers are asked for whole answers.
    unsigned max_parallel = 16;
    std::string config_digest;
    std::filesystem::path runs_dir = ".runs"; ///< The journal is <runs_dir>/<run_id>/journal.jsonl.
    memory_setup memory{}; ///< What is remembered, and what tasks are told of it.
    keep_rule keep; ///< Which tasks' folders stay.
    bool isolate = false; ///< Tasks that may write get a git work tree each.
    std::optional<file_settings> files; ///< Nothing: answers are only told.
    bool with_t_ns = false;
    std::optional<metrics_settings> metrics; ///< Nothing: the run is not counted.
    std::optional<event_log_settings> log;   ///< Nothing: the run is not in the project's log.
    bool keep_journal = true; ///< False: the run leaves no record, and cannot be resumed.
    run_record record;        ///< What resuming it needs, for its folder.
    std::optional<resumed_run> resumed; ///< Nothing: the run begins.
};

/// What a person says to files that are about to be written.
enum class consent : std::uint8_t
{
    write,
    no
};

/** Shows what is to be written and asks. Stopping the source ends the question soon; what it says then counts
 *  for nothing. */
using file_reviewer = std::function<boost::asio::awaitable<consent>(const workspace::file_proposal&, cancel_source&)>;

/// Where a run is seen. All of it is borrowed for the duration of the run.
struct run_outputs
{
    std::vector<line_writer*> json;    ///< Get every event line.
    std::vector<line_writer*> watched; ///< Written to by the listener; slow ones slow the run.
    event_listener* listener = nullptr;
    file_reviewer review_files{}; ///< Empty: nobody is asked, all is written.
};

/// What the run needs of the world.
struct run_environment
{
    clock& time;
    plugin::catalog& plugins;
    std::map<std::string, std::string> variables; ///< Where secrets are looked up by name.
    bool handle_signals = true;                    ///< SIGINT, SIGTERM, SIGHUP stop the run.
    workspace::kernel_offer kernel = workspace::probe_kernel(); ///< What programs can be confined by.
    gateway::approver* approver = nullptr; ///< Who is asked where a policy asks; null: nobody, which is a no.
};

/** Runs every job and returns the last event of the run. Blocks until all is over; uses the calling
 *  thread as the engine. Errors are those that prevent the start (a plugin that cannot be loaded, a
 *  journal that cannot be written): then nothing was started. */
result<event::run_complete> execute(const run_request& request, const run_outputs& outputs,
                                    run_environment& world);

} // namespace codexflow
