#include "tests/plugins/boundary/provider_check.hpp"

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using test::member;

namespace {

constexpr std::string_view settings =
    R"({"base_url":"http://server/v1","model":"fallback","api_key_env":"SOME_KEY","headers":{"X-Team":"blue"}})";

struct fixture
{
    fixture() { BOOST_REQUIRE(host.create(settings) == CFLOW_OK); }

    test::run_result chat(std::string_view body, int status = 200)
    {
        test::http_answer answer;
        answer.status = status;
        answer.headers = {{"x-request-id", "req-7"}, {"retry-after", "3"}};
        for (const std::string_view piece : test::random_pieces(body, 1, 40))
            answer.pieces.emplace_back(piece);
        host.answers = {answer};
        return host.run("chat", test::plain_request);
    }

    test::fake_host host{CODEXFLOW_PLUGIN_OPENAI};
};

std::string delta(std::string_view members, std::string_view finish = "null")
{
    return R"(data: {"model":"m-1","choices":[{"index":0,"delta":{)" + std::string(members) +
           R"(},"finish_reason":)" + std::string(finish) + "}]}\n\n";
}

const std::string usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
                          "\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\n";
const std::string done = "data: [DONE]\n\n";
const std::string hello = delta(R"("reasoning_content":"hm")") + delta(R"("content":"Hel")") +
                          delta(R"("content":"lo")") + delta("", "\"stop\"") + usage + done;

} // namespace

BOOST_FIXTURE_TEST_SUITE(openai_plugin, fixture)

BOOST_AUTO_TEST_CASE(text_is_streamed_and_summed_up)
{
    const test::run_result result = chat(hello);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text() == "Hello");
    BOOST_TEST(result.text(CFLOW_CHUNK_REASONING) == "hm");
    BOOST_TEST(result.document == R"({"finish":"stop","model":"m-1","request_id":"req-7",)"
                                  R"("usage":{"input_tokens":9,"output_tokens":2,"cached_tokens":4}})");
}

BOOST_AUTO_TEST_CASE(the_request)
{
    chat(hello);
    const test::http_seen& seen = host.requests.at(0);
    BOOST_TEST(seen.method == "POST");
    BOOST_TEST(seen.url == "http://server/v1/chat/completions");
    BOOST_TEST(seen.header("Authorization") == "Bearer {{secret:SOME_KEY}}");
    BOOST_TEST(seen.header("Content-Type") == "application/json");
    BOOST_TEST(seen.header("X-Team") == "blue");
    BOOST_TEST(seen.body.find("writer") == std::string::npos); // names of agents and tasks stay here
    BOOST_TEST(seen.body.find(R"("model":"m")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_16_29_tool_calls_come_whole_behind_a_proper_end)
{
    const std::string calls =
        delta(R"("tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}])") +
        delta(R"("tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":""}},)"
              R"({"index":0,"function":{"arguments":"1}"}}])");
    const test::run_result result = chat(calls + delta("", "\"tool_calls\"") + done);
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_REQUIRE(result.chunks.size() == 4U);
    BOOST_TEST(result.chunks[0].kind == static_cast<std::uint32_t>(CFLOW_CHUNK_TOOL_CALL));
    BOOST_TEST(result.chunks[0].data == R"({"id":"a","name":"f"})");
    BOOST_TEST(result.chunks[1].data == R"({"x":1})");
    BOOST_TEST(result.chunks[2].index == 1U);
    BOOST_TEST(result.chunks[3].data == "{}");

    const test::run_result cut = chat(calls + delta("", "\"length\"") + done);
    BOOST_TEST(cut.status == CFLOW_OK);
    BOOST_TEST(member(cut, "finish") == "length");
    BOOST_TEST(cut.chunks.empty());
}

BOOST_AUTO_TEST_CASE(long_arguments_are_cut_between_characters)
{
    std::string text;
    for (int i = 0; i != 50'000; ++i)
        text += "x\xE2\x82\xAC";
    const test::run_result result =
        chat(delta(R"("tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"t\":\")" +
                   text + R"(\"}"}}])") +
             delta("", "\"tool_calls\"") + done);
    BOOST_TEST((result.text(CFLOW_CHUNK_TOOL_ARGS) == "{\"t\":\"" + text + "\"}"));
    for (const test::seen_chunk& chunk : result.chunks)
    {
        BOOST_TEST(chunk.data.size() <= 64 * 1024U);
        BOOST_TEST((static_cast<unsigned char>(chunk.data.front()) & 0xC0) != 0x80);
    }
}

BOOST_AUTO_TEST_CASE(wire_18_a_refusal_is_no_answer)
{
    const test::run_result result = chat(delta(R"("refusal":"I will not")") + delta("", "\"stop\"") + done);
    BOOST_TEST(result.chunks.empty());
    BOOST_TEST(member(result, "finish") == "content_filter");
    BOOST_TEST(member(result, "refusal") == "I will not");
}

