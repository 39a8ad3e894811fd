#pragma once

#include "engine/base/cancellation.hpp"
#include "engine/gateway/model_service.hpp"
#include "engine/gateway/tool_gateway.hpp"
#include "engine/metrics/metrics_collector.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/record/journal.hpp"
#include "engine/record/recorder.hpp"
#include "engine/run/file_output.hpp"
#include "engine/run/run.hpp"
#include "engine/run/run_memory.hpp"
#include "engine/run/scheduler.hpp"
#include "engine/run/stop_signals.hpp"
#include "engine/run/task_limit.hpp"
#include "engine/run/task_runner.hpp"
#include "engine/run/verdict.hpp"
#include "engine/run/workspaces.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

namespace codexflow {

/** One run from its first event to its last: the engine's thread, its doors, and the loop that admits
 *  tasks. It performs what the scheduler and the verdict decide.
 *
 *  Life: open() prepares everything that can fail; run() blocks until the last event is written. If
 *  must_stay() is true afterwards, destroying it would pull memory from under a plugin that did not end
 *  or wait for a name server: its owner then leaves it to the process's end. */
class run_session
{
public:
    run_session(const run_request& request, const run_outputs& outputs, run_environment& world);
    ~run_session();

    result<void> open();
    event::run_complete run();
    bool must_stay() const noexcept;

private:
    result<void> open_everything();
    result<void> open_plugins();
    result<event::run_started::plugin> open_provider(const provider_use& use);
    result<void> open_redaction();
    result<void> open_policies();
    result<void> open_tools();
    result<void> open_memory();
    result<void> start_memory(plugin::component_instance& instance);
    result<void> open_trees();
    result<void> open_journal();
    result<void> keep_record();
    void close_journal();
    void say_how_it_goes_on();
    void restore_done_tasks();
    void restore_metrics();
    result<void> list_tools(const tool_use& use, workspace::sandbox held);
    result<void> check_wanted_tools() const;
    void end_tools();
    void take_log(std::string_view plugin, int level, std::string_view text);
    void write_log(event::notice line);
    void name_plugin(event::run_started::plugin used);
    void announce();
    void on_signal(int number);
    [[noreturn]] void leave_now(int number);
    void abandon_tasks();
    void tick();
    void on_relief();
    template <class F> void each_output(F&& f);
    void admit();
    boost::asio::awaitable<void> run_one(std::size_t index);
    void wind_up();
    boost::asio::awaitable<void> apply_files();
    void settle(std::size_t index, const std::exception_ptr& bug);
    void stop(cancel_reason reason);
    void close_tools();
    void keep_metrics();
    void tell_of_log();
    boost::asio::awaitable<void> close_plugins();
    void finish();
    void finish_with_bug(const std::string& what);
    std::int64_t elapsed_ms();

    const run_request& request_;
    const run_outputs& outputs_;
    run_environment& world_;
    boost::asio::io_context io_{1};
    const std::thread::id engine_thread_ = std::this_thread::get_id();
    std::int64_t started_us_;
    recorder record_;
    std::unique_ptr<journal> journal_; ///< Null: the run keeps none.
    std::optional<metrics_collector> metrics_;
    std::unique_ptr<event_log> log_;
    net::deadline_sweeper limits_;
    gateway::model_service service_;
    gateway::tool_gateway tools_;
    workspaces places_;
    std::optional<file_output> files_;
    std::optional<run_memory> memory_;
    task_context context_;
    event::run_started first_;
    scheduler scheduler_;
    std::vector<std::size_t> scheduled_; ///< The jobs that are to be run: the scheduler counts these.
    cancel_source cancel_;
    stop_signals signals_;
    boost::asio::steady_timer ticker_;
    std::vector<std::optional<task_outcome>> outcomes_; ///< By job.
    std::vector<bool> running_;                         ///< By job: admitted and not yet settled.
    run_tally tally_;
    std::vector<std::string> redactors_; ///< In order.
    std::vector<std::string> remarks_; ///< Of the preparation, for the record.
    std::vector<event::notice> early_log_;
    bool announced_ = false; ///< The first event is written.
    bool reviewing_ = false; ///< No task is left, and files are looked at.
    bool closing_ = false;   ///< That is done, too.
    bool leaving_ = false;   ///< The process is about to end: nothing that may take long is begun.
    std::optional<event::run_complete> end_;
};

} // namespace codexflow
