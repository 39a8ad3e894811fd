#pragma once

#include "engine/run/run.hpp"

#include <string>
#include <vector>

/** @file
 *  From what was asked for to what will be executed: the last step before a run, and the last one that
 *  can say no. Pure: reads no file, runs no plugin code. */
namespace codexflow {

struct agent;
struct config;
struct plan;

/// What the plan and the configuration do not say.
struct prepare_options
{
    std::string run_id; ///< From make_run_id().
    std::string source; ///< Where the work came from: a file name, "-" or "example".
    bool with_t_ns = false;
    bool stream = true; ///< False: models are asked for whole answers.
    std::vector<std::string> searched; ///< The plugin folders looked into, for messages.
    std::string provider_reason{}; ///< Who chose the default provider, for the record.
    std::vector<std::string> tried{}; ///< What a search for one has looked at in vain.
    bool strict_tools = false; ///< As run_request::strict_tools.
    std::vector<std::shared_ptr<const agent>> partners{}; ///< From find_partners().
    bool keep_work = false;    ///< The tasks cannot be read again: they are kept for who resumes the run.
    doc::node invocation{};    ///< As run_record::invocation.
};

/** Makes the request for @p work: every task with its provider, prompt, caps and time limit.
 *  The default provider serves every task; when it fails, those of providers.fallback are asked in their
 *  order. A task's limit is the shorter of its agent's own and
 *  limits.task_timeout.
 *  Errors: invalid_argument if nobody chose a provider (the hint names three ways out), if there is
 *  nothing to do, or if the settings of a provider or of tools do not fit their plugin's manifest;
 *  not_found if no plugin offers them. */
result<run_request> prepare_run(const plan& work, const config& settings, const plugin::catalog& plugins,
                                prepare_options options);

} // namespace codexflow
