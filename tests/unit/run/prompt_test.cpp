#include "engine/run/prompt.hpp"

#include "engine/registry/agent.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::agent;
using codexflow::system_prompt;

BOOST_AUTO_TEST_SUITE(prompt)

BOOST_AUTO_TEST_CASE(everything_an_agent_says_of_itself_in_a_fixed_order)
{
    agent who;
    who.id = "backend-dev";
    who.name = "Backend Developer";
    who.description = "Builds APIs.";
    who.long_description = "\nBuilds REST and GraphQL APIs\nwith tests.\n";
    who.responsibilities = {"Design endpoints", " Write tests\n"};
    BOOST_TEST(system_prompt(who) == "You are Backend Developer.\n\nBuilds APIs.\n\n"
                                     "Builds REST and GraphQL APIs\nwith tests.\n\n"
                                     "Your responsibilities:\n- Design endpoints\n- Write tests");
}

BOOST_AUTO_TEST_CASE(what_is_missing_leaves_no_trace)
{
    agent who;
    who.id = "coder";
    BOOST_TEST(system_prompt(who) == "You are coder.");
    who.description = "Writes code.";
    who.long_description = "Writes code.\n";
    BOOST_TEST(system_prompt(who) == "You are coder.\n\nWrites code.");
}

BOOST_AUTO_TEST_SUITE_END()
