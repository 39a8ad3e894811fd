#include "engine/record/redacted_places.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;

namespace {

/// "offset rule, ..."
std::string told(std::string_view before, std::string_view after)
{
    std::string text;
    for (const redacted_place& one : redacted_places(before, after))
        text += (text.empty() ? "" : ", ") + std::to_string(one.at) + ' ' + one.rule;
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(places_of_redaction)

BOOST_AUTO_TEST_CASE(nothing_changed_is_no_place)
{
    BOOST_TEST(told("", "") == "");
    BOOST_TEST(told("a [REDACTED] text", "a [REDACTED] text") == "");
}

BOOST_AUTO_TEST_CASE(each_mark_has_its_place)
{
    BOOST_TEST(told("a SECRET b", "a [REDACTED:x-key] b") == "2 x-key");
    BOOST_TEST(told("SECRET", "[REDACTED:x]") == "0 x");
    BOOST_TEST(told("a SECRET, b OTHER.", "a [REDACTED:x], b [secret:KEY].") == "2 x, 12 KEY");
    BOOST_TEST(told("one\ntwo S\nthree S\n", "one\ntwo [REDACTED:x]\nthree [REDACTED:y]\n") == "8 x, 16 y");
    BOOST_TEST(told("SS", "[REDACTED:x][REDACTED:y]") == "0 x, 1 y");
    BOOST_TEST(told("[S] [S]", "[[REDACTED:x]] [[REDACTED:x]]") == "1 x, 5 x"); // a bracket that was there
}

BOOST_AUTO_TEST_CASE(members_lose_their_values)
{
    BOOST_TEST(told(R"({"password":"p","n":1})", R"({"password":"[REDACTED]","n":1})") == "13 field");
    BOOST_TEST(told(R"({"token":12,"n":1})", R"({"token":"[REDACTED]","n":1})") == "9 field");
    BOOST_TEST(told(R"({"a":"{\"token\":12}"})", R"({"a":"{\"token\":\"[REDACTED]\"}"})") == "17 field");
    BOOST_TEST(told("{\"secret\":{\"a\":1},\"b\":2}\n{\"c\":\"S\"}", "{\"secret\":\"[REDACTED]\",\"b\":2}\n{\"c\":\"[REDACTED:x]\"}") ==
               "10 field, 31 x");
}

BOOST_AUTO_TEST_CASE(a_failed_redactor_is_told_too)
{
    BOOST_TEST(told("all of it", "[REDACTED: redactor x failed]") == "0 redactor x failed");
}

BOOST_AUTO_TEST_CASE(the_excerpt_is_one_line_of_what_came_of_it)
{
    const auto found = redacted_places("first\nthe key\tis SECRET and more\nlast", "first\nthe key\tis [REDACTED:x] and more\nlast");
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().excerpt == "the key is [REDACTED:x] and more");
}

BOOST_AUTO_TEST_SUITE_END()
