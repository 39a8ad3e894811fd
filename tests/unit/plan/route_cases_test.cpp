#include "engine/plan/route_cases.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow;

namespace {

/// "PLACE: message | hint" of the faults.
std::string fault(std::string_view text)
{
    const auto read = read_route_cases(text, "cases");
    return read ? "no fault"
                : to_string(read.error()) + (read.error().hint.empty() ? "" : " | " + read.error().hint);
}

route_answer answered(const std::vector<std::string>& ids)
{
    route_answer made;
    for (const std::string& id : ids)
        made.candidates.push_back({id, 1, "test", {}});
    return made;
}

/// What is different, or "".
std::string apart(std::string_view line, const std::vector<std::string>& got)
{
    const auto cases = read_route_cases(line, "cases");
    BOOST_REQUIRE(cases.has_value());
    return difference(cases->front(), answered(got)).value_or("");
}

} // namespace

BOOST_AUTO_TEST_SUITE(cases_of_routing)

BOOST_AUTO_TEST_CASE(each_line_is_one)
{
    const auto cases =
        read_route_cases(
            "\xEF\xBB\xBF{\"text\": \"a\", \"expect\": [\"x\", \"y\"]}\r\n\n"
            "{\"files\": [\"b.c\"], \"text\": \"t\", \"expect_first\": \"x\", \"name\": \"both\"}\n"
            "{\"files\": [\"b.c\", \"d\"], \"expect_none\": true}",
            "cases")
            .value();
    BOOST_TEST_REQUIRE(cases.size() == 3U);
    BOOST_TEST(cases[0].name == "a");
    BOOST_TEST((cases[0].agents == std::vector<std::string>{"x", "y"}));
    BOOST_TEST(to_string(cases[1].where) == "cases:3:1");
    BOOST_TEST(cases[1].name == "both");
    BOOST_TEST(cases[1].request.text == "t");
    BOOST_TEST(cases[1].first.value() == "x");
    BOOST_TEST(cases[2].none);
    BOOST_TEST(cases[2].name == "b.c d");
}

BOOST_AUTO_TEST_CASE(faults_have_their_lines)
{
    BOOST_TEST(
        fault("{\"text\": \"a\", \"expect_none\": true}\n\n{\"text\": }\n").starts_with("cases:3:10: "));
    BOOST_TEST(fault("[1]") == "cases:1:1: a case is an object, not a list");
    BOOST_TEST(fault(R"({"text": "a", "expects": ["x"]})") ==
               "cases:1:1: unknown key 'expects' | did you mean 'expect'?");
    BOOST_TEST(fault(R"({"text": "a"})") ==
               "cases:1:1: a case needs exactly one of expect, expect_first and expect_none");
    BOOST_TEST(fault(R"({"text": "a", "expect": ["x"], "expect_none": true})") ==
               "cases:1:1: a case needs exactly one of expect, expect_first and expect_none");
    BOOST_TEST(fault(R"({"expect": ["x"]})").starts_with("cases:1:1: a case needs a text or files | "));
    BOOST_TEST(fault(R"({"text": 1, "expect": ["x"]})") ==
               "cases:1:1: text must be text, not a whole number");
    BOOST_TEST(fault(R"({"text": " ", "expect": ["x"]})") == "cases:1:1: text is empty");
    BOOST_TEST(fault(R"({"text": "a", "expect": "x"})") == "cases:1:1: expect must be a list of texts");
    BOOST_TEST(fault(R"({"text": "a", "expect": []})") ==
               "cases:1:1: expect is empty | write \"expect_none\": true");
    BOOST_TEST(fault(R"({"text": "a", "expect_none": false})") == "cases:1:1: expect_none can only be true");
    BOOST_TEST(fault("\n\n") == "cases: there is no case in it");
    BOOST_TEST(fault("{}\n{}\n").find("also: cases:2:1: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(differences_are_told)
{
    const std::string_view two = R"({"text": "a", "expect": ["x", "y"]})";
    BOOST_TEST(apart(two, {"x", "y"}) == "");
    BOOST_TEST(apart(two, {"y", "x"}) == "expected x, y, got y, x; the same in another order");
    BOOST_TEST(apart(two, {"x", "z"}) == "expected x, y, got x, z; missing: y; not expected: z");
    BOOST_TEST(apart(two, {}) == "expected x, y, got nobody; missing: x, y");
    const std::string_view first = R"({"text": "a", "expect_first": "x"})";
    BOOST_TEST(apart(first, {"x", "y"}) == "");
    BOOST_TEST(apart(first, {"y", "x"}) == "expected x first, got y, x");
    BOOST_TEST(apart(first, {}) == "expected x first, got nobody");
    const std::string_view none = R"({"text": "a", "expect_none": true})";
    BOOST_TEST(apart(none, {}) == "");
    BOOST_TEST(apart(none, {"x"}) == "expected nobody, got x");
}

BOOST_AUTO_TEST_SUITE_END()
