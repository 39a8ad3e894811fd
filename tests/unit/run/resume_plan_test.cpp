#include "engine/run/resume_plan.hpp"

#include "engine/base/digest.hpp"
#include "engine/run/feed_turns.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace codexflow;
using state = task_resume::state;

namespace {

recorded_call asked(std::string id, std::string tool, std::string arguments = "{}")
{
    recorded_call made;
    made.call_id = "call-" + id;
    made.id = "m" + id;
    made.tool = std::move(tool);
    made.arguments = std::move(arguments);
    made.arguments_digest = sha256_digest(made.arguments);
    return made;
}

recorded_call begun(std::string id, std::string effect)
{
    recorded_call made = asked(std::move(id), "tool");
    made.how = recorded_call::state::begun;
    made.effect = std::move(effect);
    return made;
}

recorded_call ended(std::string id, std::string effect, std::string outcome = "ok", std::string output = "did it")
{
    recorded_call made = begun(std::move(id), std::move(effect));
    made.how = recorded_call::state::ended;
    made.outcome = std::move(outcome);
    made.output = std::move(output);
    return made;
}

recorded_turn turn(unsigned number, std::vector<recorded_call> calls)
{
    recorded_turn made;
    made.turn = number;
    made.text = "turn " + std::to_string(number);
    made.finish = "tool_calls";
    made.usage = {true, 10, 5};
    made.provider_state = "opaque " + std::to_string(number);
    made.calls = std::move(calls);
    return made;
}

task_history task(task_history::state how, std::vector<recorded_turn> turns = {})
{
    task_history made;
    made.ref = {"worker-1", "worker", "worker", "p", "m"};
    made.how = how;
    made.conversation.turns = std::move(turns);
    return made;
}

resume_plan plan(task_history one, bool folder = true)
{
    run_history run;
    run.tasks.push_back(std::move(one));
    return plan_resume(run, [folder](const task_history&) { return folder; });
}

using how = task_history::state;

agent_loop loop_with_tools(unsigned max_turns = 20)
{
    loop_settings settings;
    settings.tools = std::make_shared<const std::string>("[]");
    settings.max_turns = max_turns;
    return agent_loop("m", "system", "go", true, settings);
}

} // namespace

BOOST_AUTO_TEST_SUITE(resume_plan_suite)

BOOST_AUTO_TEST_CASE(a_task_without_a_turn_is_kept_or_begins)
{
    task_history complete = task(how::complete);
    complete.output = "the answer";
    complete.usage = {true, 1, 2};
    const resume_plan kept = plan(complete);
    BOOST_TEST((kept.tasks[0].how == state::done));
    BOOST_TEST(kept.tasks[0].ended.output == "the answer");
    BOOST_TEST(kept.tasks[0].ended.usage.output == 2U);
    BOOST_TEST(kept.nothing_to_do());
    for (const how each : {how::planned, how::started, how::failed, how::cancelled})
    {
        const resume_plan made = plan(task(each));
        BOOST_TEST((made.tasks[0].how == state::start));
        BOOST_TEST(!made.nothing_to_do());
    }
}

BOOST_AUTO_TEST_CASE(what_is_made_of_the_calls_of_the_last_turn)
{
    struct row
    {
        recorded_call call;
        call_fate fate;
    };
    recorded_call hidden = asked("1", "tool", "{\"key\":\"[secret:KEY]\"}");
    hidden.arguments_digest = sha256_digest("{\"key\":\"value\"}");
    recorded_call hidden_begun = hidden;
    hidden_begun.how = recorded_call::state::begun;
    hidden_begun.effect = "idempotent";
    const std::vector<row> rows{
        {asked("1", "tool"), call_fate::make},
        {begun("1", "none"), call_fate::make},
        {begun("1", "idempotent"), call_fate::make},
        {begun("1", ""), call_fate::make}, // no such tool: nothing was done
        {begun("1", "once"), call_fate::doubtful},
        {ended("1", "once"), call_fate::answered},
        {ended("1", "none", "error"), call_fate::answered},
        {ended("1", "once", "cancelled"), call_fate::make},        // stopped before anything was done
        {ended("1", "once", "indeterminate"), call_fate::doubtful}, // stopped in the middle
        {ended("1", "none", "indeterminate"), call_fate::make},
        {hidden, call_fate::lost_arguments},
        {hidden_begun, call_fate::lost_arguments},
    };
    for (const row& one : rows)
    {
        const resume_plan made = plan(task(how::started, {turn(1, {one.call})}));
        BOOST_TEST_REQUIRE((made.tasks[0].how == state::go_on));
        BOOST_TEST((made.tasks[0].last_calls[0] == one.fate), one.call.effect << ' ' << one.call.outcome);
        BOOST_TEST(made.doubts.size() == (one.fate == call_fate::doubtful ? 1U : 0U));
        BOOST_TEST(made.losses.empty());
    }
}

