// The provider "openai" against the differences between servers: addresses, keys, limits, error bodies.
#include "tests/plugins/boundary/provider_check.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using test::member;

namespace {

const std::string hello =
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n";

test::http_answer answer_of(int status, std::string_view body)
{
    test::http_answer answer;
    answer.status = status;
    answer.pieces.emplace_back(body);
    return answer;
}

struct fixture
{
    fixture() { create(R"({"base_url":"http://server/v1","api_key_env":"KEY"})"); }

    void create(std::string_view settings)
    {
        BOOST_REQUIRE_MESSAGE(host.create(settings) == CFLOW_OK, host.message());
    }

    test::run_result chat(const test::http_answer& answer, std::string_view request = test::plain_request)
    {
        host.answers = {answer};
        return host.run("chat", request);
    }

    test::fake_host host{CODEXFLOW_PLUGIN_OPENAI};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(openai_endpoints, fixture)

BOOST_AUTO_TEST_CASE(wire_81_the_responses_interface)
{
    create(
        R"({"base_url":"http://server/v1","api_key_env":"KEY","api":"responses","reasoning_effort":"low"})");
    const std::string item = R"({"type":"function_call","call_id":"c","name":"f","arguments":"{\"x\":1}"})";
    const std::string sealed = R"({"type":"reasoning","encrypted_content":"e"})";
    const std::string end = R"(,"response":{"status":"completed","model":"m-1","output":[)" + sealed + "," +
                            item + R"(],"usage":{"input_tokens":3,"output_tokens":4}}})";
    const test::run_result result = chat(answer_of(
        200,
        "data: {\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"delta\":\"hm\"}\n\n"
        "data: {\"type\":\"response.completed\"" +
            end + "\n\n"));
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text(CFLOW_CHUNK_REASONING) == "hm");
    BOOST_TEST(result.text(CFLOW_CHUNK_TOOL_CALL) == R"({"id":"c","name":"f"})");
    BOOST_TEST(result.text(CFLOW_CHUNK_TOOL_ARGS) == R"({"x":1})");
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_TEST(member(result, "usage") == R"({"input_tokens":3,"output_tokens":4})");
    BOOST_TEST(member(result, "provider_state").find("encrypted_content") != std::string::npos);
    BOOST_TEST(host.requests.at(0).url == "http://server/v1/responses");
    BOOST_TEST(host.requests[0].body == R"({"model":"m","instructions":"be brief",)"
                                        R"("input":[{"role":"user","content":"hi"}],"store":false,)"
                                        R"("include":["reasoning.encrypted_content"],"stream":true,)"
                                        R"("reasoning":{"effort":"low","summary":"auto"}})");

    const test::run_result refused =
        chat(answer_of(200, R"(data: {"type":"response.refusal.delta","output_index":0,"delta":"no"})"
                            "\n\n"
                            R"(data: {"type":"response.completed","response":{"status":"completed"}})"
                            "\n\n"));
    BOOST_TEST(member(refused, "finish") == "content_filter");
    BOOST_TEST(member(refused, "refusal") == "no");
    BOOST_TEST(member(chat(answer_of(200, "event: x\ndata: {}\n\n")), "kind") == "truncated");
}

BOOST_AUTO_TEST_CASE(an_azure_deployment)
{
    create(
        R"({"base_url":"https://x.example/openai/deployments/d","api_key_env":"KEY","auth_scheme":"api-key",
               "query":{"api-version":"2024-10-21"}})");
    BOOST_TEST(chat(answer_of(200, hello)).text() == "Hi");
    const test::http_seen& seen = host.requests.at(0);
    BOOST_TEST(seen.url == "https://x.example/openai/deployments/d/chat/completions?api-version=2024-10-21");
    BOOST_TEST(seen.header("api-key") == "{{secret:KEY}}");
    BOOST_TEST(seen.header("Authorization") == "");
    host.answers = {answer_of(200, R"({"data":[]})")};
    host.run("models", "{}");
    BOOST_TEST(host.requests.back().url ==
               "https://x.example/openai/deployments/d/models?api-version=2024-10-21");
}

BOOST_AUTO_TEST_CASE(a_path_and_a_header_of_its_own)
{
    create(R"({"base_url":"http://server","api_key_env":"KEY","auth_header":"X-Token","path":"/api/ask"})");
    chat(answer_of(200, hello));
    BOOST_TEST(host.requests.back().url == "http://server/api/ask");
    BOOST_TEST(host.requests.back().header("X-Token") == "{{secret:KEY}}");
    create(R"({"base_url":"http://server","api_key_env":"KEY","auth_scheme":"none"})");
    chat(answer_of(200, hello));
    for (const auto& [name, value] : host.requests.back().headers)
        BOOST_TEST(value.find("secret") == std::string::npos, name);
}

BOOST_AUTO_TEST_CASE(a_whole_answer)
{
    const test::run_result result = chat(
        answer_of(200, R"({"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},)"
                       R"("finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}})"),
        R"({"model":"m","stream":false,"messages":[{"role":"user","content":"hi"}]})");
    BOOST_TEST(result.text() == "Hi");
    BOOST_TEST(member(result, "usage") == R"({"input_tokens":3,"output_tokens":4})");
    BOOST_TEST(host.requests[0].body ==
               R"({"model":"m","messages":[{"role":"user","content":"hi"}],"stream":false})");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_quota_is_told_with_results_and_with_failures)
{
    test::http_answer answer = answer_of(200, hello);
    answer.headers = {{"x-ratelimit-remaining-requests", "9"},
                      {"x-ratelimit-remaining-tokens", "1000"},
                      {"x-ratelimit-reset-tokens", "6m0s"}};
    const std::string expected =
        R"({"remaining_requests":9,"remaining_tokens":1000,"tokens_reset_ms":360000})";
    BOOST_TEST(member(chat(answer), "limits") == expected);
    answer.status = 429;
    answer.pieces = {"{}"};
    BOOST_TEST(member(chat(answer), "limits") == expected);
    BOOST_TEST(member(chat(answer_of(200, hello)), "limits") == "");
}

