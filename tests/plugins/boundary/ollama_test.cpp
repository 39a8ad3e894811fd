#include "tests/plugins/boundary/provider_check.hpp"

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using test::member;

namespace {

constexpr std::string_view settings =
    R"({"base_url":"http://server","model":"fallback","probe":false,"options":{"num_ctx":4096}})";

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

BOOST_AUTO_TEST_CASE(wire_34_tool_calls_end_a_turn_that_says_stop)
{
    const test::run_result result = chat(
        message(R"("content":"","tool_calls":[{"function":{"name":"f","arguments":{"x":1.0}}}])") + done);
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_REQUIRE(result.chunks.size() == 2U);
    BOOST_TEST(result.chunks[0].data == R"({"id":"call_1","name":"f"})");
    BOOST_TEST(result.chunks[1].data == R"({"x":1.0})");
}

BOOST_AUTO_TEST_CASE(wire_43_an_unknown_model)
{
    const test::run_result missing = chat(R"({"error":"model 'm' not found"})", 404);
    BOOST_TEST(missing.status == CFLOW_E_NOT_FOUND);
    BOOST_TEST(member(missing, "kind") == "model_not_found");
    BOOST_TEST(member(missing, "message") == "POST http://server/api/chat: HTTP 404: model 'm' not found");
    BOOST_TEST(member(missing, "hint").starts_with("ollama pull m"));
    BOOST_TEST(member(missing, "retryable") == "");
    BOOST_TEST(host.requests.size() == 1U);
    const std::string_view older = R"({"error":"model \"m\" not found, try pulling it first"})";
    BOOST_TEST(member(chat(older, 404), "kind") == "model_not_found");
}

BOOST_AUTO_TEST_CASE(refusals)
{
    BOOST_TEST(member(chat(R"({"error":"server busy, please try again"})", 503), "kind") == "overloaded");
    BOOST_TEST(member(chat("", 403), "hint").find("IP address") != std::string::npos);
    BOOST_TEST(member(chat(R"({"error":"unauthorized"})", 401), "kind") == "auth");
    BOOST_TEST(host.run("chat", test::plain_request).status == CFLOW_E_UNAVAILABLE);
}

BOOST_AUTO_TEST_CASE(wire_37_failures_in_the_middle_keep_the_text)
{
    const test::run_result stopped =
        chat(message(R"("content":"Hel")") + "{\"error\":\"the runner died\"}\n");
    BOOST_TEST(stopped.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(stopped.text() == "Hel");
    BOOST_TEST(member(chat(message(R"("content":"Hel")")), "kind") == "truncated");
    BOOST_TEST(member(chat("oops\n"), "kind") == "protocol");
}

BOOST_AUTO_TEST_CASE(wire_38_a_cut_answer_calls_no_tools)
{
    const test::run_result result =
        chat(message(R"("content":"x","tool_calls":[{"function":{"name":"f"}}])") +
             "{\"done\":true,\"done_reason\":\"length\"}\n");
    BOOST_TEST(member(result, "finish") == "length");
    BOOST_TEST(result.text(CFLOW_CHUNK_TOOL_CALL) == "");
}

BOOST_AUTO_TEST_CASE(wire_42_a_whole_answer)
{
    host.answers = {test::http_answer()};
    host.answers[0].headers = {{"content-type", "application/json"}};
    host.answers[0].pieces = {
        R"({"model":"m","message":{"role":"assistant","content":"Hi","tool_calls":)"
        R"([{"id":"a","function":{"name":"f","arguments":{}}}]},"done":true,"eval_count":2})"};
    const test::run_result result =
        host.run("chat", R"({"model":"m","stream":false,"messages":[{"role":"user","content":"hi"}]})");
    BOOST_TEST(result.text() == "Hi");
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_TEST(member(result, "usage") == R"({"output_tokens":2})");
    BOOST_TEST(host.requests[0].body.find(R"("stream":false)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_54_blank_lines_only_are_no_progress)
{
    test::http_answer answer;
    answer.pieces.assign(20, "\n");
    answer.pace_us = 59'000'000; // each within the idle limit
    host.answers = {answer};
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_E_TIMEOUT);
    BOOST_TEST(member(result, "phase") == "no_progress");
    BOOST_TEST(host.now_us == 6 * 59'000'000);
}

BOOST_AUTO_TEST_CASE(wire_74_the_longest_line_is_a_setting)
{
    BOOST_REQUIRE(host.create(R"({"base_url":"http://server","probe":false,"max_line_bytes":1024})") ==
                  CFLOW_OK);
    const test::run_result result = chat(message(R"("content":")" + std::string(2000, 'x') + "\"") + done);
    BOOST_TEST(member(result, "kind") == "protocol");
    BOOST_TEST(member(result, "message").ends_with("a line of the stream is longer than the limit"));
}

BOOST_AUTO_TEST_CASE(wire_86_the_body_has_the_documented_members)
{
    chat(hello);
    BOOST_TEST(
        host.requests[0].body ==
        R"({"model":"m","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"hi"}],)"
        R"("stream":true,"options":{"num_ctx":4096}})");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_quota_is_told)
{
    test::http_answer answer;
    answer.headers = {{"x-ratelimit-remaining-requests", "7"}, {"x-request-id", "r1"}};
    answer.pieces = {hello};
    host.answers = {answer};
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(member(result, "limits") == R"({"remaining_requests":7})");
    BOOST_TEST(member(result, "request_id") == "r1");
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
    answer.pieces = {R"({"models":[{"name":"a:latest","capabilities":["tools"]}]})"};
    host.answers = {answer};
    BOOST_TEST(host.run("models", "{}").document ==
               R"({"models":[{"name":"a:latest","capabilities":["tools"]}]})");
    BOOST_TEST(host.requests.back().url == "http://server/api/tags");
}

BOOST_AUTO_TEST_SUITE_END()
