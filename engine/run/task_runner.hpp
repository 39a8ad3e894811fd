#pragma once

#include "engine/run/run.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <string>

namespace codexflow {

class cancel_source;
class file_output;
class run_memory;
class task_limit;
class workspaces;
namespace gateway {
class model_gateway;
class tool_gateway;
}

/// What the tasks of a run share. Owned by the run; outlives every task.
struct task_context
{
    clock& time;
    recorder& record;
    gateway::model_gateway& models;
    std::int64_t run_started_us = 0; ///< Of the steady clock.
    bool stream = true;              ///< False: models are asked for whole answers.
    boost::asio::io_context& io;
    gateway::tool_gateway& tools;
    unsigned max_turns = 20;   ///< Model calls of one task.
    bool strict_tools = false; ///< A call that no policy permits ends its task.
    codexflow::workspaces& places;
    file_output* files = nullptr;    ///< Takes answers; null: files in them are left there.
    run_memory* memory = nullptr;    ///< Null: nothing is remembered.
    std::filesystem::path project{}; ///< Absolute: what tools may read.
    bool resumable = true;           ///< The run keeps a journal.
};

/// How a task ended.
enum class task_end
{
    ok,
    failed,
    cancelled
};

struct task_outcome
{
    task_end how = task_end::failed;
    errc code = errc::internal; ///< When it failed.
    token_usage usage;
};

/** Runs one task: opens it, performs what the agent loop decides, records every step.
 *  Emits task_started first and exactly one of task_complete and task_error last, also when cancelled.
 *  The references must stay valid until the await completes. */
boost::asio::awaitable<task_outcome> run_task(const job& what, task_context& context, task_limit& limit,
                                                 cancel_source& cancel);

} // namespace codexflow
