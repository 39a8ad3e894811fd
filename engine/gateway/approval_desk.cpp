#include "engine/gateway/approval_desk.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"
#include "engine/base/clock.hpp"
#include "engine/base/text.hpp"
#include "engine/gateway/tool_gateway.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/record/recorder.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace codexflow::gateway {

/// The wait of one call, from its ask to its answer: stops the time of its task, and lets the next question
/// be asked at its end.
class approval_desk::lease
{
public:
    lease(approval_desk& desk, const tool_request& call) : desk_(desk), call_(call) { hold(true); }
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    ~lease()
    {
        if (asks_)
            desk_.busy_ = false;
        desk_.call_next(); // also one who was called and was cancelled before it came passes the turn on
        hold(false);
    }

    void begin_asking() { asks_ = desk_.busy_ = true; }

private:
    void hold(bool on) const
    {
        if (call_.on_hold != nullptr)
            (*call_.on_hold)(on);
    }
    approval_desk& desk_;
    const tool_request& call_;
    bool asks_ = false;
};

void approval_desk::call_next()
{
    if (busy_ || waiting_.empty())
        return;
    waiting_.front()->set();
    waiting_.pop_front();
}

void approval_desk::use(approver& who, std::chrono::milliseconds patience)
{
    who_ = &who;
    patience_ = patience;
}

boost::asio::awaitable<policy_verdict> approval_desk::settle(const tool_request& call, const tool_question& asked,
                                                             const policy_verdict& said, cancel_source& cancel)
{
    const std::int64_t since_us = clock_.steady_us();
    reply given{standing_.find(asked, said)};
    bool standing = given.answer.has_value();
    if (!standing)
    {
        lease mine(*this, call);
        co_await wait_for_turn(mine, cancel);
        given.answer = standing_.find(asked, said); // whoever was asked before may have answered this as well
        standing = given.answer.has_value();
        if (!standing && !cancel.cancelled())
            given = co_await ask(call, asked, said, cancel);
    }
    policy_verdict settled = conclude(said, given);
    if (cancel.cancelled())
        co_return settled;
    const std::int64_t ms = (clock_.steady_us() - since_us) / 1000;
    const std::string_view answer = given.answer ? to_string(*given.answer) : given.late ? "late" : "none";
    event::approval_given told{call.call_id, asked.tool, std::string(answer), settled.allows(), standing, ms};
    record_.emit(&call.task, std::move(told));
    co_return settled;
}

boost::asio::awaitable<void> approval_desk::wait_for_turn(lease& mine, cancel_source& cancel)
{
    const auto here = co_await boost::asio::this_coro::executor;
    while (busy_ && !cancel.cancelled())
    {
        async_event woken(here);
        waiting_.push_back(&woken);
        cancel_subscription stop;
        cancel.subscribe(stop, [&](cancel_reason) { woken.set(); });
        co_await woken.wait();
        std::erase(waiting_, &woken);
    }
    if (!cancel.cancelled())
        mine.begin_asking();
}

boost::asio::awaitable<approval_desk::reply> approval_desk::ask(const tool_request& call, const tool_question& asked,
                                                                const policy_verdict& said, cancel_source& cancel)
{
    approval_question question{call.task, asked.tool, subject_of(asked), said};
    record_.redaction().apply(question.subject);
    record_.redaction().apply(question.said.reason);
    record_.emit(&call.task, event::approval_asked{call.call_id, asked.tool, question.subject, said.plugin, said.rule,
                                                   question.said.reason, said.where});
    cancel_source scope(cancel);
    net::deadline_sweeper::entry late([&scope] { scope.cancel(cancel_reason::deadline); });
    sweeper_.arm(late, patience_);
    reply given;
    given.answer = co_await who_->ask(question, scope);
    given.late = !given.answer && scope.cancelled() && !cancel.cancelled();
    if (given.answer)
        standing_.keep(asked, said, *given.answer);
    co_return given;
}

/// Pure, but for the patience it names.
policy_verdict approval_desk::conclude(policy_verdict said, const reply& given) const
{
    if (given.answer && *given.answer != approval::never)
    {
        said.decision = policy_decision::allow;
        return said;
    }
    said.decision = policy_decision::deny;
    said.reason += said.reason.empty() ? "" : "; ";
    if (given.answer)
        said.reason += "a person said no";
    else if (given.late)
        said.reason += "nobody answered within " + format_duration(patience_);
    else
        said.reason += "nobody answered";
    return said;
}

} // namespace codexflow::gateway
