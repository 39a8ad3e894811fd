#include "engine/memory/field_filter.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using codexflow::memories::field_filter;

namespace {

std::string without(const std::vector<std::string>& fields, std::string text)
{
    const field_filter filter(fields);
    const std::string before = text;
    const bool any = filter.apply(text);
    BOOST_TEST(any == (text != before));
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(field_filters)

BOOST_AUTO_TEST_CASE(a_document_loses_the_members_at_any_depth)
{
    BOOST_TEST(without({"password"}, R"({"user":"a","password":"x","more":[{"password":{"deep":1},"ok":1.50}]})") ==
               R"({"user":"a","more":[{"ok":1.50}]})");
    BOOST_TEST(without({"password"}, R"(  ["password",{"password":1}]  )") == R"(["password",{}])");
    BOOST_TEST(without({"password"}, "{\"p\\u0061ssword\":\"x\",\"a\":1}") == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(keys_are_compared_as_written)
{
    const std::string text = R"({"Password":"x", "passwords":"y","pass":"password"})";
    BOOST_TEST(without({"password"}, text) == text);
}

BOOST_AUTO_TEST_CASE(a_path_fits_where_its_keys_follow_each_other)
{
    BOOST_TEST(without({"user.email"}, R"({"email":"a","user":{"email":"b","name":"c"},"x":{"user":{"email":"d"}}})") ==
               R"({"email":"a","user":{"name":"c"},"x":{"user":{}}})");
    BOOST_TEST(without({"user.email"}, R"({"user.email":"a","b":1})") == R"({"b":1})");
}

BOOST_AUTO_TEST_CASE(json_inside_another_text_loses_the_value)
{
    BOOST_TEST(without({"token"}, "Here:\n```json\n{\"token\": \"a\\\"b\", \"n\": 1}\n```\nDone.") ==
               "Here:\n```json\n{\"token\": \"[REDACTED]\", \"n\": 1}\n```\nDone.");
    BOOST_TEST(without({"token"}, "x {\"token\" : {\"a\":[1,\"}\"]}, \"n\":2} y") == "x {\"token\" : \"[REDACTED]\", \"n\":2} y");
    BOOST_TEST(without({"token"}, "x {\"token\": 12345, \"token\":true} y") == "x {\"token\": \"[REDACTED]\", \"token\":\"[REDACTED]\"} y");
    BOOST_TEST(without({"a.token"}, "x {\"token\": 1} y") == "x {\"token\": \"[REDACTED]\"} y");
}

BOOST_AUTO_TEST_CASE(what_has_no_end_is_taken_to_the_end)
{
    BOOST_TEST(without({"token"}, "cut: {\"token\": \"abc") == "cut: {\"token\": \"[REDACTED]\"");
    BOOST_TEST(without({"token"}, "cut: {\"token\": {\"a\": [1, 2") == "cut: {\"token\": \"[REDACTED]\"");
    BOOST_TEST(without({"token"}, "cut: {\"token\":") == "cut: {\"token\":\"[REDACTED]\"");
}

BOOST_AUTO_TEST_CASE(json_in_a_string_of_json)
{
    BOOST_TEST(without({"token"}, R"({"body":"{\"token\":\"abc\",\"n\":1}"})") == R"({"body":"{\"n\":1}"})");
    BOOST_TEST(without({"token"}, R"(log "{\"token\": \"a\\\"bc\", \"n\":1}" end)") ==
               R"(log "{\"token\": \"[REDACTED]\", \"n\":1}" end)");
}

BOOST_AUTO_TEST_CASE(text_that_is_no_json_is_left_alone)
{
    for (const std::string text : {"the token is mine", "\"token\" is a word", "token: abc", "", "{", "[1, 2"})
        BOOST_TEST(without({"token"}, text) == text);
    BOOST_TEST(without({}, R"({"token":1})") == R"({"token":1})");
    BOOST_TEST(without({""}, R"({"":1})") == R"({"":1})");
}

BOOST_AUTO_TEST_CASE(much_of_the_same_takes_no_long_time)
{
    std::string text = "x ";
    for (int i = 0; i != 100'000; ++i)
        text += "{\"token\": [";
    BOOST_TEST(without({"token"}, text) == "x {\"token\": \"[REDACTED]\"");
}

BOOST_AUTO_TEST_SUITE_END()
