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
    R"({"base_url":"http://server","model":"fallback","api_key_env":"SOME_KEY","beta":["b1","b2"]})";

std::string event(std::string_view type, std::string_view members = "")
{
    const std::string rest = members.empty() ? "" : "," + std::string(members);
    return "event: " + std::string(type) + "\ndata: {\"type\":\"" + std::string(type) + "\"" + rest + "}\n\n";
}

std::string delta(std::string_view kind, std::string_view member, std::string_view text)
{
    return event("content_block_delta", R"("index":0,"delta":{"type":")" + std::string(kind) + R"(",")" +
                                            std::string(member) + R"(":")" + std::string(text) + "\"}");
}

std::string block(std::string_view json)
{
    return event("content_block_start", R"("index":0,"content_block":)" + std::string(json));
}

std::string end(std::string_view reason)
{
    return event("content_block_stop", R"("index":0)") +
           event("message_delta",
                 R"("delta":{"stop_reason":")" + std::string(reason) + R"("},"usage":{"output_tokens":4})") +
           event("message_stop");
}

const std::string start = event(
    "message_start",
    R"("message":{"model":"m-1","usage":{"input_tokens":9,"cache_read_input_tokens":1,"output_tokens":1}})");
const std::string text_block = block(R"({"type":"text","text":""})");
const std::string hello = start + text_block + delta("text_delta", "text", "Hel") +
                          delta("text_delta", "text", "lo") + end("end_turn");

struct fixture
{
    fixture() { BOOST_REQUIRE(host.create(settings) == CFLOW_OK); }

    static test::http_answer answer_of(std::string_view body, int status = 200)
    {
        test::http_answer answer;
        answer.status = status;
        answer.headers = {{"request-id", "req-7"}, {"retry-after", "3"}};
        for (const std::string_view piece : test::random_pieces(body, 1, 40))
            answer.pieces.emplace_back(piece);
        return answer;
    }
    test::run_result chat(std::string_view body, int status = 200)
    {
        host.answers = {answer_of(body, status)};
        return host.run("chat", test::plain_request);
    }

    test::fake_host host{CODEXFLOW_PLUGIN_ANTHROPIC};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(anthropic_plugin, fixture)

BOOST_AUTO_TEST_CASE(text_is_streamed_and_summed_up)
{
    const test::run_result result = chat(hello);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text() == "Hello");
    BOOST_TEST(result.document == R"({"finish":"stop","model":"m-1","request_id":"req-7",)"
                                  R"("usage":{"input_tokens":10,"output_tokens":4,"cached_tokens":1}})");
}

BOOST_AUTO_TEST_CASE(wire_86_the_request)
{
    chat(hello);
    const test::http_seen& seen = host.requests.at(0);
    BOOST_TEST(seen.method == "POST");
    BOOST_TEST(seen.url == "http://server/v1/messages");
    BOOST_TEST(seen.header("x-api-key") == "{{secret:SOME_KEY}}");
    BOOST_TEST(seen.header("anthropic-version") == "2023-06-01");
    BOOST_TEST(seen.header("anthropic-beta") == "b1,b2");
    BOOST_TEST(seen.body == R"({"model":"m","max_tokens":4096,"system":"be brief",)"
                            R"("messages":[{"role":"user","content":"hi"}],"stream":true})");
    BOOST_REQUIRE(host.create(R"({"api_key_env":"K","auth_scheme":"bearer","base_url":"http://g"})") ==
                  CFLOW_OK);
    chat(hello);
    BOOST_TEST(host.requests.back().header("Authorization") == "Bearer {{secret:K}}");
    BOOST_TEST(host.requests.back().header("x-api-key") == "");
}

BOOST_AUTO_TEST_CASE(thinking_is_apart_and_goes_back)
{
    const test::run_result result =
        chat(start + block(R"({"type":"thinking","thinking":"","signature":""})") +
             delta("thinking_delta", "thinking", "hm") + delta("signature_delta", "signature", "sig") +
             event("content_block_stop", R"("index":0)") +
             event("content_block_start", R"("index":1,"content_block":{"type":"text","text":"yes"})") +
             end("end_turn"));
    BOOST_TEST(result.text() == "yes");
    BOOST_TEST(result.text(CFLOW_CHUNK_REASONING) == "hm");
    json::document doc;
    BOOST_REQUIRE(doc.parse(result.document));
    BOOST_TEST(doc.root()["provider_state"].string() ==
               R"([{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"text","text":"yes"}])");
}

BOOST_AUTO_TEST_CASE(tool_calls_come_whole_behind_a_proper_end)
{
    const std::string call = start + block(R"({"type":"tool_use","id":"c1","name":"f","input":{}})") +
                             delta("input_json_delta", "partial_json", R"({\"x\":)") +
                             delta("input_json_delta", "partial_json", "1}");
    const test::run_result result = chat(call + end("tool_use"));
    BOOST_TEST(member(result, "finish") == "tool_calls");
    BOOST_REQUIRE(result.chunks.size() == 2U);
    BOOST_TEST(result.chunks[0].data == R"({"id":"c1","name":"f"})");
    BOOST_TEST(result.chunks[1].data == R"({"x":1})");
    const test::run_result cut = chat(call + end("max_tokens"));
    BOOST_TEST(member(cut, "finish") == "length");
    BOOST_TEST(cut.chunks.empty());
}

BOOST_AUTO_TEST_CASE(a_paused_turn_is_gone_on_with)
{
    host.answers = {answer_of(start + text_block + delta("text_delta", "text", "so ") + end("pause_turn")),
                    answer_of(start + text_block + delta("text_delta", "text", "far") + end("end_turn"))};
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_OK);
    BOOST_TEST(result.text() == "so far");
    BOOST_TEST(host.requests.size() == 2U);
    BOOST_TEST(host.requests[1].body.find(
                   R"({"role":"assistant","content":[{"type":"text","text":"so "}]})") != std::string::npos);
    BOOST_TEST(result.document.find(R"("usage":{"input_tokens":20,"output_tokens":8,"cached_tokens":2})") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_68_refused_requests)
{
    struct row
    {
        int status;
        const char *type, *message, *kind;
    };
    for (const row& r : {
             row{401, "authentication_error", "invalid x-api-key", "auth"},
             row{403, "permission_error", "not yours", "auth"},
             row{404, "not_found_error", "model: claude-none", "model_not_found"},
             row{413, "request_too_large", "Request exceeds the maximum size", "invalid_request"},
             row{400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum",
                 "context_overflow"},
             row{400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.",
                 "quota"},
             row{429, "rate_limit_error", "slow down", "rate_limited"},
             row{500, "api_error", "oh", "server"},
             row{529, "overloaded_error", "Overloaded", "overloaded"},
         })
    {
        const test::run_result result = chat(R"({"type":"error","error":{"type":")" + std::string(r.type) +
                                                 R"(","message":")" + r.message + R"("},"request_id":"x"})",
                                             r.status);
        BOOST_TEST(member(result, "kind") == r.kind, r.message);
        BOOST_TEST(member(result, "http_status") == std::to_string(r.status));
        BOOST_TEST(member(result, "message").find(r.message) != std::string::npos);
        BOOST_TEST(member(result, "message").ends_with("(request id req-7)"));
    }
}

