#include "engine/gateway/model_json.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::gateway;

BOOST_AUTO_TEST_SUITE(model_json)

BOOST_AUTO_TEST_CASE(a_request_is_one_document)
{
    model_request request;
    request.model = "m";
    request.system = "be \"brief\"";
    message user;
    user.content = "line\nbreak";
    request.messages.push_back(user);
    const task_ref who{"t", "al", "ag", "p", "m"};
    BOOST_TEST(write_request(request, request.model, who, "a1") ==
               R"({"model":"m","system":"be \"brief\"","stream":true,"agent":"ag","alias":"al","task_id":"t",)"
               R"("attempt_id":"a1","messages":[{"role":"user","content":"line\nbreak"}]})");
}

BOOST_AUTO_TEST_CASE(a_tool_turn_keeps_its_arguments_as_text)
{
    model_request request;
    message turn;
    turn.from = message::role::assistant;
    turn.tool_calls.push_back({"c1", "read", R"({"n":1.0})"});
    message answer;
    answer.from = message::role::tool;
    answer.tool_call_id = "c1";
    answer.content = "ok";
    request.messages = {turn, answer};
    const std::string text = write_request(request, request.model, task_ref{}, "");
    BOOST_TEST(text.find(R"("tool_calls":[{"id":"c1","name":"read","arguments":"{\"n\":1.0}"}])") != std::string::npos);
    BOOST_TEST(text.find(R"({"role":"tool","content":"ok","tool_call_id":"c1"})") != std::string::npos);
    request.messages.back().is_error = true;
    BOOST_TEST(write_request(request, request.model, task_ref{}, "").find(R"("tool_call_id":"c1","is_error":true})") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_reply_is_read_whole)
{
    const auto read =
        read_reply(R"({"finish":"stop","model":"m1","request_id":"r","usage":{"input_tokens":5,"output_tokens":6}})");
    BOOST_REQUIRE(read.has_value());
    const reply_ptr& reply = *read;
    BOOST_TEST(reply->finish == "stop");
    BOOST_TEST(reply->model == "m1");
    BOOST_TEST(reply->request_id == "r");
    BOOST_TEST(reply->usage.known);
    BOOST_TEST(reply->usage.input == 5u);
    BOOST_TEST(reply->usage.output == 6u);
    BOOST_TEST(!read_reply(R"({"finish":"stop"})").value()->usage.known);
}

BOOST_AUTO_TEST_CASE(documents_that_break_the_contract_are_the_plugins_fault)
{
    for (const char* bad : {"", "{}", "[]", "no json", R"({"finish":3})"})
    {
        const auto reply = read_reply(bad);
        BOOST_REQUIRE(!reply.has_value());
        BOOST_TEST((reply.error().code == errc::plugin_misbehaved));
    }
    BOOST_TEST(!read_tool_call(R"({"id":"1"})").has_value());
    BOOST_TEST(read_tool_call(R"({"id":"1","name":"x"})")->name == "x");
}

BOOST_AUTO_TEST_SUITE_END()