BOOST_AUTO_TEST_CASE(stopped_and_failed_tasks_go_on_behind_their_last_turn)
{
    for (const how each : {how::started, how::failed, how::cancelled})
    {
        const resume_plan made = plan(task(each, {turn(1, {ended("1", "once")}), turn(2, {ended("2", "none")})}));
        BOOST_TEST((made.tasks[0].how == state::go_on));
        BOOST_TEST(made.tasks[0].turns.size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_conversation_that_led_nowhere_begins_anew_unless_that_would_repeat_something)
{
    task_history stuck = task(how::failed, {turn(1, {ended("1", "idempotent")})});
    stuck.error_code = "deadline_exceeded";
    stuck.error_phase = "repeated_call";
    BOOST_TEST((plan(stuck).tasks[0].how == state::start));
    BOOST_TEST(plan(stuck).tasks[0].remark == "its conversation led nowhere");
    stuck.error_phase = "turns"; // a higher limit may help
    BOOST_TEST((plan(stuck).tasks[0].how == state::go_on));
    stuck.error_phase = "repeated_call";
    stuck.conversation.turns[0].calls[0].effect = "once";
    BOOST_TEST((plan(stuck).tasks[0].how == state::go_on));
}

BOOST_AUTO_TEST_CASE(without_its_folder_a_task_begins_anew_if_its_calls_were_lost_with_it)
{
    const auto decide = [](recorded_call call) {
        return plan(task(how::cancelled, {turn(1, {std::move(call)})}), false).tasks[0];
    };
    BOOST_TEST((decide(ended("1", "none")).how == state::go_on)); // nothing was in it
    BOOST_TEST((decide(ended("1", "idempotent")).how == state::start));
    BOOST_TEST((decide(ended("1", "idempotent", "denied")).how == state::go_on));
    const task_resume bound = decide(ended("1", "once"));
    BOOST_TEST((bound.how == state::go_on));
    BOOST_TEST(bound.remark.find("folder is gone") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_follows_a_lost_turn_is_not_said_and_what_must_not_be_repeated_is_told)
{
    const resume_plan made = plan(task(how::started, {turn(1, {ended("1", "none")}), turn(3, {ended("3", "once")})}));
    BOOST_TEST(made.tasks[0].turns.size() == 1U);
    BOOST_TEST_REQUIRE(made.losses.size() == 1U);
    BOOST_TEST(made.losses[0].find("call-3") != std::string::npos);
    // The same when an answer between is lost, and when the first turn is.
    BOOST_TEST(plan(task(how::started, {turn(1, {asked("1", "tool")}), turn(2, {ended("2", "once")})})).losses.size() == 1U);
    BOOST_TEST(plan(task(how::started, {turn(2, {ended("2", "once")})})).losses.size() == 1U);
    BOOST_TEST(plan(task(how::started, {turn(2, {ended("2", "idempotent")})})).losses.empty());
    task_history stray = task(how::started);
    stray.conversation.stray.push_back(begun("1", "once"));
    BOOST_TEST(plan(stray).losses.size() == 1U);
    BOOST_TEST((plan(stray).tasks[0].how == state::start));
}

BOOST_AUTO_TEST_CASE(a_person_decides_about_doubts)
{
    using codexflow::settle;
    const auto settled = [](doubt_answer said) {
        resume_plan made = plan(task(how::started, {turn(1, {begun("1", "once")})}));
        settle(made, made.doubts.at(0), said);
        return std::pair(made.tasks[0].last_calls[0], answer_of(made.tasks[0].turns[0].calls[0], made.tasks[0].last_calls[0]));
    };
    BOOST_TEST((settled(doubt_answer::again).first == call_fate::make));
    BOOST_TEST(!settled(doubt_answer::again).second.has_value());
    BOOST_TEST((settled(doubt_answer::done).second->how == gateway::tool_outcome::ok));
    BOOST_TEST((settled(doubt_answer::skip).second->how == gateway::tool_outcome::error));
    const auto unknown = answer_of(begun("1", "once"), call_fate::doubtful);
    BOOST_TEST((unknown->how == gateway::tool_outcome::indeterminate));
    BOOST_TEST(unknown->content.find("Nobody knows") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(feed_turns_suite)

BOOST_AUTO_TEST_CASE(the_model_is_asked_what_it_would_have_been_asked)
{
    // What an uninterrupted conversation comes to ...
    agent_loop live = loop_with_tools();
    live.start();
    for (unsigned number = 1; number != 3; ++number)
    {
        live.on_text("turn " + std::to_string(number));
        live.on_tool_call(0, {"m" + std::to_string(number), "tool", "{}"});
        gateway::model_reply reply;
        reply.finish = "tool_calls";
        reply.usage = {true, 10, 5};
        reply.provider_state = "opaque " + std::to_string(number);
        BOOST_REQUIRE(std::holds_alternative<agent_loop::call_tools>(live.on_reply(reply)));
        std::vector<gateway::tool_answer> answers(1);
        answers[0] = {gateway::tool_outcome::ok, "did it", {}};
        BOOST_REQUIRE(std::holds_alternative<agent_loop::call_model>(live.on_answers(std::move(answers))));
    }
    // ... the record of it comes to as well.
    const resume_plan made = plan(task(how::started, {turn(1, {ended("1", "once")}), turn(2, {ended("2", "none")})}));
    agent_loop fed = loop_with_tools();
    const auto next = feed_turns(fed, made.tasks[0]);
    BOOST_REQUIRE(std::holds_alternative<agent_loop::call_model>(next));
    BOOST_TEST(calls_before(made.tasks[0], next) == 2U);
    BOOST_TEST(fed.turns() == live.turns());
    BOOST_TEST(fed.usage().output == live.usage().output);
    BOOST_REQUIRE(fed.request().messages.size() == live.request().messages.size());
    for (std::size_t i = 0; i != live.request().messages.size(); ++i)
    {
        const gateway::message& a = live.request().messages[i];
        const gateway::message& b = fed.request().messages[i];
        BOOST_TEST((a.from == b.from));
        BOOST_TEST(a.content == b.content);
        BOOST_TEST(a.tool_call_id == b.tool_call_id);
        BOOST_TEST(a.provider_state == b.provider_state);
        BOOST_TEST(a.is_error == b.is_error);
        BOOST_TEST(a.tool_calls.size() == b.tool_calls.size());
    }
}

BOOST_AUTO_TEST_CASE(calls_that_are_left_are_asked_for)
{
    const resume_plan made = plan(task(how::started, {turn(1, {ended("1", "once")}), turn(2, {ended("2", "once"), begun("3", "none")})}));
    agent_loop fed = loop_with_tools();
    const auto next = feed_turns(fed, made.tasks[0]);
    BOOST_REQUIRE(std::holds_alternative<agent_loop::call_tools>(next));
    BOOST_TEST(fed.calls().size() == 2U);
    BOOST_TEST(calls_before(made.tasks[0], next) == 1U);
    BOOST_TEST(answer_of(made.tasks[0].turns[1].calls[0], made.tasks[0].last_calls[0]).has_value());
    BOOST_TEST(!answer_of(made.tasks[0].turns[1].calls[1], made.tasks[0].last_calls[1]).has_value());
}

BOOST_AUTO_TEST_CASE(a_limit_that_was_lowered_since_ends_the_task)
{
    const resume_plan made = plan(task(how::failed, {turn(1, {ended("1", "none")}), turn(2, {ended("2", "none")})}));
    agent_loop fed = loop_with_tools(2);
    BOOST_TEST(std::holds_alternative<agent_loop::fail>(feed_turns(fed, made.tasks[0])));
}

BOOST_AUTO_TEST_CASE(names_given_to_calls_go_on)
{
    std::vector<recorded_call> first{ended("1", "none")};
    first[0].id = "call_1"; // the loop's own, for a model that names none
    const resume_plan made = plan(task(how::started, {turn(1, first)}));
    agent_loop fed = loop_with_tools();
    feed_turns(fed, made.tasks[0]);
    fed.on_tool_call(0, {"", "tool", "{}"});
    BOOST_TEST(fed.calls()[0].id == "call_2");
}

BOOST_AUTO_TEST_SUITE_END()
