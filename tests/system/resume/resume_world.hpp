#pragma once

#include "tests/support/tool_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <codexflow/json.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace codexflow::test {

/// One request of a task: so many turns of its model went before.
using asked_turn = std::pair<std::string, std::size_t>;

/** A model for tasks of any number that asks for tools with effects, and then says what it has done: always the same
 *  for the same conversation. First it puts a file (which may be done twice) and looks, then it pushes a line (which
 *  must not be done twice); told that nobody knows whether that was done, it looks, and pushes if it was not. */
class effects_model
{
public:
    std::string url() const { return server_.url(); }
    /// What it was asked so far.
    std::vector<asked_turn> requests() const
    {
        const std::scoped_lock lock(mutex_);
        return requests_;
    }
    std::size_t asked() const { return requests().size(); }
    /// All that a process which is dead has sent has come: whoever connected before us was let in before us.
    bool wait_until_idle();
    /// From now on it refuses this task, in its turn behind so many (4xx, which is not tried again); "" refuses none.
    void refuse(asked_turn which)
    {
        const std::scoped_lock lock(mutex_);
        refused_ = std::move(which);
    }

private:
    void answer(const http_request& asked, responder& back);

    mutable std::mutex mutex_;
    std::vector<asked_turn> requests_;
    asked_turn refused_;
    loopback_server server_{[this](const http_request& asked, responder& back) { answer(asked, back); }}; ///< Last.
};

/// A project with tasks for such a model, and the folder that their tools change.
struct effects_project
{
    effects_project(const effects_model& model, std::size_t tasks, const std::string& more = "");

    /// `codex-flow run --resume --json MORE...`
    command resume(std::vector<std::string> more = {}) const;
    /// @p what with what befalls its journal; see journal_fault.cpp.
    static command with_fault(command what, std::size_t at, const std::string& how);

    /// What the tools have left: files with their contents, and the pushed lines, sorted.
    std::map<std::string, std::string> effects() const;
    /// What effects() are when all tasks have done all they do.
    std::map<std::string, std::string> all_effects() const;

    project here;
    std::size_t tasks;
    std::filesystem::path folder;
};

/// The turns that a journal holds of each task: those nobody may ask for again.
std::vector<asked_turn> recorded_turns(const std::string& journal);

/// The answers of all tasks, by id, in what a process wrote: also those of tasks that it kept.
std::map<std::string, std::string> answers_of(const event_log& log);

} // namespace codexflow::test
