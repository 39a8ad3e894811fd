#include "engine/run/agent_loop.hpp"

#include <boost/test/unit_test.hpp>

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
    BOOST_TEST(loop.request().system == "you are");
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

BOOST_AUTO_TEST_CASE(a_long_answer_holds_little_more_than_its_text)
{
    agent_loop loop("", "", "x");
    loop.start();
    std::string said;
    for (int i = 0; i != 2000; ++i)
    {
        const std::string piece = "word " + std::to_string(i) + ' ';
        loop.on_text(piece);
        said += piece;
        if (said.size() > 2048)
            BOOST_TEST_REQUIRE(loop.output().capacity() <= said.size() + said.size() / 4 + piece.size());
    }
    BOOST_TEST(loop.output() == said);
}

BOOST_AUTO_TEST_CASE(a_tool_call_without_offered_tools_fails_by_name)
{
    agent_loop loop("", "", "x");
    loop.start();
    loop.on_tool_call({"1", "bash", "{}"});
    const auto next = loop.on_reply(reply_with("tool_calls"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(next));
    const error& why = std::get<agent_loop::fail>(next).why;
    BOOST_TEST((why.code == errc::unsupported));
    BOOST_TEST(why.message.find("'bash'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(silence_and_filtered_answers_are_no_success)
{
    agent_loop silent("", "", "x");
    silent.start();
    const auto nothing = silent.on_reply(reply_with("stop"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(nothing));
    BOOST_TEST((std::get<agent_loop::fail>(nothing).why.code == errc::protocol));

    agent_loop filtered("", "", "x");
    filtered.start();
    filtered.on_text("half");
    const auto cut = filtered.on_reply(reply_with("content_filter"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(cut));
    BOOST_TEST((std::get<agent_loop::fail>(cut).why.code == errc::permission_denied));
    BOOST_TEST(filtered.output() == "half");
}

BOOST_AUTO_TEST_CASE(an_error_ends_the_task_with_it)
{
    agent_loop loop("", "", "x");
    loop.start();
    const auto next = loop.on_error(error(errc::unavailable, "gone"));
    BOOST_REQUIRE(std::holds_alternative<agent_loop::fail>(next));
    BOOST_TEST(std::get<agent_loop::fail>(next).why.message == "gone");
}

BOOST_AUTO_TEST_SUITE_END()
