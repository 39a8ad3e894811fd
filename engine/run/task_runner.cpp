#include "engine/run/task_runner.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/gateway/model_caller.hpp"
#include "engine/gateway/model_gateway.hpp"
#include "engine/gateway/model_json.hpp"
#include "engine/record/recorder.hpp"
#include "engine/run/agent_loop.hpp"
#include "engine/run/task_limit.hpp"

#include <codexflow/view.hpp>

#include <optional>
#include <utility>

namespace codexflow {
namespace {

/// Turns what a model streams and its call goes through into events, and keeps what the agent loop must
/// know of it.
class model_stream final : public gateway::model_caller
{
public:
    model_stream(const task_ref& task, recorder& record, agent_loop& loop, task_limit& limit)
        : task_(task), record_(record), loop_(loop), limit_(limit)
    {
    }

    bool on_chunk(const cflow_chunk& chunk) override
    {
        const std::string_view data = from_abi(chunk.data);
        event::chunk piece;
        piece.index = chunk.index;
        piece.text = data;
        switch (chunk.kind)
        {
        case CFLOW_CHUNK_TEXT:
            loop_.on_text(data);
            piece.what = event::chunk::channel::text;
            break;
        case CFLOW_CHUNK_REASONING: piece.what = event::chunk::channel::reasoning; break;
        case CFLOW_CHUNK_TOOL_CALL:
            open_tool_call(data);
            piece.what = event::chunk::channel::tool_call;
            break;
        case CFLOW_CHUNK_TOOL_ARGS: piece.what = event::chunk::channel::tool_args; break;
        default: return true; // abi.h: what is not known is skipped
        }
        record_.emit(&task_, piece);
        return !record_.congested();
    }
    void when_ready(std::function<void()> go) override { record_.when_writable(std::move(go)); }

    void on_retry(const gateway::retry_notice& notice) override
    {
        record_.emit(&task_, event::retry{notice.provider, notice.attempt, notice.attempt_id, notice.delay.count(),
                                          notice.http_status, notice.reason, notice.message});
    }
    void on_failover(const gateway::failover_notice& notice) override
    {
        record_.emit(&task_, event::failover{notice.from, notice.to, notice.reason, notice.message});
    }
    void on_warning(std::string_view provider, std::string_view code, std::string_view message) override
    {
        record_.emit(&task_, event::notice{event::notice::level::warning, std::string(provider), std::string(message),
                                           std::string(code)});
    }
    void on_hold(bool waiting) override { limit_.hold(waiting); }
    std::optional<std::chrono::milliseconds> time_left() override { return limit_.left(); }

    /// What the plugin streamed wrongly, if it did.
    const std::optional<error>& fault() const noexcept { return fault_; }

private:
    void open_tool_call(std::string_view data)
    {
        auto call = gateway::read_tool_call(data);
        if (call)
            loop_.on_tool_call(std::move(*call));
        else if (!fault_)
            fault_ = call.error();
    }

    const task_ref& task_;
    recorder& record_;
    agent_loop& loop_;
    task_limit& limit_;
    std::optional<error> fault_;
};

/// What cancelled the task, as the error of the task.
error cancelled_error(const job& what, cancel_reason reason)
{
    if (reason == cancel_reason::deadline)
        return error(errc::deadline_exceeded,
                     "the task took longer than its limit of " + format_duration(what.limit))
            .with_phase("total")
            .with_hint("raise limits.task_timeout and the agent's runtime.timeout_ms, or ask for less in one task");
    return error(errc::cancelled, "cancelled: " + std::string(to_string(reason)));
}

/// One task under way: all that is done between the awaits. It lives in run_task's frame, and what its
/// functions need on the way takes no room there.
class task_run
{
public:
    task_run(const job& what, task_context& context, task_limit& limit)
        : what_(what), context_(context), started_us_(context.time.steady_us()),
          loop_(what.ref.model, what.system, what.text + what.attachment, context.stream), stream_(what.ref, context.record, loop_, limit)
    {
        context.record.emit(&what.ref, event::task_started{(started_us_ - context.run_started_us) / 1000});
        next_ = loop_.start();
    }

    bool wants_model() const noexcept { return std::holds_alternative<agent_loop::call_model>(next_); }
    const gateway::model_request& request() const noexcept { return loop_.request(); }
    gateway::model_caller& caller() noexcept { return stream_; }

    void on_reply(result<gateway::model_reply>& reply, const cancel_source& cancel)
    {
        if (cancel.cancelled())
            next_ = loop_.on_error(cancelled_error(what_, cancel.reason()));
        else if (!reply && reply.error().code == errc::cancelled)
            next_ = loop_.on_error(error(errc::plugin_misbehaved, "the provider reported a cancellation nobody asked for"));
        else if (!reply)
            next_ = loop_.on_error(std::move(reply.error()));
        else if (stream_.fault())
            next_ = loop_.on_error(*stream_.fault());
        else
        {
            attempts_ += reply->attempts;
            answered_by_ = reply->provider;
            next_ = loop_.on_reply(*reply);
        }
    }

    /// Once, when no more is to be asked.
    task_outcome end()
    {
        task_outcome outcome;
        outcome.usage = loop_.usage();
        if (auto* done = std::get_if<agent_loop::finish>(&next_))
            succeed(*done, outcome);
        else
            give_up(std::get<agent_loop::fail>(next_), outcome);
        return outcome;
    }

private:
    std::int64_t elapsed_ms() const { return (context_.time.steady_us() - started_us_) / 1000; }

    void succeed(agent_loop::finish& done, task_outcome& outcome)
    {
        outcome.how = task_end::ok;
        event::task_complete body;
        body.ms = elapsed_ms();
        body.finish = std::move(done.reason);
        body.attempts = attempts_;
        body.answered_by = std::move(answered_by_);
        body.usage = outcome.usage;
        body.output = loop_.take_output();
        context_.record.emit(&what_.ref, std::move(body));
    }
    void give_up(agent_loop::fail& failed, task_outcome& outcome)
    {
        event::task_error body;
        body.ms = elapsed_ms();
        body.what = std::move(failed.why);
        body.usage = outcome.usage;
        body.partial = loop_.take_output();
        outcome.code = body.what.code;
        outcome.how = outcome.code == errc::cancelled ? task_end::cancelled : task_end::failed;
        context_.record.emit(&what_.ref, std::move(body));
    }

    const job& what_;
    task_context& context_;
    const std::int64_t started_us_;
    agent_loop loop_;
    model_stream stream_;
    agent_loop::action next_;
    unsigned attempts_ = 0;
    std::string answered_by_;
};

} // namespace

boost::asio::awaitable<task_outcome> run_task(const job& what, task_context& context, task_limit& limit,
                                              cancel_source& cancel)
{
    task_run run(what, context, limit);
    while (run.wants_model())
    {
        auto reply = co_await context.models.complete(what.providers, run.request(), what.ref, run.caller(), cancel);
        run.on_reply(reply, cancel);
    }
    co_return run.end();
}

} // namespace codexflow
