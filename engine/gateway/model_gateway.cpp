#include "engine/gateway/model_gateway.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/gateway/model_caller.hpp"
#include "engine/gateway/model_json.hpp"
#include "engine/plugin/run_operation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <utility>
#include <variant>

namespace codexflow::gateway {
namespace {

constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Hands chunks on and knows whether there were any: what was handed on cannot be taken back.
class delivery final : public plugin::chunk_consumer
{
public:
    delivery(model_caller& to, provider_queue::permit& permit) : to_(to), permit_(permit) {}

    bool on_chunk(const cflow_chunk& chunk) override
    {
        if (!begun_)
            permit_.admit();
        begun_ = true;
        return to_.on_chunk(chunk);
    }
    void when_ready(std::function<void()> go) override { to_.when_ready(std::move(go)); }

    bool begun() const noexcept { return begun_; }

private:
    model_caller& to_;
    provider_queue::permit& permit_;
    bool begun_ = false;
};

std::string named(const std::string& provider) { return "provider '" + provider + "'"; }

} // namespace

/// One try, and what it came to: a reply or a failure.
struct model_gateway::attempt
{
    attempt(const entry& asked, std::string_view name, bool repeated) : to(asked), model(name), again(repeated) {}

    const entry& to;
    const std::string_view model;
    const bool again; ///< It was refused before.
    reply_ptr reply;
    std::unique_ptr<call_failure> failure;
    bool sent = false;    ///< A request went out.
    bool delivered = false;
    std::string attempt_id;
};

void model_gateway::fail(attempt& got, error why)
{
    got.failure = std::make_unique<call_failure>();
    got.failure->what = std::move(why);
}

void model_gateway::add_provider(std::string name, plugin::component_instance& instance, std::string model,
                                 unsigned max_parallel, const retry_settings& retries)
{
    auto queue = std::make_unique<provider_queue>(io_, clock_, name, max_parallel);
    providers_.push_back(entry{std::move(name), &instance, std::move(model), retries, std::move(queue)});
}

boost::asio::awaitable<result<reply_ptr>> model_gateway::complete(std::vector<std::size_t> providers,
                                                                  const model_request& request, const task_ref& who,
                                                                  model_caller& caller, cancel_source& cancel)
{
    const retry_settings& retries = providers_[providers.front()].retries;
    model_call call(std::move(providers), retries);
    for (;;)
    {
        const entry& to = providers_[call.provider()];
        attempt got(to, call.switched() ? to.model : request.model, call.try_number() > 1);
        co_await try_once(got, request, who, caller, cancel);
        next_step next = settle(got, call, caller, cancel);
        if (next.outcome)
            co_return std::move(*next.outcome);
        if (next.wait)
            co_await sleep(*next.wait, caller, cancel);
    }
}

/// What follows from a try. No coroutine: what it needs on the way takes no room in the frames of those
/// that wait.
model_gateway::next_step model_gateway::settle(attempt& got, model_call& call, model_caller& caller,
                                               const cancel_source& cancel)
{
    const unsigned number = call.attempt_number();
    if (got.reply != nullptr)
    {
        model_reply& reply = *got.reply;
        reply.provider = got.to.name;
        reply.attempts = number;
        for (const auto& [code, message] : reply.warnings)
            caller.on_warning(got.to.name, code, message);
        return {std::move(got.reply), {}};
    }
    if (cancel.cancelled())
        return {error(errc::cancelled, "cancelled"), {}};
    call_failure& failure = *got.failure;
    const std::string reason = failure.what.kind;
    const std::string message = failure.what.message;
    const int status = failure.http_status;
    const model_call::circumstances now{got.delivered, caller.time_left(), jitter()};
    model_call::action next = got.sent ? call.on_failure(std::move(failure), now)
                                       : call.on_closed(std::move(failure.what));
    if (auto* end = std::get_if<model_call::give_up>(&next))
        return {std::move(end->why), {}};
    if (const auto* from = std::get_if<model_call::fail_over>(&next))
    {
        caller.on_failover({providers_[from->from].name, providers_[call.provider()].name, reason, message});
        return {};
    }
    const auto& wait = std::get<model_call::pause>(next);
    caller.on_retry({got.to.name, number, got.attempt_id, wait.delay, status, reason, message});
    return {{}, wait};
}

boost::asio::awaitable<void> model_gateway::try_once(attempt& got, const model_request& request, const task_ref& who,
                                                     model_caller& caller, cancel_source& cancel)
{
    const entry& to = got.to;
    provider_queue::permit permit(*to.queue);
    auto may = co_await to.queue->acquire(permit, got.again, to.retries.longest_wait, caller, cancel);
    if (!may)
    {
        fail(got, may.error());
        co_return;
    }
    got.sent = true;
    got.attempt_id = make_task_id(clock_);
    delivery pieces(caller, permit);
    std::string document = write_request(request, got.model, who, got.attempt_id);
    std::string verb = "chat";
    plugin::operation_end end =
        co_await plugin::run_operation(*to.instance, std::move(verb), std::move(document), pieces, cancel);
    got.delivered = pieces.begun();
    note_end(got, end, permit);
}

/// Reads what the provider answered, and tells its queue what that says of its limits.
void model_gateway::note_end(attempt& got, const plugin::operation_end& end, provider_queue::permit& permit)
{
    if (end.status >= 0)
    {
        permit.admit();
        auto reply = read_reply(end.text);
        if (!reply)
            return fail(got, reply.error().under(named(got.to.name)));
        got.reply = std::move(*reply);
        return permit.note_quota(got.reply->left);
    }
    got.failure = std::make_unique<call_failure>(read_failure(end, named(got.to.name)));
    const call_failure& failure = *got.failure;
    if (is_refusal(failure))
        permit.refuse(failure.retry_after, jitter());
    else if (is_overload(failure))
        permit.overload(failure.retry_after, jitter());
    // Who names a wait is taken at that word: what is left of a quota says when it is full again, which is
    // later than when the next request fits in.
    if (!failure.retry_after)
        permit.note_quota(failure.left);
}

boost::asio::awaitable<void> model_gateway::sleep(model_call::pause wait, model_caller& caller, cancel_source& cancel)
{
    boost::asio::steady_timer timer(io_, wait.delay);
    cancel_subscription stop;
    cancel.subscribe(stop, [&](cancel_reason) { timer.cancel(); });
    if (cancel.cancelled())
        co_return;
    if (wait.asked_for)
        caller.on_hold(true);
    co_await timer.async_wait(as_result);
    if (wait.asked_for)
        caller.on_hold(false);
}

double model_gateway::jitter()
{
    std::uint32_t drawn = 0;
    clock_.random(&drawn, sizeof drawn);
    return static_cast<double>(drawn) / 4294967296.0;
}

} // namespace codexflow::gateway
