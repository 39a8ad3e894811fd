#include "engine/gateway/tool_serving.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"
#include "engine/gateway/no_chunks.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/plugin/run_operation.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>

namespace codexflow::gateway {

struct tool_serving::state
{
    explicit state(boost::asio::io_context& io) : ended(io) {}

    cancel_source stop;
    async_event ended;
    no_chunks nowhere;
};

namespace {

/// @p kept is held by whoever calls, for as long as this runs.
template <class State>
boost::asio::awaitable<void> serve(plugin::component_instance& instance, std::shared_ptr<State> kept)
{
    std::string verb = "serve";
    std::string nothing = "{}";
    plugin::operation_end end =
        co_await plugin::run_operation(instance, std::move(verb), std::move(nothing), kept->nowhere, kept->stop);
    static_cast<void>(end); // whatever it was: calls say what is missing
}

} // namespace

tool_serving::tool_serving(plugin::component_instance& instance)
    : instance_(instance), state_(std::make_shared<state>(instance.host().shared.io))
{
    boost::asio::io_context& io = instance.host().shared.io;
    boost::asio::co_spawn(io, serve(instance_, state_), [kept = state_](const std::exception_ptr&) { kept->ended.set(); });
}

tool_serving::~tool_serving() = default;

bool tool_serving::under_way() const noexcept { return !state_->ended.is_set(); }

boost::asio::awaitable<void> tool_serving::end(net::deadline_sweeper& sweeper)
{
    if (!under_way())
        co_return;
    cancel_source scope;
    net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
    sweeper.arm(late, close_limit);
    std::string verb = "close";
    std::string nothing = "{}";
    plugin::operation_end closed =
        co_await plugin::run_operation(instance_, std::move(verb), std::move(nothing), state_->nowhere, scope);
    static_cast<void>(closed);
    state_->stop.cancel(cancel_reason::abandoned);
    co_await state_->ended.wait();
}

} // namespace codexflow::gateway
