// openai-mock-api: a stream that says it is text, and calls without numbers.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

const char* const responses = R"yaml(
  - id: tools
    messages:
      - { role: system, matcher: any }
      - { role: user, content: tools, matcher: contains }
      - role: assistant
        tool_calls:
          - { id: call_a, type: function, function: { name: look, arguments: '{"at":"north"}' } }
          - { id: call_b, type: function, function: { name: count, arguments: '{"n":2}' } }
  - id: plain
    messages:
      - { role: system, matcher: any }
      - { role: user, content: plain, matcher: contains }
      - { role: assistant, content: "Hello from the third mock." }
)yaml";

} // namespace

BOOST_AUTO_TEST_SUITE(openai_mock_api_server, *needs_packages() * needs_private_network())

BOOST_AUTO_TEST_CASE(wire_71_text_calls_and_keys)
{
    const openai_mock_api server(responses);
    const auto with = [&](const char* text, const char* key) {
        return ask({interface_called("chat"), server.url(), text, "api_key_env: SOME_KEY", {{"SOME_KEY", key}}});
    };
    const told plain = with("plain", "right");
    BOOST_TEST(plain.end.status == 0, plain.end.err);
    BOOST_TEST(plain.answer.text == "Hello from the third mock.");
    BOOST_TEST(plain.answer.finish == "stop");

    const told tools = with("tools", "right");
    BOOST_TEST(calls_of(tools.answer) == R"~(look {"at":"north"}; count {"n":2})~", describe(tools.answer));
    BOOST_TEST(tools.answer.finish == "tool_calls"); // it says stop

    const told wrong = with("plain", "wrong");
    BOOST_TEST(wrong.end.status == 1);
    BOOST_TEST(wrong.error_kind() == "unauthenticated/auth");
    BOOST_TEST(wrong.answer.error.find("HTTP 401: Invalid API key provided") != std::string::npos, wrong.answer.error);
}

BOOST_AUTO_TEST_SUITE_END()
