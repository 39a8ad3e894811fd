#include "plugins/ollama/request_body.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;

namespace {

std::string body_of(std::string_view request, std::string_view settings,
                    const ollama::model_facts& facts = {})
{
    json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(request), doc.error().message);
    const ollama::provider_settings read = ollama::read_settings(settings);
    return ollama::write_request_body(doc.root(), read, ollama::plan_call(doc.root(), read, facts));
}

} // namespace

BOOST_AUTO_TEST_SUITE(ollama_request)

BOOST_AUTO_TEST_CASE(wire_86_a_plain_question)
{
    BOOST_TEST(
        body_of(R"({"model":"a","system":"be brief","messages":[{"role":"user","content":"hi \"you\""}],
                           "stream":true,"agent":"secret","task_id":"t"})",
                R"({"model":"b"})") ==
        R"({"model":"a","messages":[{"role":"system","content":"be brief"},)"
        R"({"role":"user","content":"hi \"you\""}],"stream":true,"options":{"num_ctx":4096}})");
}

BOOST_AUTO_TEST_CASE(settings_go_along)
{
    BOOST_TEST(
        body_of(
            R"({"messages":[],"stream":false})",
            R"({"model":"b","options":{"num_ctx":8192,"temperature":0.0},"think":"low","keep_alive":-1})") ==
        R"({"model":"b","messages":[],"stream":false,"options":{"num_ctx":8192,"temperature":0.0},)"
        R"("think":"low","keep_alive":-1})");
}

BOOST_AUTO_TEST_CASE(wire_86_tools_and_their_history)
{
    BOOST_TEST(body_of(R"({"model":"a","messages":[
        {"role":"assistant","content":"","tool_calls":[{"id":"c1","name":"f","arguments":"{\"n\":1.0}"},
                                                       {"id":"c2","name":"g","arguments":"oops"}]},
        {"role":"tool","content":"42","tool_call_id":"c1"}],
        "tools":[{"name":"f","description":"d","parameters":{"type":"object"}}]})",
                       "{}") ==
               R"({"model":"a","messages":[{"role":"assistant","content":"","tool_calls":[)"
               R"({"id":"c1","function":{"name":"f","arguments":{"n":1.0}}},)"
               R"({"id":"c2","function":{"name":"g","arguments":{}}}]},)"
               R"({"role":"tool","content":"42","tool_name":"f","tool_call_id":"c1"}],)"
               R"("tools":[{"type":"function","function":{"name":"f","description":"d",)"
               R"("parameters":{"type":"object"}}}],"stream":true,"options":{"num_ctx":4096}})");
}

BOOST_AUTO_TEST_CASE(an_id_that_comes_again_names_the_latest_tool_before_it)
{
    const std::string body = body_of(R"({"model":"a","messages":[
        {"role":"assistant","content":"","tool_calls":[{"id":"call_1","name":"f","arguments":"{}"}]},
        {"role":"tool","content":"1","tool_call_id":"call_1"},
        {"role":"assistant","content":"","tool_calls":[{"id":"call_1","name":"g","arguments":"{}"}]},
        {"role":"tool","content":"2","tool_call_id":"call_1"}]})",
                                     "{}");
    BOOST_TEST(body.find(R"("content":"1","tool_name":"f")") != std::string::npos, body);
    BOOST_TEST(body.find(R"("content":"2","tool_name":"g")") != std::string::npos, body);
}

BOOST_AUTO_TEST_CASE(the_window_goes_with_the_options)
{
    BOOST_TEST(
        body_of(R"({"messages":[]})", R"({"model":"b","options":{"seed":1},"format":"json"})") ==
        R"({"model":"b","messages":[],"stream":true,"options":{"seed":1,"num_ctx":4096},"format":"json"})");
    ollama::model_facts facts;
    facts.capabilities = {{"completion"}};
    facts.context_length = 1024;
    BOOST_TEST(body_of(R"({"messages":[]})", R"({"model":"b","think":true})", facts) ==
               R"({"model":"b","messages":[],"stream":true,"options":{"num_ctx":1024}})");
}

BOOST_AUTO_TEST_CASE(settings_and_their_defaults)
{
    const ollama::provider_settings plain = ollama::read_settings("{}");
    BOOST_TEST(plain.base_url == "http://127.0.0.1:11434");
    BOOST_TEST(plain.first_byte.count() == 330'000);
    const ollama::provider_settings given =
        ollama::read_settings(R"({"base_url":"http://h:1//","first_byte_timeout":0.5,"idle_timeout":20})");
    BOOST_TEST(given.base_url == "http://h:1");
    BOOST_TEST(given.first_byte.count() == 500);
    BOOST_TEST(given.idle.count() == 20'000);
    const ollama::provider_settings limits = ollama::read_settings(
        R"({"no_progress_timeout":7,"max_line_bytes":2048,"probe":false,"min_num_ctx":1,"max_num_ctx":2})");
    BOOST_TEST(limits.no_progress.count() == 7'000);
    BOOST_TEST(limits.max_line_bytes == 2048U);
    BOOST_TEST(!limits.probe);
    BOOST_TEST(limits.min_num_ctx == 1U);
    BOOST_TEST(limits.max_num_ctx == 2U);
    BOOST_CHECK_THROW(ollama::read_settings("[]"), failure);
}

BOOST_AUTO_TEST_SUITE_END()
