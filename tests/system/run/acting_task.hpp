#pragma once

#include "tests/support/tool_replies.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace codexflow::test {

/** One task of an agent that may use the tool `shell`, whose model asks for calls, turn by turn, and then says
 *  "all done". */
class acting_task
{
public:
    using calls = std::vector<asked_call>;

    /// @param settings further members of the block of `tools`. @param more further sections of the configuration.
    explicit acting_task(std::vector<calls> turns, const std::string& settings = "", const std::string& more = "")
        : turns_(std::move(turns))
    {
        here.use_server("openai", server.url(), "", "tools: [ { plugin: shell" + settings + " } ]\n" + more);
        here.write("codex/agents/worker.codex.yaml",
                   "version: 1\nagent: { id: worker, name: W, description: Works }\n"
                   "capabilities: { detail: { tools: { allowed: [shell] } } }\n");
        here.write_tasks({{"worker", {"go"}}});
    }

    /// What the model was sent when it was asked for the @p number th time, from 0.
    std::string request(std::size_t number) const
    {
        const std::scoped_lock lock(mutex_);
        return number < requests_.size() ? requests_[number] : "";
    }
    /// Called in the server's thread before each answer, with the request's number; while it runs the program
    /// does nothing but wait. Set before the program starts.
    std::function<void(std::size_t)> before_answer;

private:
    void answer(const http_request& asked, responder& back)
    {
        std::size_t turn = 0;
        {
            const std::scoped_lock lock(mutex_);
            turn = requests_.size();
            requests_.push_back(asked.body);
        }
        if (before_answer)
            before_answer(turn);
        if (!begin_openai(back))
            return;
        for (const std::string& piece : turn < turns_.size() ? ask_for("openai", turns_[turn]) : say("openai", "all done"))
            if (!back.write_chunk(piece))
                return;
        back.finish();
    }

    const std::vector<calls> turns_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;

public:
    loopback_server server{[this](const http_request& asked, responder& back) { answer(asked, back); }};
    project here;
};

} // namespace codexflow::test
