// What the provider "ollama" asks a server of its models, and what it makes of the answers.
#include "tests/plugins/boundary/provider_check.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using test::member;

namespace {

const std::string done =
    "{\"model\":\"m\",\"message\":{\"content\":\"Hi\"},\"done\":true,\"done_reason\":\"stop\","
    "\"prompt_eval_count\":9}\n";
constexpr std::string_view shown =
    R"({"capabilities":["completion","vision"],"model_info":{"general.architecture":"q","q.context_length":2048}})";
constexpr std::string_view with_tools =
    R"({"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","parameters":{}}]})";

test::http_answer answer_of(int status, std::string_view body)
{
    test::http_answer answer;
    answer.status = status;
    if (!body.empty())
        answer.pieces.emplace_back(body);
    return answer;
}

struct fixture
{
    fixture() { BOOST_REQUIRE(host.create(R"({"base_url":"http://server","think":true})") == CFLOW_OK); }

    test::fake_host host{CODEXFLOW_PLUGIN_OLLAMA};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(ollama_probe, fixture)

BOOST_AUTO_TEST_CASE(a_model_is_asked_about_once)
{
    host.answers = {answer_of(200, shown), answer_of(200, done), answer_of(200, done)};
    const test::run_result first = host.run("chat", test::plain_request);
    BOOST_TEST(first.status == CFLOW_OK, first.document);
    BOOST_TEST(member(first, "warnings").find("think_unsupported") != std::string::npos);
    BOOST_TEST(host.run("chat", test::plain_request).status == CFLOW_OK);
    BOOST_REQUIRE(host.requests.size() == 3U);
    BOOST_TEST(host.requests[0].url == "http://server/api/show");
    BOOST_TEST(host.requests[0].body == R"({"model":"m"})");
    for (const std::size_t place : {1U, 2U})
    {
        BOOST_TEST(host.requests[place].url == "http://server/api/chat");
        BOOST_TEST(host.requests[place].body.find(R"("num_ctx":2048)") != std::string::npos);
        BOOST_TEST(host.requests[place].body.find("think") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_model_is_described)
{
    host.answers = {answer_of(200, shown)};
    const test::run_result told = host.run("describe", R"({"model":"m"})");
    BOOST_TEST(told.status == CFLOW_OK, told.document);
    BOOST_TEST(told.document == R"({"context_length":2048,"capabilities":["completion","vision"]})");
    BOOST_REQUIRE(host.requests.size() == 1U);
    BOOST_TEST(host.requests[0].url == "http://server/api/show");
    BOOST_TEST(host.requests[0].body == R"({"model":"m"})");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_of_a_model_is_left_out)
{
    host.answers = {answer_of(200, "{}")};
    BOOST_TEST(host.run("describe", R"({"model":"m"})").document == "{}");
}

BOOST_AUTO_TEST_CASE(a_model_that_is_not_there_is_not_described)
{
    host.answers = {answer_of(404, R"({"error":"model 'm' not found"})")};
    const test::run_result told = host.run("describe", R"({"model":"m"})");
    BOOST_TEST(member(told, "kind") == "model_not_found");
    BOOST_TEST(member(told, "hint").find("ollama pull m") != std::string::npos);
    BOOST_TEST(host.run("describe", "{}").status == CFLOW_E_INVALID);
}

BOOST_AUTO_TEST_CASE(wire_41_without_an_answer_the_abilities_are_unknown_and_the_chat_works)
{
    for (const test::http_answer& show :
         {answer_of(404, "404 page not found"), answer_of(200, "<html>"), answer_of(200, ""),
          answer_of(405, ""), answer_of(200, R"({"capabilities":7})")})
    {
        host.create(R"({"base_url":"http://server","think":true})");
        host.requests.clear();
        host.answers = {show, answer_of(200, done), answer_of(200, done)};
        const test::run_result result = host.run("chat", with_tools);
        BOOST_TEST(result.text() == "Hi");
        BOOST_TEST(member(result, "warnings") == "");
        BOOST_TEST(host.run("chat", with_tools).text() == "Hi"); // and nobody asks again
        BOOST_TEST(host.requests.at(1).body.find(R"("think":true)") != std::string::npos);
        BOOST_TEST(host.requests.size() == 3U);
    }
}

BOOST_AUTO_TEST_CASE(a_question_that_fails_is_asked_again_by_the_next_call)
{
    test::http_answer lost = answer_of(200, "{");
    lost.end = CFLOW_E_TIMEOUT;
    lost.end_message = R"({"message":"idle","kind":"timeout","phase":"idle"})";
    for (const test::http_answer& show : {lost, answer_of(503, "busy")})
    {
        host.requests.clear();
        host.answers = {show, answer_of(200, done), answer_of(200, shown), answer_of(200, done)};
        host.create(R"({"base_url":"http://server"})");
        BOOST_TEST(host.run("chat", test::plain_request).text() == "Hi");
        BOOST_TEST(host.run("chat", test::plain_request).text() == "Hi");
        BOOST_TEST(host.requests.size() == 4U);
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_cannot_be_reached_fails_the_call_at_once)
{
    test::http_answer refused;
    refused.open = CFLOW_E_UNAVAILABLE;
    refused.open_message =
        R"({"message":"refused","kind":"connect","phase":"connect","hint":"is it running?"})";
    host.answers = {refused, answer_of(200, done)};
    const test::run_result result = host.run("chat", test::plain_request);
    BOOST_TEST(result.status == CFLOW_E_UNAVAILABLE);
    BOOST_TEST(member(result, "kind") == "connect");
    BOOST_TEST(member(result, "hint") == "is it running?");
    BOOST_TEST(host.requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(tools_are_not_sent_to_a_model_without_them)
{
    host.answers = {answer_of(200, shown)};
    const test::run_result result = host.run("chat", with_tools);
    BOOST_TEST(result.status == CFLOW_E_INVALID);
    BOOST_TEST(member(result, "kind") == "invalid_request");
    BOOST_TEST(member(result, "hint").find("\"tools\"") != std::string::npos);
    BOOST_TEST(host.requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_window_fits_the_prompt_and_does_not_shrink)
{
    BOOST_REQUIRE(host.create(R"({"base_url":"http://server","probe":false})") == CFLOW_OK);
    const std::string long_prompt(30'000, 'x');
    host.answers = {answer_of(200, done), answer_of(200, done)};
    host.run("chat", R"({"model":"m","messages":[{"role":"user","content":")" + long_prompt + "\"}]}");
    host.run("chat", test::plain_request);
    BOOST_REQUIRE(host.requests.size() == 2U);
    BOOST_TEST(host.requests[0].body.find(R"("num_ctx":12288)") != std::string::npos);
    BOOST_TEST(host.requests[1].body.find(R"("num_ctx":12288)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_prompt_that_was_cut_is_told)
{
    BOOST_REQUIRE(host.create(R"({"base_url":"http://server","probe":false,"max_num_ctx":4096})") ==
                  CFLOW_OK);
    const std::string long_prompt(30'000, 'x');
    host.answers = {answer_of(200, "{\"done\":true,\"prompt_eval_count\":4096}\n")};
    const test::run_result result =
        host.run("chat", R"({"model":"m","messages":[{"role":"user","content":")" + long_prompt + "\"}]}");
    const std::string warnings = member(result, "warnings");
    BOOST_TEST(warnings.find("context_truncated") != std::string::npos, result.document);
    BOOST_TEST(warnings.find("max_num_ctx") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cancelled_at_every_step)
{
    test::check_cancellation(host, [this] {
        host.create(R"({"base_url":"http://server"})"); // one that has learnt nothing
        host.answers = {answer_of(200, shown), answer_of(200, done)};
    });
}

BOOST_AUTO_TEST_SUITE_END()
