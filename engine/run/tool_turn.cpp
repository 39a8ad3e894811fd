#include "engine/run/tool_turn.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace codexflow {
namespace {

/// Neighbouring calls that are made at once, and how far they are. Lives in make_calls' frame.
struct wave
{
    wave(boost::asio::io_context& io, gateway::tool_gateway& at, const tool_turn& of,
         std::vector<gateway::tool_answer>& to)
        : tools(at), turn(of), answers(to), done(io)
    {
    }

    gateway::tool_gateway& tools;
    const tool_turn& turn;
    std::vector<gateway::tool_answer>& answers;
    async_event done;
    std::size_t next = 0, end = 0;
    std::size_t workers = 0;
    std::exception_ptr bug;
};

/// Makes one call after the other as long as there are any.
boost::asio::awaitable<void> work(wave& of, cancel_source& cancel)
{
    while (of.next != of.end)
    {
        const std::size_t index = of.next++;
        const tool_turn& turn = of.turn;
        if (!turn.known.empty() && turn.known[index])
        {
            of.answers[index] = *turn.known[index];
            continue;
        }
        gateway::tool_request what{turn.task, turn.who, turn.place, turn.calls[index],
                                   tool_call_id(turn.made + index + 1), turn.on_hold};
        gateway::tool_answer answer = co_await of.tools.call(std::move(what), cancel);
        of.answers[index] = std::move(answer);
    }
}

/// How far the wave that begins at @p begin goes.
std::size_t end_of_wave(const gateway::tool_gateway& tools, const tool_turn& turn, std::size_t begin)
{
    std::size_t end = begin;
    while (end != turn.calls.size() && tools.only_looks(turn.calls[end].name))
        ++end;
    return std::max(end, begin + 1);
}

void spawn_workers(boost::asio::io_context& io, wave& of, cancel_source& cancel)
{
    of.workers = std::min(parallel_tool_calls, of.end - of.next);
    for (std::size_t i = of.workers; i != 0; --i)
        boost::asio::co_spawn(io, work(of, cancel), [&of](const std::exception_ptr& bug) {
            if (bug && !of.bug)
                of.bug = bug;
            if (--of.workers == 0)
                of.done.set();
        });
}

} // namespace

boost::asio::awaitable<std::vector<gateway::tool_answer>> make_calls(boost::asio::io_context& io,
                                                                     gateway::tool_gateway& tools,
                                                                     const tool_turn& turn, cancel_source& cancel)
{
    std::vector<gateway::tool_answer> answers(turn.calls.size());
    wave now(io, tools, turn, answers);
    while (now.next != turn.calls.size())
    {
        now.end = end_of_wave(tools, turn, now.next);
        now.done.reset();
        spawn_workers(io, now, cancel);
        co_await now.done.wait();
        if (now.bug)
            std::rethrow_exception(now.bug);
    }
    co_return answers;
}

} // namespace codexflow
