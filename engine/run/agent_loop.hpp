#pragma once

#include "engine/gateway/model.hpp"
#include "engine/gateway/tool.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace codexflow {

/// What an agent may do, beside talking.
struct loop_settings
{
    std::shared_ptr<const std::string> tools; ///< As model_request::tools; null: none.
    unsigned max_turns = 20;                  ///< Model calls of the task, at least 1.
    bool strict = false;                      ///< A call that no policy permits ends the task.
};

/// The same call with the same result so often, in one task, is no progress any more.
inline constexpr unsigned repeated_call_limit = 5;
/// So many calls in a row that could not be made, for their names or arguments, are no slip any more.
inline constexpr unsigned invalid_call_limit = 5;
/// More calls than these in one turn are taken for a fault of the model.
inline constexpr std::size_t calls_per_turn_limit = 64;

/** Decides what an agent does next: a model's turn, the calls it asks for, their results, the next turn,
 *  until the model asks for nothing more or a limit is met. Pure: it is told what came back and answers with
 *  the next action; the task runner only performs them. */
class agent_loop
{
public:
    /// Ask the model; `request()` holds what.
    struct call_model
    {
    };
    /// Make `calls()`, all of them, and bring the answers to on_answers().
    struct call_tools
    {
    };
    /// The agent has answered; `output()` holds what.
    struct finish
    {
        std::string reason; ///< The model's finish: "stop", "length", ...
    };
    struct fail
    {
        boxed_error why; ///< Small: the loop's next action lives as long as its task.
    };
    using action = std::variant<call_model, call_tools, finish, fail>;

    /// @param stream False: the model is asked for whole answers.
    agent_loop(std::string model, shared_text system, std::string text, bool stream = true, loop_settings settings = {});

    /// Before start(): what the model is told in front of the task.
    void tell_first(std::string text);
    action start();
    /// A piece of the answer arrived.
    void on_text(std::string_view piece);
    /// The model opened tool call number @p index of its turn.
    void on_tool_call(std::uint32_t index, gateway::tool_call call);
    /// A piece of that call's arguments; one that was not opened is passed over.
    void on_tool_arguments(std::uint32_t index, std::string_view piece);
    /// The model's turn ended.
    action on_reply(const gateway::model_reply& reply);
    /// All calls have ended; the answers in the order of calls().
    action on_answers(std::vector<gateway::tool_answer> answers);
    action on_error(error why);

    const gateway::model_request& request() const noexcept { return request_; }
    /// Of the turn that has just ended, in the model's order.
    const std::vector<gateway::tool_call>& calls() const noexcept { return calls_; }
    /// The text of the latest turn.
    std::string output() const { return {output_.begin(), output_.end()}; }
    const token_usage& usage() const noexcept { return usage_; }
    /// Turns that have ended.
    unsigned turns() const noexcept { return turns_; }

private:
    void remember_turn(const gateway::model_reply& reply);
    bool repeats(const gateway::tool_call& call, const gateway::tool_answer& answer);

    gateway::model_request request_;
    loop_settings settings_;
    /// In blocks: a string would hold up to twice the text, and leave holes of all its former sizes, for each
    /// of thousands of tasks that answer at once.
    std::deque<char> output_;
    std::vector<gateway::tool_call> calls_;
    std::vector<std::uint32_t> indices_; ///< Of calls_, as the model numbers them.
    std::map<std::string, unsigned> seen_; ///< Digests of calls with their answers.
    token_usage usage_;
    unsigned turns_ = 0;
    unsigned invalid_ = 0; ///< In a row.
    std::size_t named_ = 0; ///< Calls so far: those without an id are named by it.
};

} // namespace codexflow
