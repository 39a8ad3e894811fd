#include "plugins/anthropic/request_body.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;

namespace {

std::string body_of(std::string_view request, std::string_view settings, std::string_view begun = {})
{
    json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(request), doc.error().message);
    return anthropic::write_request_body(doc.root(), anthropic::read_settings(settings), begun);
}

/// The member "messages" of the body for @p messages.
std::string messages_of(std::string_view messages, std::string_view begun = {})
{
    const std::string body =
        body_of(R"({"model":"m","messages":)" + std::string(messages) + "}", "{}", begun);
    json::document doc;
    BOOST_REQUIRE(doc.parse(body));
    return std::string(doc.root()["messages"].raw());
}

} // namespace

BOOST_AUTO_TEST_SUITE(anthropic_request)

BOOST_AUTO_TEST_CASE(wire_86_a_plain_question)
{
    BOOST_TEST(
        body_of(R"({"model":"a","system":"be brief","messages":[{"role":"user","content":"hi \"you\""}],
                           "stream":true,"agent":"secret","task_id":"t"})",
                R"({"model":"b"})") ==
        R"({"model":"a","max_tokens":4096,"system":"be brief",)"
        R"("messages":[{"role":"user","content":"hi \"you\""}],"stream":true})");
}

BOOST_AUTO_TEST_CASE(settings_go_along)
{
    BOOST_TEST(
        body_of(R"({"messages":[],"stream":false})",
                R"({"model":"b","max_tokens":100,"temperature":0.5,"top_k":3,"stop_sequences":["x"],
                           "thinking":{"type":"enabled","budget_tokens":50},"options":{"metadata":{"user_id":"u"}}})") ==
        R"({"model":"b","max_tokens":100,"messages":[],"stream":false,"temperature":0.5,"top_k":3,)"
        R"("stop_sequences":["x"],"thinking":{"type":"enabled","budget_tokens":50},"metadata":{"user_id":"u"}})");
}

BOOST_AUTO_TEST_CASE(wire_86_tools_and_their_history)
{
    BOOST_TEST(messages_of(R"([{"role":"user","content":"q"},
        {"role":"assistant","content":"let me see","tool_calls":[{"id":"c1","name":"f","arguments":"{\"n\":1.0}"},
                                                       {"id":"c2","name":"g","arguments":""}]},
        {"role":"tool","content":"42","tool_call_id":"c1"},{"role":"tool","content":"43","tool_call_id":"c2","is_error":true},
        {"role":"user","content":"and?"}])") ==
               R"([{"role":"user","content":"q"},)"
               R"({"role":"assistant","content":[{"type":"text","text":"let me see"},)"
               R"({"type":"tool_use","id":"c1","name":"f","input":{"n":1.0}},)"
               R"({"type":"tool_use","id":"c2","name":"g","input":{}}]},)"
               R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"42"},)"
               R"({"type":"tool_result","tool_use_id":"c2","content":"43","is_error":true}]},)"
               R"({"role":"user","content":"and?"}])");
    BOOST_TEST(
        body_of(R"({"messages":[],"tools":[{"name":"f","description":"d","parameters":{"type":"object"}},
                                                  {"name":"g"}]})",
                "{}")
            .find(R"("tools":[{"name":"f","description":"d","input_schema":{"type":"object"}},)"
                  R"({"name":"g","input_schema":{"type":"object"}}])") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_73_numbers_in_arguments_go_back_as_they_were_written)
{
    const std::string args = R"({\"a\":9007199254740993,\"b\":1e400,\"c\":-0,\"d\":1.0})";
    BOOST_TEST(
        messages_of(R"([{"role":"assistant","content":"","tool_calls":[{"id":"c","name":"f","arguments":")" +
                    args + R"("}]}])")
            .find(R"("input":{"a":9007199254740993,"b":1e400,"c":-0,"d":1.0})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(arguments_that_are_no_object_go_back_as_text)
{
    const std::string sent = messages_of(
        R"([{"role":"assistant","content":"","tool_calls":[{"id":"c","name":"f","arguments":"{\"a\":"}]}])");
    BOOST_TEST(sent.find(R"("input":{"INVALID_JSON":"{\"a\":"})") != std::string::npos, sent);
}

BOOST_AUTO_TEST_CASE(what_the_server_wanted_back_goes_back_unchanged)
{
    BOOST_TEST(messages_of(R"([{"role":"assistant","content":"hi","provider_state":
        "[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"hi\"},)"
                           R"({\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}]",
        "tool_calls":[{"id":"c","name":"f","arguments":"{}"},{"id":"d","name":"g","arguments":"{}"}]}])") ==
               R"([{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},)"
               R"({"type":"text","text":"hi"},{"type":"tool_use","id":"c","name":"f","input":{}},)"
               R"({"type":"tool_use","id":"d","name":"g","input":{}}]}])");
    // That of another provider does not: its text does.
    for (const char* foreign : {R"({\"id\":\"resp_1\"})", R"([1])", R"([{\"kind\":\"reasoning\"}])", "oops"})
        BOOST_TEST(messages_of(R"([{"role":"assistant","content":"hi","provider_state":")" +
                               std::string(foreign) + "\"}]") ==
                   R"([{"role":"assistant","content":[{"type":"text","text":"hi"}]}])");
}

BOOST_AUTO_TEST_CASE(an_assistant_that_said_nothing_is_left_out)
{
    BOOST_TEST(messages_of(R"([{"role":"user","content":"q"},{"role":"assistant","content":""}])") ==
               R"([{"role":"user","content":"q"}])");
}

BOOST_AUTO_TEST_CASE(a_paused_answer_goes_back_last)
{
    BOOST_TEST(
        messages_of(R"([{"role":"user","content":"q"}])", R"([{"type":"text","text":"so far"}])") ==
        R"([{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"so far"}]}])");
}

BOOST_AUTO_TEST_CASE(addresses_and_headers)
{
    using anthropic::read_settings;
    BOOST_TEST(read_settings("{}").url("/messages") == "https://api.anthropic.com/v1/messages");
    BOOST_TEST(read_settings(R"({"base_url":"http://h:1/"})").url("/messages") == "http://h:1/v1/messages");
    BOOST_TEST(read_settings(R"({"base_url":"http://h/a/v1/"})").url("/models") == "http://h/a/v1/models");
    BOOST_TEST(read_settings(R"({"beta":["a","b"]})").beta == "a,b");
    BOOST_CHECK_THROW(read_settings("[]"), failure);
}

BOOST_AUTO_TEST_SUITE_END()
