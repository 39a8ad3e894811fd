#include "engine/run/agent_loop.hpp"

#include "engine/base/digest.hpp"
#include "engine/base/text.hpp"
#include "engine/gateway/reply_check.hpp"

#include <algorithm>
#include <utility>

namespace codexflow {
namespace {

error too_many_turns(unsigned turns)
{
    return error(errc::deadline_exceeded, "the model still calls tools after " + std::to_string(turns) + " turns")
        .with_phase("turns")
        .with_hint("raise limits.max_turns (--max-turns), or ask for less in one task");
}

error no_progress(const std::string& tool)
{
    return error(errc::deadline_exceeded, "the model made the same call of " + quote(tool) + ' ' +
                                              std::to_string(repeated_call_limit) + " times and got the same result")
        .with_phase("repeated_call")
        .with_hint("tell the agent what to do when the result does not change, or use another model");
}

error only_faults(const std::string& tool, const std::string& why)
{
    return error(errc::protocol, "the model made " + std::to_string(invalid_call_limit) +
                                     " calls in a row that cannot be made, the last one of " + quote(tool))
        .with_detail(why)
        .with_hint("use a model that is made for calling tools");
}

} // namespace

agent_loop::agent_loop(std::string model, shared_text system, std::string text, bool stream, loop_settings settings)
    : settings_(std::move(settings))
{
    request_.model = std::move(model);
    request_.system = std::move(system);
    request_.stream = stream;
    request_.tools = settings_.tools;
    gateway::message first;
    first.content = std::move(text);
    request_.messages.push_back(std::move(first));
}

void agent_loop::tell_first(std::string text)
{
    std::string& task = request_.messages.front().content;
    text += task;
    task = std::move(text);
}

agent_loop::action agent_loop::start() { return call_model{}; }

void agent_loop::on_text(std::string_view piece)
{
    output_.insert(output_.end(), piece.begin(), piece.end());
}

void agent_loop::on_tool_call(std::uint32_t index, gateway::tool_call call)
{
    ++named_;
    if (call.id.empty())
        call.id = "call_" + std::to_string(named_); // its result must be able to name it
    calls_.push_back(std::move(call));
    indices_.push_back(index);
}

void agent_loop::on_tool_arguments(std::uint32_t index, std::string_view piece)
{
    const auto found = std::find(indices_.rbegin(), indices_.rend(), index);
    if (found != indices_.rend())
        calls_[static_cast<std::size_t>(indices_.rend() - found) - 1].arguments += piece;
}

agent_loop::action agent_loop::on_reply(const gateway::model_reply& reply)
{
    usage_.add(reply.usage);
    ++turns_;
    if (calls_.empty())
    {
        if (auto fault = gateway::fault_of_reply(reply, !output_.empty()))
            return fail{std::move(*fault)};
        return finish{reply.finish};
    }
    if (settings_.tools == nullptr)
        return fail{error(errc::unsupported, "the model asked for the tool '" + calls_.front().name +
                                                 "', but no tools were offered to it")
                        .with_hint("tell the agent in its description to answer in text only")};
    if (calls_.size() > calls_per_turn_limit)
        return fail{error(errc::protocol, "the model made " + std::to_string(calls_.size()) +
                                              " calls in one turn, more than " + std::to_string(calls_per_turn_limit))};
    if (turns_ >= settings_.max_turns)
        return fail{too_many_turns(turns_)};
    remember_turn(reply);
    return call_tools{};
}

/// The model gets its own turn back as it made it.
void agent_loop::remember_turn(const gateway::model_reply& reply)
{
    gateway::message turn;
    turn.from = gateway::message::role::assistant;
    turn.content = output();
    turn.tool_calls = calls_;
    turn.provider_state = reply.provider_state;
    request_.messages.push_back(std::move(turn));
}

agent_loop::action agent_loop::on_answers(std::vector<gateway::tool_answer> answers)
{
    for (std::size_t i = 0; i != calls_.size(); ++i)
    {
        gateway::tool_answer& answer = answers[i];
        if (answer.how == gateway::tool_outcome::denied && settings_.strict)
            return fail{std::move(answer.why)};
        invalid_ = answer.how == gateway::tool_outcome::invalid ? invalid_ + 1 : 0;
        if (invalid_ == invalid_call_limit)
            return fail{only_faults(calls_[i].name, answer.content)};
        if (repeats(calls_[i], answer))
            return fail{no_progress(calls_[i].name)};
        gateway::message told;
        told.from = gateway::message::role::tool;
        told.tool_call_id = calls_[i].id;
        told.content = std::move(answer.content);
        told.is_error = answer.how != gateway::tool_outcome::ok && answer.how != gateway::tool_outcome::truncated;
        request_.messages.push_back(std::move(told));
    }
    calls_.clear();
    indices_.clear();
    output_.clear();
    return call_model{};
}

bool agent_loop::repeats(const gateway::tool_call& call, const gateway::tool_answer& answer)
{
    const std::string what = sha256_digest(call.name) + sha256_digest(call.arguments) + sha256_digest(answer.content);
    return ++seen_[sha256_digest(what)] == repeated_call_limit;
}

agent_loop::action agent_loop::on_error(error why) { return fail{std::move(why)}; }

} // namespace codexflow
