#include "engine/plan/route_order.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

route_evidence text_rule(std::string pattern, double score, std::size_t begin, std::size_t end)
{
    return {"keyword", std::move(pattern), text_span{begin, end}, {}, score, {}};
}

std::string order_of(const std::vector<route_candidate>& candidates)
{
    std::string text;
    for (const route_candidate& one : candidates)
        text += one.agent;
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(route_orders)

BOOST_AUTO_TEST_CASE(score_then_rules_then_matched_bytes_then_id)
{
    std::vector<route_candidate> list{
        {"z", 30, "s", {text_rule("k", 30, 0, 1)}},
        {"b", 20, "s", {text_rule("one", 20, 0, 3)}},
        {"a", 20, "s", {text_rule("two", 20, 4, 7)}},
        {"c", 20, "s", {text_rule("longer", 20, 8, 14)}},
        {"d", 20, "s", {text_rule("x", 10, 0, 1), text_rule("y", 10, 2, 3)}},
        {"e", 20, "s", {text_rule("x", 10, 0, 1), text_rule("x", 10, 9, 10)}}, // one rule twice
        {"B", 20, "s", {text_rule("one", 20, 0, 3)}},
    };
    const std::vector<std::string> expected{
        "'d' before 'c' at the same score of 20: more rules (2 and 1)",
        "'c' before 'B' at the same score of 20: more matched bytes (6 and 3)",
        "'B' before 'a' at the same score of 20: by id",
        "'a' before 'b' at the same score of 20: by id",
        "'b' before 'e' at the same score of 20: more matched bytes (3 and 2)",
    };
    std::vector<route_candidate> sorted = list;
    BOOST_TEST(order_candidates(sorted) == expected, boost::test_tools::per_element());
    BOOST_TEST(order_of(sorted) == "zdcBabe");
    for (std::size_t i = 0; i != list.size(); ++i)
    {
        std::rotate(list.begin(), list.begin() + 1, list.end());
        std::vector<route_candidate> mixed = list;
        order_candidates(mixed);
        BOOST_TEST(order_of(mixed) == "zdcBabe");
    }
}

BOOST_AUTO_TEST_CASE(evidence_has_an_order_too)
{
    std::vector<route_candidate> list{{"a",
                                       60,
                                       "s",
                                       {{"file", "*.c", {}, "b.c", 10, {}},
                                        text_rule("k", 10, 5, 6),
                                        {"file", "*.c", {}, "a.c", 10, {}},
                                        text_rule("k", 10, 2, 3),
                                        text_rule("strong", 20, 9, 15)}}};
    BOOST_TEST(order_candidates(list).empty());
    std::string text;
    for (const route_evidence& one : list[0].evidence)
        text +=
            fmt::format("{} {}{} ", one.pattern, one.span ? std::to_string(one.span->begin) : "", one.file);
    BOOST_TEST(text == "strong 9 *.c a.c *.c b.c k 2 k 5 ");
}

BOOST_AUTO_TEST_CASE(nothing_has_an_order)
{
    std::vector<route_candidate> none;
    BOOST_TEST(order_candidates(none).empty());
    BOOST_TEST(none.empty());
}

BOOST_AUTO_TEST_SUITE_END()
