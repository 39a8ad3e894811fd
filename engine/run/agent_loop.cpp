#include "engine/run/agent_loop.hpp"

#include "engine/gateway/reply_check.hpp"

#include <utility>

namespace codexflow {
namespace {

constexpr std::size_t short_output = 1024;

}

agent_loop::agent_loop(std::string model, std::string system, std::string text, bool stream)
{
    request_.model = std::move(model);
    request_.system = std::move(system);
    request_.stream = stream;
    gateway::message first;
    first.content = std::move(text);
    request_.messages.push_back(std::move(first));
}

agent_loop::action agent_loop::start() { return call_model{}; }

void agent_loop::on_text(std::string_view piece)
{
    // Long answers grow by a quarter: doubling would hold twice the text of thousands of tasks. The text
    // moves to another string, because a string that grows doubles itself whatever is asked of reserve().
    const std::size_t needed = output_.size() + piece.size();
    if (needed > output_.capacity() && needed > short_output)
    {
        std::string larger;
        larger.reserve(needed + needed / 4);
        larger += output_;
        output_ = std::move(larger);
    }
    output_ += piece;
}

void agent_loop::on_tool_call(gateway::tool_call call) { tool_calls_.push_back(std::move(call)); }

agent_loop::action agent_loop::on_reply(const gateway::model_reply& reply)
{
    usage_.add(reply.usage);
    if (!tool_calls_.empty())
        return fail{error(errc::unsupported, "the model asked for the tool '" + tool_calls_.front().name +
                                                 "', but no tools were offered to it")
                        .with_hint("tell the agent in its description to answer in text only")};
    if (auto fault = gateway::fault_of_reply(reply, !output_.empty()))
        return fail{std::move(*fault)};
    return finish{reply.finish};
}

agent_loop::action agent_loop::on_error(error why) { return fail{std::move(why)}; }

} // namespace codexflow