BOOST_AUTO_TEST_CASE(wire_46_azure_sends_two_delays)
{
    test::http_answer answer =
        answer_of(429, R"({"error":{"code":"RateLimitReached","message":"exceeded rate limit"}})");
    answer.headers = {{"retry-after", "1"}, {"retry-after-ms", "0"}};
    const test::run_result result = chat(answer);
    BOOST_TEST(member(result, "kind") == "rate_limited");
    BOOST_TEST(member(result, "retry_after_ms") == "0");
}

BOOST_AUTO_TEST_CASE(wire_47_an_empty_account_is_no_rate_limit)
{
    const test::run_result result =
        chat(answer_of(429, R"({"error":{"message":"check your plan","code":"insufficient_quota"}})"));
    BOOST_TEST(member(result, "kind") == "quota");
    BOOST_TEST(host.requests.size() == 1U); // plugins never try again
}

BOOST_AUTO_TEST_CASE(wire_48_the_servers_word_on_trying_again)
{
    for (const std::string word : {"true", "false"})
    {
        for (const int status : {400, 500})
        {
            test::http_answer answer = answer_of(status, "{}");
            answer.headers = {{"x-should-retry", word}};
            BOOST_TEST(member(chat(answer), "retryable") == word);
        }
    }
    BOOST_TEST(member(chat(answer_of(500, "{}")), "retryable") == "");
}

BOOST_AUTO_TEST_CASE(wire_54_comments_only_live_to_the_limit)
{
    test::http_answer answer;
    answer.pieces.assign(40, ": OPENROUTER PROCESSING\n\n");
    answer.pace_us = 15'000'000;
    const test::run_result result = chat(answer);
    BOOST_TEST(result.status == CFLOW_E_TIMEOUT);
    BOOST_TEST(member(result, "kind") == "timeout");
    BOOST_TEST(member(result, "phase") == "no_progress");
    BOOST_TEST(host.now_us == 300'000'000);
}

