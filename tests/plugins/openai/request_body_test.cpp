#include "plugins/openai/request_body.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;

namespace {

std::string body_of(std::string_view request, std::string_view settings)
{
    json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(request), doc.error().message);
    return openai::write_request_body(doc.root(), openai::read_settings(settings));
}

} // namespace

BOOST_AUTO_TEST_SUITE(openai_request)

BOOST_AUTO_TEST_CASE(wire_86_a_plain_question)
{
    BOOST_TEST(
        body_of(R"({"model":"a","system":"be brief","messages":[{"role":"user","content":"hi \"you\""}],
                           "stream":true,"agent":"secret","task_id":"t"})",
                R"({"model":"b"})") ==
        R"({"model":"a","messages":[{"role":"system","content":"be brief"},)"
        R"({"role":"user","content":"hi \"you\""}],"stream":true,"stream_options":{"include_usage":true}})");
}

BOOST_AUTO_TEST_CASE(settings_go_along)
{
    BOOST_TEST(body_of(R"({"messages":[],"stream":true})",
                       R"({"model":"b","temperature":0.0,"max_tokens":100,"max_tokens_field":"max_tokens",
                           "stream_usage":false,"options":{"top_k":4}})") ==
               R"({"model":"b","messages":[],"stream":true,"temperature":0.0,"max_tokens":100,"top_k":4})");
    BOOST_TEST(body_of(R"({"messages":[],"stream":false})", R"({"model":"b","max_tokens":1})") ==
               R"({"model":"b","messages":[],"stream":false,"max_completion_tokens":1})");
}

BOOST_AUTO_TEST_CASE(wire_86_tools_and_their_history)
{
    BOOST_TEST(body_of(R"({"model":"a","messages":[
        {"role":"assistant","content":"","tool_calls":[{"id":"c1","name":"f","arguments":"{\"n\":1.0}"},
                                                       {"id":"c2","name":"g","arguments":{"m":2}}]},
        {"role":"tool","content":"42","tool_call_id":"c1"}],
        "tools":[{"name":"f","description":"d","parameters":{"type":"object"}}]})",
                       R"({"stream_usage":false})") ==
               R"({"model":"a","messages":[{"role":"assistant","content":null,"tool_calls":[)"
               R"({"id":"c1","type":"function","function":{"name":"f","arguments":"{\"n\":1.0}"}},)"
               R"({"id":"c2","type":"function","function":{"name":"g","arguments":"{\"m\":2}"}}]},)"
               R"({"role":"tool","content":"42","tool_call_id":"c1"}],)"
               R"("tools":[{"type":"function","function":{"name":"f","description":"d",)"
               R"("parameters":{"type":"object"}}}],"stream":true})");
}

BOOST_AUTO_TEST_CASE(settings_and_their_defaults)
{
    const openai::provider_settings plain = openai::read_settings("{}");
    BOOST_TEST(plain.base_url == "https://api.openai.com/v1");
    BOOST_TEST(plain.api_key_env == "");
    const openai::provider_settings given = openai::read_settings(
        R"({"base_url":"http://h:1/v1/","first_byte_timeout":0.5,"idle_timeout":20,"headers":{"X-A":"b"}})");
    BOOST_TEST(given.base_url == "http://h:1/v1");
    BOOST_TEST(given.first_byte.count() == 500);
    BOOST_TEST(given.idle.count() == 20'000);
    BOOST_TEST(given.headers.at(0).second == "b");
    const openai::provider_settings more =
        openai::read_settings(R"({"no_progress_timeout":7,"max_line_bytes":2048,"path":"/chat"})");
    BOOST_TEST(more.no_progress.count() == 7'000);
    BOOST_TEST(more.max_line_bytes == 2048U);
    BOOST_TEST(more.path == "/chat");
    BOOST_CHECK_THROW(openai::read_settings("[]"), failure);
}

BOOST_AUTO_TEST_CASE(how_the_key_is_sent)
{
    const auto auth = [](std::string_view json) {
        const openai::provider_settings given = openai::read_settings(json);
        return given.auth_header + "|" + given.auth_prefix;
    };
    BOOST_TEST(auth("{}") == "Authorization|Bearer ");
    BOOST_TEST(auth(R"({"auth_scheme":"bearer"})") == "Authorization|Bearer ");
    BOOST_TEST(auth(R"({"auth_scheme":"api-key"})") == "api-key|");
    BOOST_TEST(auth(R"({"auth_scheme":"x-api-key"})") == "x-api-key|");
    BOOST_TEST(auth(R"({"auth_scheme":"none"})") == "|");
    BOOST_TEST(auth(R"({"auth_scheme":"none","auth_header":"X-Token"})") == "X-Token|");
}

BOOST_AUTO_TEST_CASE(parameters_of_the_address_are_encoded)
{
    const auto query = [](std::string_view json) { return openai::read_settings(json).query; };
    BOOST_TEST(query("{}") == "");
    BOOST_TEST(query(R"({"query":{"api-version":"2024-10-21","a b":"x&y=z/\u00e9~","n":3,"t":true}})") ==
               "?api-version=2024-10-21&a%20b=x%26y%3Dz%2F%C3%A9~&n=3&t=true");
}

BOOST_AUTO_TEST_SUITE_END()
