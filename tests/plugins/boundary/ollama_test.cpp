#include "tests/plugins/boundary/provider_check.hpp"

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using test::member;

namespace {

constexpr std::string_view settings =
    R"({"base_url":"http://server","model":"fallback","options":{"num_ctx":4096}})";

struct fixture
{
    fixture() { BOOST_REQUIRE(host.create(settings) == CFLOW_OK); }

    test::run_result chat(std::string_view body, int status = 200)
    {
        test::http_answer answer;
        answer.status = status;
        for (const std::string_view piece : test::random_pieces(body, 1, 40))
            answer.pieces.emplace_back(piece);
        host.answers = {answer};
        return host.run("chat", test::plain_request);
    }

    test::fake_host host{CODEXFLOW_PLUGIN_OLLAMA};
};

std::string message(std::string_view members)
{
    return R"({"model":"m:latest","message":{"role":"assistant",)" + std::string(members) +
           "},\"done\":false}\n";
}

const std::string done =
    "{\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":9,\"eval_count\":2}\n";
const std::string hello = message(R"("content":"","thinking":"hm")") + message(R"("content":"Hel")") +
                          message(R"("content":"lo")") + done;

} // namespace

BOOST_FIXTURE_TEST_SUITE(ollama_plugin, fixture)

BOOST_AUTO_TEST_CASE(text_is_streamed_and_summed_up)
{
    const test::run_result result = chat(hello);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text() == "Hello");
    BOOST_TEST(result.text(CFLOW_CHUNK_REASONING) == "hm");
    BOOST_TEST(result.document ==
               R"({"finish":"stop","model":"m:latest","usage":{"input_tokens":9,"output_tokens":2}})");
    const test::http_seen& seen = host.requests.at(0);
    BOOST_TEST(seen.url == "http://server/api/chat");
    BOOST_TEST(seen.header("Authorization") == "");
    BOOST_TEST(seen.body.find(R"("options":{"num_ctx":4096})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(tool_calls_end_a_turn_that_says_stop)
{
    const test::run_result result = chat(
        message(R"("content":"","tool_calls":[{"function":{"name":"f","arguments":{"x":1.0}}}])") + done);
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_REQUIRE(result.chunks.size() == 2U);
    BOOST_TEST(result.chunks[0].data == R"({"id":"call_1","name":"f"})");
    BOOST_TEST(result.chunks[1].data == R"({"x":1.0})");
}

BOOST_AUTO_TEST_CASE(failures)
{
    const test::run_result missing = chat(R"({"error":"model 'm' not found"})", 404);
    BOOST_TEST(missing.status == CFLOW_E_NOT_FOUND);
    BOOST_TEST(member(missing, "kind") == "model_not_found");
    BOOST_TEST(member(missing, "message") == "POST http://server/api/chat: HTTP 404: model 'm' not found");
    BOOST_TEST(member(chat(R"({"error":"server busy, please try again"})", 503), "kind") == "overloaded");

    const test::run_result stopped =
        chat(message(R"("content":"Hel")") + "{\"error\":\"the runner died\"}\n");
    BOOST_TEST(stopped.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(stopped.text() == "Hel");
    BOOST_TEST(member(chat(message(R"("content":"Hel")")), "kind") == "truncated");
    BOOST_TEST(member(chat("oops\n"), "kind") == "protocol");
    BOOST_TEST(host.run("chat", test::plain_request).status == CFLOW_E_UNAVAILABLE);
}

BOOST_AUTO_TEST_CASE(cancelled_at_every_step)
{
    host.wait_every = 1;
    test::check_cancellation(host, [this] {
        test::http_answer answer;
        answer.pieces = {message(R"("content":"x","tool_calls":[{"function":{"name":"f"}}])"), done};
        host.answers = {answer};
    });
}

BOOST_AUTO_TEST_CASE(models_are_listed)
{
    test::http_answer answer;
    answer.pieces = {R"({"models":[{"name":"a:latest"}]})"};
    host.answers = {answer};
    BOOST_TEST(host.run("models", "{}").document == R"({"models":[{"name":"a:latest"}]})");
}

BOOST_AUTO_TEST_SUITE_END()