BOOST_AUTO_TEST_CASE(wire_54_events_between_the_comments_keep_it_alive)
{
    create(R"({"base_url":"http://server/v1","no_progress_timeout":40})");
    test::http_answer answer;
    for (int i = 0; i != 10; ++i)
    {
        answer.pieces.emplace_back(": ping\n\n");
        answer.pieces.emplace_back("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n");
    }
    answer.pieces.push_back(hello);
    answer.pace_us = 30'000'000;
    BOOST_TEST(chat(answer).text() == "xxxxxxxxxxHi");
    answer.pieces.insert(answer.pieces.begin(), 2, ": ping\n\n");
    BOOST_TEST(member(chat(answer), "phase") == "no_progress");
}

BOOST_AUTO_TEST_CASE(wire_69_of_a_long_error_body_64_kib_are_read)
{
    test::http_answer answer;
    answer.status = 500;
    answer.pieces.assign(160, std::string(64 * 1024, 'x')); // 10 MiB
    const test::run_result result = chat(answer);
    BOOST_TEST(result.steps == 2U); // open and one read
    BOOST_TEST(member(result, "message").size() < 400U);
}

BOOST_AUTO_TEST_CASE(wire_70_errors_of_a_stand_in)
{
    const test::run_result event =
        chat(answer_of(200, "data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}\n\n"));
    BOOST_TEST(event.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(member(event, "message").ends_with("boom"));
    test::http_answer flat = answer_of(500, R"({"error":"Cannot read properties of undefined"})");
    flat.headers = {{"content-type", "text/event-stream"}};
    const test::run_result labelled = chat(flat);
    BOOST_TEST(member(labelled, "kind") == "server");
    BOOST_TEST(member(labelled, "message").ends_with("HTTP 500: Cannot read properties of undefined"));
}

BOOST_AUTO_TEST_CASE(wire_71_a_stream_labelled_as_plain_text)
{
    test::http_answer answer = answer_of(
        200,
        "data: "
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}},"
        "{\"id\":\"b\",\"function\":{\"name\":\"g\"}}]},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    answer.headers = {{"content-type", "text/plain"}};
    const test::run_result result = chat(answer);
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_TEST(result.text(CFLOW_CHUNK_TOOL_CALL) == R"({"id":"a","name":"f"}{"id":"b","name":"g"})");
}

BOOST_AUTO_TEST_CASE(wire_74_the_longest_event_is_a_setting)
{
    create(R"({"base_url":"http://server/v1","max_line_bytes":1024})");
    BOOST_TEST(member(chat(answer_of(200, "data: {\"x\":\"" + std::string(2000, 'x') + "\"}\n\n" + hello)),
                      "kind") == "protocol");
}

BOOST_AUTO_TEST_CASE(wire_86_the_body_has_the_documented_members)
{
    chat(answer_of(200, hello));
    BOOST_TEST(
        host.requests[0].body ==
        R"({"model":"m","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"hi"}],)"
        R"("stream":true,"stream_options":{"include_usage":true}})");
}

BOOST_AUTO_TEST_CASE(models_with_their_windows_and_a_list_that_is_null)
{
    host.answers = {answer_of(200,
                              R"({"data":[{"id":"a","max_model_len":4096},{"id":"b","context_length":8192},)"
                              R"({"id":"c","context_window":16},{"id":"d"}]})"),
                    answer_of(200, R"({"object":"list","data":null})")};
    BOOST_TEST(host.run("models", "{}").document ==
               R"({"models":[{"name":"a","context_length":4096},{"name":"b","context_length":8192},)"
               R"({"name":"c","context_length":16},{"name":"d"}]})");
    BOOST_TEST(host.run("models", "{}").document == R"({"models":[]})");
}

BOOST_AUTO_TEST_SUITE_END()
