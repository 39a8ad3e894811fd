#include "plugins/cli/prompt_text.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::json::document;

namespace {

std::string prompt_of(std::string_view json)
{
    document request;
    BOOST_REQUIRE(request.parse(json));
    return codexflow::cli::prompt_text(request.root());
}

std::string task_of(std::string_view json)
{
    document request;
    BOOST_REQUIRE(request.parse(json));
    return codexflow::cli::task_json(request.root());
}

} // namespace

BOOST_AUTO_TEST_SUITE(asking_a_command)

BOOST_AUTO_TEST_CASE(one_message_stands_as_it_is)
{
    BOOST_TEST(
        prompt_of(R"({"system":"You are brief.","messages":[{"role":"user","content":"hi\nthere"}]})") ==
        "You are brief.\n\nhi\nthere");
    BOOST_TEST(prompt_of(R"({"system":"","messages":[{"role":"user","content":"hi"}]})") == "hi");
}

BOOST_AUTO_TEST_CASE(a_conversation_names_who_speaks)
{
    BOOST_TEST(
        prompt_of(
            R"({"system":"S","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},
                             {"role":"tool","content":"42"},{"role":"user","content":"more"}]})") ==
        "S\n\nUser:\nq\n\nAssistant:\na\n\nResult of a tool:\n42\n\nUser:\nmore");
}

BOOST_AUTO_TEST_CASE(the_predecessors_contract)
{
    BOOST_TEST(task_of(R"({"agent":"coder","alias":"writer","system":"S","task_id":"t","messages":[
                           {"role":"user","content":"old"},{"role":"assistant","content":"a"},{"role":"user","content":"say \"hi\""}]})") ==
               "{\"agentId\":\"coder\",\"alias\":\"writer\",\"task\":\"say \\\"hi\\\"\"}\n");
}

BOOST_AUTO_TEST_SUITE_END()