BOOST_AUTO_TEST_CASE(the_quota_left_is_told)
{
    test::http_answer answer = answer_of(hello);
    answer.headers = {{"anthropic-ratelimit-requests-remaining", "0"},
                      {"anthropic-ratelimit-requests-reset", "2023-11-14T22:13:50Z"},
                      {"date", "Tue, 14 Nov 2023 22:13:20 GMT"}};
    host.answers = {answer};
    BOOST_TEST(member(host.run("chat", test::plain_request), "limits") ==
               R"({"remaining_requests":0,"requests_reset_ms":30000})");
}

BOOST_AUTO_TEST_CASE(broken_answers)
{
    BOOST_TEST(member(chat(start + text_block + delta("text_delta", "text", "Hel")), "kind") == "truncated");
    BOOST_TEST(member(chat("data: {oops}\n\n"), "kind") == "protocol");
    BOOST_TEST(member(chat(hello.substr(0, hello.rfind("event: message_delta")) + start + text_block),
                      "kind") == "protocol");
    const test::run_result error =
        chat(start + text_block + delta("text_delta", "text", "Hel") +
             event("error", R"("error":{"type":"overloaded_error","message":"Overloaded"})"));
    BOOST_TEST(error.text() == "Hel");
    BOOST_TEST(member(error, "kind") == "overloaded");
}

BOOST_AUTO_TEST_CASE(whole_answers)
{
    const test::run_result result = chat(
        R"({"type":"message","model":"m","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn"})");
    BOOST_TEST(result.text() == "Hello");
    BOOST_TEST(member(result, "finish") == "stop");
}

BOOST_AUTO_TEST_CASE(cancelled_at_every_step)
{
    host.wait_every = 1;
    test::check_cancellation(host, [&] { host.answers = {answer_of(hello)}; });
    test::check_cancellation(host, [&] { host.answers = {answer_of("oh no", 500)}; });
    test::check_cancellation(host, [&] {
        host.answers = {answer_of(start + text_block + end("pause_turn")), answer_of(hello)};
    });
}

BOOST_AUTO_TEST_CASE(models_are_listed_over_all_pages)
{
    host.answers = {answer_of(R"({"data":[{"id":"a","max_input_tokens":200000,
                                  "capabilities":{"thinking":{"supported":true},"image_input":{"supported":false}}}],
                                  "has_more":true,"last_id":"a"})"),
                    answer_of(R"({"data":[{"id":"b"}],"has_more":false})")};
    BOOST_TEST(
        host.run("models", "{}").document ==
        R"({"models":[{"name":"a","context_length":200000,"capabilities":["completion","tools","thinking"]},)"
        R"({"name":"b"}]})");
    BOOST_TEST(host.requests.at(0).url == "http://server/v1/models?limit=1000");
    BOOST_TEST(host.requests.at(1).url == "http://server/v1/models?limit=1000&after_id=a");
}

BOOST_AUTO_TEST_CASE(what_it_does_not_know)
{
    BOOST_TEST(host.run("dance", "{}").status == CFLOW_E_UNSUPPORTED);
    BOOST_TEST(host.run("chat", "{oops").status == CFLOW_E_INVALID);
    BOOST_TEST(host.create("[]") == CFLOW_E_INVALID);
}

BOOST_AUTO_TEST_SUITE_END()