BOOST_AUTO_TEST_CASE(refused_requests)
{
    const test::run_result result =
        chat(R"({"error":{"message":"slow down","code":"rate_limit_exceeded"}})", 429);
    BOOST_TEST(result.status == CFLOW_E_RATE_LIMITED);
    BOOST_TEST(member(result, "message") ==
               "POST http://server/v1/chat/completions: HTTP 429: slow down (request id req-7)");
    BOOST_TEST(member(result, "kind") == "rate_limited");
    BOOST_TEST(member(result, "http_status") == "429");
    BOOST_TEST(member(result, "retry_after_ms") == "3000");
    BOOST_TEST(chat("<html><h1>Bad Gateway</h1></html>", 502).status == CFLOW_E_UNAVAILABLE);
}

BOOST_AUTO_TEST_CASE(wire_45_48_headers_that_speak_about_trying_again)
{
    test::http_answer answer;
    answer.status = 500;
    answer.headers = {{"x-should-retry", "false"},
                      {"retry-after", "Tue, 14 Nov 2023 22:13:30 GMT"},
                      {"date", "Tue, 14 Nov 2023 22:13:10 GMT"}};
    host.answers = {answer};
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(member(result, "retryable") == "false");
    BOOST_TEST(member(result, "retry_after_ms") == "20000");
    answer.headers = {{"retry-after", "Tue, 14 Nov 2023 22:13:30 GMT"}}; // the clock of the host decides
    host.answers = {answer};
    BOOST_TEST(member(host.run("chat", test::plain_request), "retry_after_ms") == "10000");
}

BOOST_AUTO_TEST_CASE(broken_answers)
{
    BOOST_TEST(member(chat(delta(R"("content":"Hel")")), "kind") == "truncated");
    BOOST_TEST(member(chat(""), "kind") == "truncated");
    BOOST_TEST(member(chat("data: {oops}\n\n" + done), "kind") == "protocol");
    const test::run_result error =
        chat(delta(R"("content":"Hel")") + "data: {\"error\":{\"message\":\"gone\"}}\n\n");
    BOOST_TEST(error.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(error.text() == "Hel");
    BOOST_TEST(member(error, "message").ends_with("gone"));

    test::http_answer page;
    page.headers = {{"content-type", "text/html; charset=utf-8"}};
    page.pieces = {"<html><title>Log in</title></html>"};
    host.answers = {page};
    BOOST_TEST(member(host.run("chat", test::plain_request), "message")
                   .ends_with("a web page came instead of an "
                              "answer: Log in"));
}

BOOST_AUTO_TEST_CASE(failures_of_the_connection)
{
    const test::run_result refused = host.run("chat", test::plain_request);
    BOOST_TEST(refused.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(member(refused, "message") == "connect: nothing listens there");

    test::http_answer answer;
    answer.pieces = {delta(R"("content":"Hel")")};
    answer.end = CFLOW_E_IO;
    answer.end_message = "the connection was reset";
    host.answers = {answer};
    const test::run_result reset = host.run("chat", test::plain_request);
    BOOST_TEST(reset.status == CFLOW_E_IO);
    BOOST_TEST(reset.text() == "Hel");
    BOOST_TEST(member(reset, "message") == "the connection was reset");

    answer.status = 503; // the status says more than the loss of its body
    host.answers = {answer};
    BOOST_TEST(member(host.run("chat", test::plain_request), "kind") == "overloaded");
}

BOOST_AUTO_TEST_CASE(wire_76_nothing_is_read_behind_the_end_mark)
{
    test::http_answer answer;
    answer.pieces = {hello, "data: more\n\n"};
    answer.end = CFLOW_E_IO;
    host.answers = {answer};
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.steps == 2U); // open and one read
}

BOOST_AUTO_TEST_CASE(a_slow_consumer_is_waited_for)
{
    host.wait_every = 2;
    const test::run_result result = chat(hello);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text() == "Hello");
}

BOOST_AUTO_TEST_CASE(cancelled_at_every_step)
{
    const std::string body =
        delta(R"("content":"x","tool_calls":[{"index":0,"id":"a","function":{"name":"f"}}])") + done;
    host.wait_every = 1;
    test::check_cancellation(host, [&] {
        test::http_answer answer;
        for (const std::string_view piece : test::random_pieces(body, 2, 30))
            answer.pieces.emplace_back(piece);
        host.answers = {answer};
    });
    test::check_cancellation(host, [this] {
        test::http_answer answer;
        answer.status = 500;
        answer.pieces = {"oh", " no"};
        host.answers = {answer};
    });
}

BOOST_AUTO_TEST_CASE(models_are_listed)
{
    test::http_answer answer;
    answer.pieces = {R"({"object":"list","data":[{"id":"a"},{"id":"b"}]})"};
    host.answers = {answer};
    BOOST_TEST(host.run("models", "{}").document == R"({"models":[{"name":"a"},{"name":"b"}]})");
    BOOST_TEST(host.requests.back().url == "http://server/v1/models");
}

BOOST_AUTO_TEST_CASE(what_it_does_not_know)
{
    BOOST_TEST(host.run("dance", "{}").status == CFLOW_E_UNSUPPORTED);
    BOOST_TEST(host.run("chat", "{oops").status == CFLOW_E_INVALID);
    BOOST_TEST(host.create("[]") == CFLOW_E_INVALID);
    BOOST_TEST(host.message().find("not a JSON object") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
