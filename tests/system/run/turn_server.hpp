#pragma once

#include "tests/support/loopback_server.hpp"
#include "tests/support/tool_replies.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace codexflow::test {

/** A model server for one task: its model asks for calls, turn by turn, and then says "all done". It keeps what
 *  it was sent. */
class turn_server
{
public:
    using calls = std::vector<asked_call>;

    /// @param format "openai", "ollama" or "anthropic".
    turn_server(std::string format, std::vector<calls> turns) : format_(std::move(format)), turns_(std::move(turns)) {}

    std::string url() const { return server_.url(); }

    /// How often it was asked, in all.
    std::size_t requests() const { return server_.requests(); }

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
        if (!(format_ == "ollama" ? begin_ollama(back) : begin_openai(back)))
            return;
        for (const std::string& piece : turn < turns_.size() ? ask_for(format_, turns_[turn]) : say(format_, "all done"))
            if (!back.write_chunk(piece))
                return;
        back.finish();
    }

    const std::string format_;
    const std::vector<calls> turns_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    loopback_server server_{[this](const http_request& asked, responder& back) { answer(asked, back); }}; ///< Last: it ends first.
};

} // namespace codexflow::test
