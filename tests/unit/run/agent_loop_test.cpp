#include "engine/run/agent_loop.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace codexflow;

namespace {

gateway::model_reply reply_with(std::string finish)
{
    gateway::model_reply reply;
    reply.finish = std::move(finish);
    reply.usage.known = true;
    reply.usage.input = 7;
    reply.usage.output = 3;
    return reply;
}

} // namespace

BOOST_AUTO_TEST_SUITE(agent_loop_suite)

BOOST_AUTO_TEST_CASE(the_first_action_is_a_model_call_with_the_task)
{
    agent_loop loop("m", "you are", "do it");
    BOOST_TEST(std::holds_alternative<agent_loop::call_model>(loop.start()));
    BOOST_TEST(loop.request().model == "m");
    BOOST_TEST(loop.request().system.str() == "you are");
    BOOST_REQUIRE(loop.request().messages.size() == 1u);
    BOOST_TEST(loop.request().messages.front().content == "do it");
}

BOOST_AUTO_TEST_CASE(a_text_turn_finishes_with_everything_said)
{
    agent_loop loop("", "", "x");
    loop.start();
    loop.on_text("hel");
    loop.on_text("lo");
    const auto next = loop.on_reply(reply_with("length"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::finish>(next));
    BOOST_TEST(std::get<agent_loop::finish>(next).reason == "length");
    BOOST_TEST(loop.output() == "hello");
    BOOST_TEST(loop.usage().known);
    BOOST_TEST(loop.usage().output == 3u);
}

BOOST_AUTO_TEST_CASE(a_long_answer_is_kept_whole)
{
    agent_loop loop("", "", "x");
    loop.start();
    std::string said;
    for (int i = 0; i != 2000; ++i)
    {
        const std::string piece = "word " + std::to_string(i) + ' ';
        loop.on_text(piece);
        said += piece;
    }
    BOOST_TEST(loop.output() == said);
}

BOOST_AUTO_TEST_CASE(a_tool_call_without_offered_tools_fails_by_name)
{
    agent_loop loop("", "", "x");
    loop.start();
    loop.on_tool_call(0, {"1", "bash", "{}"});
    const auto next = loop.on_reply(reply_with("tool_calls"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(next));
    const error why = std::get<agent_loop::fail>(next).why.get();
    BOOST_TEST((why.code == errc::unsupported));
    BOOST_TEST(why.message.find("'bash'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(silence_and_filtered_answers_are_no_success)
{
    agent_loop silent("", "", "x");
    silent.start();
    const auto nothing = silent.on_reply(reply_with("stop"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(nothing));
    BOOST_TEST((std::get<agent_loop::fail>(nothing).why.get().code == errc::protocol));

    agent_loop filtered("", "", "x");
    filtered.start();
    filtered.on_text("half");
    const auto cut = filtered.on_reply(reply_with("content_filter"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(cut));
    BOOST_TEST((std::get<agent_loop::fail>(cut).why.get().code == errc::permission_denied));
    BOOST_TEST(filtered.output() == "half");
}

BOOST_AUTO_TEST_CASE(an_error_ends_the_task_with_it)
{
    agent_loop loop("", "", "x");
    loop.start();
    const auto next = loop.on_error(error(errc::unavailable, "gone"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(next));
    BOOST_TEST(std::get<agent_loop::fail>(next).why.get().message == "gone");
}


namespace {

/// A loop whose model may call tools.
agent_loop with_tools(unsigned max_turns = 20, bool strict = false)
{
    loop_settings settings;
    settings.tools = std::make_shared<const std::string>(R"([{"name":"read","parameters":{}}])");
    settings.max_turns = max_turns;
    settings.strict = strict;
    agent_loop loop("", "", "x", true, std::move(settings));
    loop.start();
    return loop;
}

gateway::tool_answer answer(std::string content, gateway::tool_outcome how = gateway::tool_outcome::ok)
{
    gateway::tool_answer made;
    made.how = how;
    made.content = std::move(content);
    return made;
}

std::vector<gateway::tool_answer> answers(gateway::tool_answer one)
{
    std::vector<gateway::tool_answer> all;
    all.push_back(std::move(one));
    return all;
}

/// One turn with one call; what follows from its answer.
agent_loop::action turn(agent_loop& loop, const std::string& arguments, gateway::tool_answer given)
{
    loop.on_tool_call(0, {"id", "read", ""});
    loop.on_tool_arguments(0, arguments);
    auto next = loop.on_reply(reply_with("tool_calls"));
    if (!std::holds_alternative<agent_loop::call_tools>(next))
        return next;
    return loop.on_answers(answers(std::move(given)));
}

std::optional<error> failure_of(const agent_loop::action& next)
{
    const auto* failed = std::get_if<agent_loop::fail>(&next);
    return failed == nullptr ? std::nullopt : std::optional(failed->why.get());
}

} // namespace

BOOST_AUTO_TEST_CASE(calls_and_their_results_go_back_to_the_model_in_its_order)
{
    agent_loop loop = with_tools();
    loop.on_text("let me look");
    loop.on_tool_call(0, {"a", "read", ""});
    loop.on_tool_call(1, {"", "list", ""});
    loop.on_tool_arguments(1, R"({"path":)");
    loop.on_tool_arguments(0, "{}");
    loop.on_tool_arguments(1, R"("."})");
    loop.on_tool_arguments(7, "lost");
    auto reply = reply_with("tool_calls");
    reply.provider_state = "opaque";
    BOOST_REQUIRE(std::holds_alternative<agent_loop::call_tools>(loop.on_reply(reply)));
    BOOST_REQUIRE(loop.calls().size() == 2u);
    BOOST_TEST(loop.calls()[0].arguments == "{}");
    BOOST_TEST(loop.calls()[1].arguments == R"({"path":"."})");
    BOOST_TEST(!loop.calls()[1].id.empty());
    const std::string second = loop.calls()[1].id;

    std::vector<gateway::tool_answer> both;
    both.push_back(answer("text of a"));
    both.push_back(answer("no such folder", gateway::tool_outcome::error));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::call_model>(loop.on_answers(std::move(both))));
    const auto& history = loop.request().messages;
    BOOST_REQUIRE(history.size() == 4u);
    BOOST_TEST((history[1].from == gateway::message::role::assistant));
    BOOST_TEST(history[1].content == "let me look");
    BOOST_TEST(history[1].provider_state == "opaque");
    BOOST_TEST(history[1].tool_calls.size() == 2u);
    BOOST_TEST((history[2].from == gateway::message::role::tool));
    BOOST_TEST(history[2].tool_call_id == "a");
    BOOST_TEST(!history[2].is_error);
    BOOST_TEST(history[3].is_error);
    BOOST_TEST(history[2].content == "text of a");
    BOOST_TEST(history[3].tool_call_id == second);
    BOOST_TEST(history[3].content == "no such folder");
    BOOST_TEST(loop.request().tools != nullptr);

    loop.on_text("done");
    BOOST_REQUIRE(std::holds_alternative<agent_loop::finish>(loop.on_reply(reply_with("stop"))));
    BOOST_TEST(loop.output() == "done"); // of the last turn
    BOOST_TEST(loop.usage().input == 14u); // of all turns
}

BOOST_AUTO_TEST_CASE(the_turn_after_the_last_one_is_not_begun)
{
    agent_loop loop = with_tools(2);
    BOOST_TEST(!failure_of(turn(loop, R"({"n":1})", answer("a"))));
    const auto next = turn(loop, R"({"n":2})", answer("b"));
    const auto why = failure_of(next);
    BOOST_REQUIRE(why);
    BOOST_TEST((why->code == errc::deadline_exceeded));
    BOOST_TEST(why->phase == "turns");
    BOOST_TEST(why->message == "the model still calls tools after 2 turns");
}

BOOST_AUTO_TEST_CASE(an_answer_in_the_last_turn_counts)
{
    agent_loop loop = with_tools(2);
    BOOST_TEST(!failure_of(turn(loop, "{}", answer("a"))));
    loop.on_text("done");
    BOOST_TEST(std::holds_alternative<agent_loop::finish>(loop.on_reply(reply_with("stop"))));
}

BOOST_AUTO_TEST_CASE(the_same_call_with_the_same_result_is_stopped_at_its_limit)
{
    agent_loop loop = with_tools(100);
    for (unsigned i = 1; i != repeated_call_limit; ++i)
        BOOST_TEST(!failure_of(turn(loop, "{}", answer("same"))));
    BOOST_TEST(!failure_of(turn(loop, "{}", answer("another result"))));
    BOOST_TEST(!failure_of(turn(loop, R"({"n":1})", answer("same"))));
    const auto next = turn(loop, "{}", answer("same"));
    BOOST_REQUIRE(failure_of(next));
    BOOST_TEST(failure_of(next)->phase == "repeated_call");
}

BOOST_AUTO_TEST_CASE(calls_that_cannot_be_made_are_counted_in_a_row)
{
    const auto wrong = [](unsigned i) { return answer("wrong " + std::to_string(i), gateway::tool_outcome::invalid); };
    agent_loop loop = with_tools(100);
    for (unsigned i = 1; i != invalid_call_limit; ++i)
        BOOST_TEST(!failure_of(turn(loop, std::to_string(i), wrong(i))));
    BOOST_TEST(!failure_of(turn(loop, "{}", answer("right")))); // begins anew
    for (unsigned i = 1; i != invalid_call_limit; ++i)
        BOOST_TEST(!failure_of(turn(loop, std::to_string(i), wrong(i + 10))));
    const auto next = turn(loop, "0", wrong(0));
    BOOST_REQUIRE(failure_of(next));
    BOOST_TEST((failure_of(next)->code == errc::protocol));
    BOOST_TEST(failure_of(next)->detail == "wrong 0");
}

BOOST_AUTO_TEST_CASE(a_denied_call_ends_a_strict_task_and_no_other)
{
    gateway::tool_answer denied = answer("not permitted", gateway::tool_outcome::denied);
    denied.why = error(errc::permission_denied, "no");
    agent_loop lenient = with_tools();
    BOOST_TEST(!failure_of(turn(lenient, "{}", denied)));
    BOOST_TEST(lenient.request().messages.back().content == "not permitted");
    agent_loop strict = with_tools(20, true);
    const auto next = turn(strict, "{}", denied);
    BOOST_REQUIRE(failure_of(next));
    BOOST_TEST((failure_of(next)->code == errc::permission_denied));
}

BOOST_AUTO_TEST_CASE(a_flood_of_calls_is_a_fault)
{
    agent_loop loop = with_tools();
    for (std::uint32_t i = 0; i != calls_per_turn_limit + 1; ++i)
        loop.on_tool_call(i, {"", "read", "{}"});
    const auto next = loop.on_reply(reply_with("tool_calls"));
    BOOST_REQUIRE(failure_of(next));
    BOOST_TEST((failure_of(next)->code == errc::protocol));
}

BOOST_AUTO_TEST_SUITE_END()
