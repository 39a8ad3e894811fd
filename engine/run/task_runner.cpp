#include "engine/run/task_runner.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/digest.hpp"
#include "engine/base/text.hpp"
#include "engine/gateway/model_caller.hpp"
#include "engine/gateway/model_gateway.hpp"
#include "engine/gateway/model_json.hpp"
#include "engine/gateway/tool_call_record.hpp"
#include "engine/record/recorder.hpp"
#include "engine/run/agent_loop.hpp"
#include "engine/run/feed_turns.hpp"
#include "engine/run/file_output.hpp"
#include "engine/run/run_memory.hpp"
#include "engine/run/task_limit.hpp"
#include "engine/run/task_place.hpp"
#include "engine/run/tool_turn.hpp"
#include "engine/run/workspaces.hpp"

#include <codexflow/view.hpp>

#include <functional>
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
            open_tool_call(chunk.index, data);
            piece.what = event::chunk::channel::tool_call;
            break;
        case CFLOW_CHUNK_TOOL_ARGS:
            loop_.on_tool_arguments(chunk.index, data);
            piece.what = event::chunk::channel::tool_args;
            break;
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
    const std::optional<boxed_error>& fault() const noexcept { return fault_; }

private:
    void open_tool_call(std::uint32_t index, std::string_view data)
    {
        auto call = gateway::read_tool_call(data);
        if (call)
            loop_.on_tool_call(index, std::move(*call));
        else if (!fault_)
            fault_ = call.error();
    }

    const task_ref& task_;
    recorder& record_;
    agent_loop& loop_;
    task_limit& limit_;
    std::optional<boxed_error> fault_;
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
          place_(what, context.places, context.record, context.project),
          loop_(what.ref.model, what.system, what.text + what.attachment, context.stream,
                {context.tools.offer(*what.caller), context.max_turns, context.strict_tools}),
          stream_(what.ref, context.record, loop_, limit), limit_(limit)
    {
        const bool goes_on = what.resume != nullptr && what.resume->how == task_resume::state::go_on;
        const unsigned turns = goes_on ? static_cast<unsigned>(what.resume->turns.size()) : 0;
        context.record.emit(&what.ref, event::task_started{(started_us_ - context.run_started_us) / 1000, turns});
        tell_of_wanted_tools();
        if (context.memory != nullptr)
            if (std::string text = context.memory->tell(what); !text.empty())
                loop_.tell_first(std::move(text));
        auto place = place_.begin(context.tools.offer(*what.caller) != nullptr);
        if (!place)
            next_ = loop_.on_error(std::move(place.error()));
        else
            next_ = goes_on ? go_on(*what.resume) : loop_.start();
    }

    bool wants_isolation() const
    {
        return context_.places.isolate() && (wants_model() || wants_tools()) && place_.exists() && context_.tools.may_change(*what_.caller);
    }
    boost::asio::awaitable<result<void>> isolate() { return place_.isolate(); }
    void on_isolated(const result<void>& made)
    {
        if (!made)
            next_ = loop_.on_error(made.error());
    }
    bool isolated() const noexcept { return place_.isolated(); }
    boost::asio::awaitable<void> look() { return place_.look(); }

    bool wants_model() const noexcept { return std::holds_alternative<agent_loop::call_model>(next_); }
    bool wants_tools() const noexcept { return std::holds_alternative<agent_loop::call_tools>(next_); }
    const gateway::model_request& request() const noexcept { return loop_.request(); }
    gateway::model_caller& caller() noexcept { return stream_; }

    void on_reply(result<gateway::reply_ptr>& answer, const cancel_source& cancel)
    {
        if (cancel.cancelled())
            next_ = loop_.on_error(cancelled_error(what_, cancel.reason()));
        else if (!answer && answer.error().code == errc::cancelled)
            next_ = loop_.on_error(error(errc::plugin_misbehaved, "the provider reported a cancellation nobody asked for"));
        else if (!answer)
            next_ = loop_.on_error(answer.error());
        else if (stream_.fault())
            next_ = loop_.on_error(stream_.fault()->get());
        else
        {
            const gateway::model_reply& reply = **answer;
            attempts_ += reply.attempts;
            answered_by_ = reply.provider;
            next_ = loop_.on_reply(reply);
            if (wants_tools())
                tell_of_turn(reply);
        }
    }

    /// What the model asks for, ready to be made.
    tool_turn turn()
    {
        return {what_.ref,   *what_.caller, place_.for_tools(), loop_.calls(),
                calls_made_, &on_hold_,     std::exchange(known_, {})};
    }

    void on_answers(std::vector<gateway::tool_answer> answers, const cancel_source& cancel)
    {
        calls_made_ += answers.size();
        for (const gateway::tool_call& one : loop_.calls())
            acted_ = acted_ || !context_.tools.only_looks(one.name);
        next_ = cancel.cancelled() ? loop_.on_error(cancelled_error(what_, cancel.reason()))
                                   : loop_.on_answers(std::move(answers));
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

    /// Last, when everything has been told, if there is a place.
    bool has_place() const noexcept { return place_.exists(); }
    boost::asio::awaitable<void> leave() { return place_.leave(); }

private:
    /// Takes up the conversation of an earlier process.
    agent_loop::action go_on(const task_resume& from)
    {
        for (const recorded_turn& turn : from.turns)
        {
            for (const recorded_call& one : turn.calls)
                acted_ = acted_ || (one.effect != "none" && !one.effect.empty());
            attempts_ += turn.attempts;
            answered_by_ = turn.answered_by;
        }
        agent_loop::action next = feed_turns(loop_, from);
        calls_made_ = calls_before(from, next);
        const std::vector<recorded_call>& last = from.turns.back().calls;
        for (std::size_t i = 0; i != last.size(); ++i)
        {
            known_.push_back(answer_of(last[i], from.last_calls[i]));
            if (known_.back() && from.last_calls[i] != call_fate::answered)
                tell_of_settled(last[i], *known_.back());
        }
        if (!std::holds_alternative<agent_loop::call_tools>(next))
            known_.clear();
        if (!from.remark.empty())
            context_.record.emit(&what_.ref, event::notice{event::notice::level::warning, "engine",
                                                           "the task goes on, but " + from.remark});
        return next;
    }

    /// A call that an earlier process left open, and that is not made: its intent gets its outcome.
    void tell_of_settled(const recorded_call& call, const gateway::tool_answer& answer)
    {
        const gateway::tool_call made{call.id, call.tool, call.arguments};
        const gateway::tool_place nowhere;
        const gateway::tool_request what{what_.ref, *what_.caller, nowhere, made, call.call_id};
        gateway::tool_call_record told(context_.record, context_.time, what);
        told.begin("", call.effect);
        told.end(answer);
    }

    std::int64_t elapsed_ms() const { return (context_.time.steady_us() - started_us_) / 1000; }

    /// What the task names and the agent may not have. With strict_tools the run would not have begun.
    void tell_of_wanted_tools()
    {
        if (context_.tools.empty())
            return;
        for (const std::string& name : what_.wanted_tools)
        {
            if (!context_.tools.has(name))
            {
                context_.record.emit(&what_.ref, event::notice{event::notice::level::warning, "engine",
                                                               "the task names the tool '" + name + "', which no plugin offers"});
                continue;
            }
            const policy_verdict said = context_.tools.verdict_on(*what_.caller, name);
            if (said.denies())
                context_.record.emit(&what_.ref, gateway::violation_of(said, name));
        }
    }

    /// A turn that goes on: who resumes the run goes on behind it.
    void tell_of_turn(const gateway::model_reply& reply)
    {
        event::turn_complete told;
        told.turn = loop_.turns();
        told.text = loop_.output();
        told.finish = reply.finish;
        told.usage = reply.usage;
        told.attempts = reply.attempts;
        told.answered_by = reply.provider;
        told.provider_state = reply.provider_state;
        if (!reply.provider_state.empty())
            told.state_digest = sha256_digest(reply.provider_state);
        std::size_t number = calls_made_;
        for (const gateway::tool_call& one : loop_.calls())
            told.calls.push_back({tool_call_id(++number), one.id, one.name, one.arguments, sha256_digest(one.arguments)});
        context_.record.emit(&what_.ref, std::move(told));
    }

    void succeed(agent_loop::finish& done, task_outcome& outcome)
    {
        outcome.how = task_end::ok;
        event::task_complete body;
        body.ms = elapsed_ms();
        body.finish = std::move(done.reason);
        body.attempts = attempts_;
        body.answered_by = std::move(answered_by_);
        body.usage = outcome.usage;
        body.output = loop_.output();
        body.workspace = place_.settle({body.ms, body.output, nullptr});
        if (context_.files != nullptr)
            context_.files->take(what_, body.output, context_.record.redaction());
        if (context_.memory != nullptr)
            context_.memory->remember(what_, {body.ms, body.output, nullptr});
        context_.record.emit(&what_.ref, std::move(body));
    }
    void give_up(agent_loop::fail& failed, task_outcome& outcome)
    {
        event::task_error body;
        body.ms = elapsed_ms();
        body.what = failed.why.get();
        body.usage = outcome.usage;
        body.partial = loop_.output();
        body.workspace = place_.settle({body.ms, body.partial, &body.what, acted_ && context_.resumable});
        outcome.code = body.what.code;
        outcome.how = outcome.code == errc::cancelled ? task_end::cancelled : task_end::failed;
        if (context_.memory != nullptr && outcome.how == task_end::failed) // what was stopped has come to no end
            context_.memory->remember(what_, {body.ms, body.partial, &body.what});
        context_.record.emit(&what_.ref, std::move(body));
    }

    /// While a person decides about any of its calls, the time of the task stands still.
    void hold(bool on)
    {
        holds_ += on ? 1 : -1;
        limit_.hold(holds_ != 0);
    }

    const job& what_;
    task_context& context_;
    const std::int64_t started_us_;
    task_place place_;
    agent_loop loop_;
    model_stream stream_;
    task_limit& limit_;
    int holds_ = 0;
    const std::function<void(bool)> on_hold_ = [this](bool on) { hold(on); };
    agent_loop::action next_;
    std::size_t calls_made_ = 0;
    bool acted_ = false; ///< A call of it may have changed something.
    std::vector<std::optional<gateway::tool_answer>> known_; ///< Of the calls to be made next; see tool_turn.
    unsigned attempts_ = 0;
    std::string answered_by_;
};

} // namespace

boost::asio::awaitable<task_outcome> run_task(const job& what, task_context& context, task_limit& limit,
                                              cancel_source& cancel)
{
    task_run run(what, context, limit);
    if (run.wants_isolation())
    {
        const auto made = co_await run.isolate();
        run.on_isolated(made);
    }
    while (run.wants_model() || run.wants_tools())
    {
        if (run.wants_model())
        {
            auto reply = co_await context.models.complete(what.providers, run.request(), what.ref, run.caller(), cancel);
            run.on_reply(reply, cancel);
        }
        if (!run.wants_tools())
            continue;
        const tool_turn turn = run.turn();
        auto answers = co_await make_calls(context.io, context.tools, turn, cancel);
        run.on_answers(std::move(answers), cancel);
    }
    if (run.isolated())
        co_await run.look();
    task_outcome outcome = run.end();
    if (run.has_place())
        co_await run.leave();
    if (context.memory != nullptr && context.memory->crowded())
        co_await context.memory->flush();
    co_return outcome;
}

} // namespace codexflow
