#include "plugins/offline/matching.hpp"
#include "plugins/offline/script_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow::offline;

BOOST_AUTO_TEST_SUITE(offline_builtin_script)

BOOST_AUTO_TEST_CASE(every_reply_says_that_it_is_scripted)
{
    const script made = builtin_script();
    for (const rule& r : made.rules)
    {
        for (const reply& answer : r.replies)
        {
            BOOST_REQUIRE(!answer.text.empty());
            BOOST_TEST(answer.text.front().find("no model") != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(it_answers_whatever_is_asked)
{
    const script made = builtin_script();
    question asked;
    asked.alias = "anyone";
    asked.text = "anything";
    const rule* found = find_rule(made, asked);
    BOOST_REQUIRE(found != nullptr);
    std::string text;
    for (const std::string& fragment : found->replies.front().text)
        text += fill_in(fragment, asked);
    BOOST_TEST(text.find("anyone here, with the task \"anything\"") != std::string::npos);
    BOOST_TEST(text.find("{{") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_streams_visibly_and_ends_soon)
{
    const script made = builtin_script();
    for (const rule& r : made.rules)
    {
        const reply& answer = r.replies.front();
        const auto total = answer.first_delay + answer.delay * (answer.text.size() + answer.reasoning.size());
        BOOST_TEST(answer.delay.count() >= 20);
        BOOST_TEST(total.count() < 2000); // two tasks of one agent, one after the other, stay under 5 s
    }
}

BOOST_AUTO_TEST_SUITE_END()
