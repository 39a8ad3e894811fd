// Calls that a policy leaves to a person: what is asked, what holds for longer, one question at a time.
#include "engine/gateway/approval_desk.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/base/async_event.hpp"
#include "engine/gateway/tool_gateway.hpp"
#include "engine/net/deadline_sweeper.hpp"
#include "engine/record/recorder.hpp"
#include "tests/support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <list>
#include <optional>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::gateway;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// Answers when the test says so.
class scripted_approver final : public approver
{
public:
    explicit scripted_approver(asio::io_context& io) : io_(io) {}

    asio::awaitable<std::optional<approval>> ask(const approval_question& asked, cancel_source& cancel) override
    {
        subjects.push_back(asked.subject);
        BOOST_TEST(!asking_);
        async_event answered(io_);
        asking_ = &answered;
        next_.reset();
        cancel_subscription stop;
        cancel.subscribe(stop, [&](cancel_reason) { answered.set(); });
        co_await answered.wait();
        asking_ = nullptr;
        co_return next_;
    }
    void answer(std::optional<approval> what)
    {
        BOOST_TEST_REQUIRE(asking_ != nullptr);
        next_ = what;
        asking_->set();
    }

    std::vector<std::string> subjects;

private:
    asio::io_context& io_;
    async_event* asking_ = nullptr;
    std::optional<approval> next_;
};

class event_kinds final : public event_listener
{
public:
    void on_event(const run_event& what, std::string_view) override
    {
        seen.emplace_back(kind_of(what.body));
        if (const auto* given = std::get_if<event::approval_given>(&what.body))
            seen.back() = given->answer + (given->standing ? ", as before" : "") + (given->allowed ? ": yes" : ": no");
    }
    std::vector<std::string> seen;
};

tool_question about(std::vector<std::string> argv, std::string agent = "coder")
{
    tool_question asked;
    asked.agent.id = std::move(agent);
    asked.tool = "shell";
    asked.argv = std::move(argv);
    return asked;
}

policy_verdict asks(std::string rule)
{
    policy_verdict said;
    said.decision = policy_decision::ask;
    said.plugin = "rules";
    said.rule = std::move(rule);
    said.reason = "a person decides";
    return said;
}

struct world
{
    struct call
    {
        call(tool_question about_what, policy_verdict what_was_said)
            : asked(std::move(about_what)), said(std::move(what_was_said))
        {
        }
        tool_question asked;
        policy_verdict said;
        cancel_source cancel;
        std::optional<policy_verdict> got;
    };

    world()
    {
        record.add_listener(events);
        desk.use(person, 0ms);
    }

    static asio::awaitable<void> work(world& in, call& one)
    {
        const tool_request request{in.task, one.asked.agent, in.place, in.nothing, "call-1", &in.on_hold};
        policy_verdict got = co_await in.desk.settle(request, one.asked, one.said, one.cancel);
        one.got = std::move(got);
    }
    call& start(tool_question asked, policy_verdict said = asks("push"))
    {
        call& one = calls.emplace_back(std::move(asked), std::move(said));
        asio::co_spawn(io, work(*this, one), [](const std::exception_ptr& bug) { BOOST_TEST(!bug); });
        settle();
        return one;
    }
    void answer(std::optional<approval> what)
    {
        person.answer(what);
        settle();
    }
    void settle()
    {
        io.restart();
        io.poll();
    }

    asio::io_context io;
    test::manual_clock time;
    net::deadline_sweeper sweeper{io};
    recorder record{time, "run", false};
    event_kinds events;
    scripted_approver person{io};
    approval_desk desk{sweeper, time, record};
    task_ref task{"coder-1", "coder", "coder", "p", "m"};
    tool_place place;
    tool_call nothing;
    int held = 0;
    std::function<void(bool)> on_hold = [this](bool on) { held += on ? 1 : -1; };
    std::list<call> calls;
};

bool allowed(const world::call& one) { return one.got && one.got->allows(); }
bool denied(const world::call& one) { return one.got && one.got->decision == policy_decision::deny; }

} // namespace

BOOST_AUTO_TEST_SUITE(approvals)

BOOST_AUTO_TEST_CASE(what_is_asked_is_what_the_call_would_do)
{
    BOOST_TEST(subject_of(about({"git", "push", "a b", "it's", ""})) == R"(git push 'a b' 'it'\''s' '')");
    tool_question script;
    script.command = "rm -rf x\ntrue";
    BOOST_TEST(subject_of(script) == "rm -rf x\ntrue");
    tool_question file;
    file.paths = {{"a", "/w/a", true}, {"b", "/p/b", false}};
    file.arguments_json = R"({"path":"a"})";
    BOOST_TEST(subject_of(file) == "write /w/a\nread /p/b\n{\"path\":\"a\"}");
}

