#include "engine/bench/run_bench.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/bench/measure.hpp"
#include "engine/gateway/timed_call.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/run/model_session.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <utility>

namespace codexflow::bench {
namespace {

gateway::model_request make_request(const bench_request& from, const subject& who)
{
    gateway::model_request made;
    made.model = who.model;
    made.stream = from.settings.stream;
    gateway::message prompt;
    prompt.content = from.prompt;
    made.messages.push_back(std::move(prompt));
    return made;
}

/// Performs what the schedule decides. Lives on run_bench()'s stack while the session works.
class performer
{
public:
    performer(model_session& models, const bench_request& request, const gateway::price_table& prices,
              const call_listener& listener)
        : models_(models), request_(request), prices_(prices), listener_(listener),
          schedule_(request.subjects.size(), request.settings.warm_up, request.settings.runs,
                    request.settings.max_parallel),
          done_(models.io()), began_us_(models.time().steady_us())
    {
        made_.prompt = models.masked(request.prompt);
        made_.started_unix_us = models.time().unix_us();
        made_.settings = request.settings;
        made_.subjects = request.subjects;
        made_.planned = schedule_.counted();
        mask_ = [this](std::string text) { return models_.masked(std::move(text)); };
    }

    boost::asio::awaitable<void> perform(cancel_source& cancel)
    {
        cancel_subscription stop;
        cancel.subscribe(stop, [this](cancel_reason) { schedule_.stop(); });
        go_on(cancel);
        co_await done_.wait();
    }

    /// Afterwards. Throws what a bug threw in a call.
    measurement take()
    {
        if (bug_)
            std::rethrow_exception(bug_);
        made_.elapsed_us = now_us();
        return std::move(made_);
    }

private:
    std::int64_t now_us() { return models_.time().steady_us() - began_us_; }

    void go_on(cancel_source& cancel)
    {
        while (const auto slot = schedule_.next())
            boost::asio::co_spawn(models_.io(), call(*slot, cancel), [this, &cancel](std::exception_ptr bug) {
                schedule_.ended();
                if (bug)
                {
                    bug_ = std::move(bug);
                    schedule_.stop();
                }
                go_on(cancel);
            });
        if (schedule_.over())
            done_.set();
    }

    boost::asio::awaitable<void> call(call_slot slot, cancel_source& cancel)
    {
        const subject& who = request_.subjects[slot.provider];
        cancel_source scope(cancel);
        net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
        models_.limits().arm(late, request_.limit);
        const gateway::model_request asked = make_request(request_, who);
        const task_ref ref{make_task_id(models_.time()), "bench", "bench", who.name, who.model};
        std::vector<std::size_t> provider(1, request_.providers[slot.provider]);
        const std::int64_t started_us = now_us();
        gateway::timed_answer answer = co_await gateway::timed_call(models_.models(), models_.time(),
                                                                    std::move(provider), asked, ref, scope);
        if (scope.reason() == cancel_reason::deadline)
            explain_limit(answer);
        settle(slot, started_us, std::move(answer), cancel);
    }

    void settle(const call_slot& slot, std::int64_t started_us, gateway::timed_answer answer,
                const cancel_source& cancel)
    {
        if (!answer.reply && cancel.cancelled())
            return; // it was not left to end
        measured_call row = measure(slot, started_us, std::move(answer),
                                    {request_.subjects[slot.provider], prices_, request_.settings.stream, mask_});
        listener_(slot, row);
        if (!slot.warm_up)
            made_.calls.push_back(std::move(row));
    }

    /// A call that took too long says longer than what.
    void explain_limit(gateway::timed_answer& answer) const
    {
        if (answer.reply)
            return;
        error what = answer.reply.error();
        what.message += " of " + format_duration(request_.limit);
        what.hint = "raise limits.task_timeout, or ask for less";
        answer.reply = std::move(what);
    }

    model_session& models_;
    const bench_request& request_;
    const gateway::price_table& prices_;
    const call_listener& listener_;
    bench_schedule schedule_;
    async_event done_;
    const std::int64_t began_us_;
    std::function<std::string(std::string)> mask_;
    measurement made_;
    std::exception_ptr bug_;
};

} // namespace

bench_end run_bench(model_session& models, const bench_request& request, const gateway::price_table& prices,
                    const call_listener& listener)
{
    performer all(models, request, prices, listener);
    bench_end end;
    end.stopped = models.perform([&all](cancel_source& cancel) { return all.perform(cancel); });
    end.measured = all.take();
    if (end.stopped != cancel_reason::none)
        end.measured.stopped = to_string(end.stopped);
    return end;
}

} // namespace codexflow::bench
