// mock-llm: errors that arrive as if nothing were wrong.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

const char* const rules = R"yaml(
  - path: /v1/chat/completions
    match: "@"
    response:
      status: 200
      content: '{"id":"x","created":1,"model":"m","choices":[{"message":{"role":"assistant","content":"Hello from the second mock"},"finish_reason":"stop"}]}'
  - path: /v1/chat/completions
    match: "contains(body.messages[-1].content, 'key')"
    response:
      status: 401
      content: '{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}'
  - path: /v1/chat/completions
    match: "contains(body.messages[-1].content, 'busy')"
    response:
      status: 503
      content: '{"error":{"message":"The engine is overloaded","type":"overloaded_error","param":null,"code":null}}'
  - path: /v1/chat/completions
    match: "contains(body.messages[-1].content, 'tool')"
    response:
      status: 200
      content: '{"id":"x","created":1,"model":"m","choices":[{"message":{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}'
)yaml";

struct world
{
    mock_llm server{rules};

    told asked(const char* text, const char* retries) const
    {
        return ask({interface_called("chat"), server.url(), text, "", {}, {"--retries", retries}});
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(mock_llm_server, world, *needs_packages())

BOOST_AUTO_TEST_CASE(text_whose_last_piece_has_the_finish)
{
    const told all = asked("hello", "0");
    BOOST_TEST(all.end.status == 0, all.end.err);
    BOOST_TEST(all.answer.text == "Hello from the second mock");
    BOOST_TEST(all.answer.finish == "stop");
    BOOST_TEST(all.answer.usage == ""); // it does not count
}

BOOST_AUTO_TEST_CASE(wire_70_an_error_in_an_answer_with_status_200)
{
    const told key = asked("key", "2");
    BOOST_TEST(key.end.status == 1);
    BOOST_TEST(key.error_kind() == "unauthenticated/auth");
    BOOST_TEST(key.answer.error.find("Incorrect API key provided.") != std::string::npos, key.answer.error);
    BOOST_TEST(key.log->count("retry") == 0u);
    const told busy = asked("busy", "1");
    BOOST_TEST(busy.end.status == 75);
    BOOST_TEST(busy.answer.error.find("The engine is overloaded") != std::string::npos, busy.answer.error);
    BOOST_TEST(busy.log->count("retry") == 1u); // nothing of the answer had been passed on
}

BOOST_AUTO_TEST_CASE(wire_70_an_error_labelled_as_a_stream)
{
    const told tool = asked("tool", "1");
    BOOST_TEST(tool.end.status == 69);
    BOOST_TEST(tool.error_kind() == "unavailable/server");
    BOOST_TEST(tool.answer.error.find("HTTP 500") != std::string::npos, tool.answer.error);
    BOOST_TEST(tool.log->count("retry") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