BOOST_AUTO_TEST_CASE(once_is_for_one_call)
{
    world w;
    const auto& first = w.start(about({"git", "push"}));
    BOOST_TEST(w.held == 1);
    BOOST_TEST(!first.got.has_value());
    w.answer(approval::once);
    BOOST_TEST(allowed(first));
    BOOST_TEST(w.held == 0);
    const auto& second = w.start(about({"git", "push"}));
    BOOST_TEST(!second.got.has_value());
    w.answer(approval::never);
    BOOST_TEST(denied(second));
    BOOST_TEST(second.got->reason == "a person decides; a person said no");
    BOOST_TEST(w.person.subjects.size() == 2u);
}

BOOST_AUTO_TEST_CASE(always_and_never_hold_for_their_rule_agent_and_tool)
{
    world w;
    w.start(about({"git", "push"}));
    w.answer(approval::always);
    BOOST_TEST(allowed(w.start(about({"git", "push", "--force"}))));
    w.start(about({"rm", "x"}), asks("remove"));
    w.answer(approval::never);
    BOOST_TEST(denied(w.start(about({"rm", "y"}), asks("remove"))));
    const auto& other = w.start(about({"git", "push"}, "tester"));
    BOOST_TEST(!other.got.has_value());
    w.answer(approval::once);
    const std::vector<std::string> told{"approval_asked", "always: yes", "always, as before: yes", "approval_asked",
                                        "never: no", "never, as before: no", "approval_asked", "once: yes"};
    BOOST_TEST(w.events.seen == told, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(questions_are_asked_one_after_the_other_and_one_answer_may_do_for_all)
{
    world w;
    const auto& first = w.start(about({"git", "push"}));
    const auto& second = w.start(about({"git", "push", "x"}));
    const auto& third = w.start(about({"rm"}), asks("remove"));
    BOOST_TEST(w.held == 3);
    BOOST_TEST(w.person.subjects.size() == 1u);
    w.answer(approval::always);
    BOOST_TEST(allowed(first));
    BOOST_TEST(allowed(second));
    BOOST_TEST(w.person.subjects.back() == "rm");
    w.answer(approval::once);
    BOOST_TEST(allowed(third));
    BOOST_TEST(w.held == 0);
}

BOOST_AUTO_TEST_CASE(a_cancelled_call_leaves_the_queue_and_a_cancelled_question_frees_it)
{
    world w;
    auto& first = w.start(about({"a"}));
    auto& second = w.start(about({"b"}));
    const auto& third = w.start(about({"c"}));
    second.cancel.cancel(cancel_reason::interrupted);
    w.settle();
    BOOST_TEST(denied(second));
    first.cancel.cancel(cancel_reason::interrupted);
    w.settle();
    BOOST_TEST(denied(first));
    BOOST_TEST(w.person.subjects.back() == "c");
    w.answer(approval::once);
    BOOST_TEST(allowed(third));
    BOOST_TEST(w.held == 0);
}

BOOST_AUTO_TEST_CASE(one_who_is_called_and_cancelled_before_it_comes_passes_the_turn_on)
{
    world w;
    const auto& first = w.start(about({"a"}));
    auto& second = w.start(about({"b"}));
    const auto& third = w.start(about({"c"}));
    w.person.answer(approval::once);
    w.io.restart();
    while (!first.got && w.io.poll_one() != 0)
    {
    }
    BOOST_TEST(allowed(first));
    second.cancel.cancel(cancel_reason::deadline); // it was called, and has not yet heard of it
    w.settle();
    BOOST_TEST(denied(second));
    BOOST_TEST(w.person.subjects.back() == "c");
    w.answer(approval::once);
    BOOST_TEST(allowed(third));
}

BOOST_AUTO_TEST_CASE(no_answer_is_a_no)
{
    world w;
    const auto& one = w.start(about({"a"}));
    w.answer(std::nullopt);
    BOOST_TEST(denied(one));
    BOOST_TEST(one.got->reason == "a person decides; nobody answered");
    BOOST_TEST(w.events.seen.back() == "none: no");
}

BOOST_AUTO_TEST_CASE(an_answer_that_takes_too_long_is_a_no)
{
    world w;
    w.desk.use(w.person, 1ms);
    const auto& one = w.start(about({"a"}));
    w.io.restart();
    while (!one.got && w.io.run_one() != 0)
    {
    }
    BOOST_TEST(denied(one));
    BOOST_TEST(one.got->reason == "a person decides; nobody answered within 1ms");
    BOOST_TEST(w.events.seen.back() == "late: no");
}

BOOST_AUTO_TEST_SUITE_END()
