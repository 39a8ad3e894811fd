#pragma once

#include "engine/gateway/model.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace codexflow {

/** Decides what an agent does next. Pure: it is told what came back and answers with the next action;
 *  the task runner only performs them. One model turn as of now; tool results and further turns enter
 *  here, as events, and nowhere else. */
class agent_loop
{
public:
    /// Ask the model; `request()` holds what.
    struct call_model
    {
    };
    /// The agent has answered; `output()` holds what.
    struct finish
    {
        std::string reason; ///< The model's finish: "stop", "length", ...
    };
    struct fail
    {
        error why;
    };
    using action = std::variant<call_model, finish, fail>;

    /// @param stream False: the model is asked for whole answers.
    agent_loop(std::string model, std::string system, std::string text, bool stream = true);

    action start();
    /// A piece of the answer arrived.
    void on_text(std::string_view piece);
    /// The model opened a tool call.
    void on_tool_call(gateway::tool_call call);
    /// The model's turn ended.
    action on_reply(const gateway::model_reply& reply);
    action on_error(error why);

    const gateway::model_request& request() const noexcept { return request_; }
    const std::string& output() const noexcept { return output_; }
    std::string take_output() { return std::move(output_); }
    const token_usage& usage() const noexcept { return usage_; }

private:
    gateway::model_request request_;
    std::string output_;
    std::vector<gateway::tool_call> tool_calls_;
    token_usage usage_;
};

} // namespace codexflow
