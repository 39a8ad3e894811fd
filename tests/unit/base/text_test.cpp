#include "engine/base/text.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace codexflow {
namespace {

using std::chrono::milliseconds;
using names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(nearest_finds_typos_whatever_the_order_of_the_candidates)
{
    names known{"max_parallel", "max_turns", "task_timeout"};
    do
    {
        BOOST_TEST(nearest("max_paralel", known) == "max_parallel");
        BOOST_TEST(nearest("MAX_TURNS", known) == "max_turns");
        BOOST_TEST(nearest("task_timoeut", known) == "task_timeout");
        BOOST_TEST(nearest("something", known) == "");
    } while (std::next_permutation(known.begin(), known.end()));
}

BOOST_AUTO_TEST_CASE(nearest_breaks_ties_bytewise)
{
    BOOST_TEST(nearest("code", names{"node", "mode"}) == "mode");
    BOOST_TEST(nearest("code", names{"mode", "node"}) == "mode");
}

BOOST_AUTO_TEST_CASE(nearest_does_not_guess_at_very_short_names)
{
    BOOST_TEST(nearest("a", names{"b"}) == "");
    BOOST_TEST(nearest("go", names{"GO"}) == "GO");
    BOOST_TEST(nearest("", names{"abc"}) == "");
    BOOST_TEST(nearest("abc", names{}) == "");
}

BOOST_AUTO_TEST_CASE(a_hint_guesses_or_lists)
{
    BOOST_TEST(did_you_mean("reviwer", names{"tester", "reviewer"}) == "did you mean 'reviewer'?");
    BOOST_TEST(did_you_mean("zzzzzz", names{"tester", "reviewer", "tester"}) == "one of: reviewer, tester");
    BOOST_TEST(did_you_mean("x", names{}) == "");
    BOOST_TEST(did_you_mean("9", names{"m", "l", "k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a"}) ==
               "one of: a, b, c, d, e, f, g, h, i, j, k, l, ...");
}

BOOST_AUTO_TEST_CASE(quote_is_safe_on_one_line)
{
    BOOST_TEST(quote("a\nb\x1b") == "'a\\x0ab\\x1b'");
    BOOST_TEST(quote("abcdef", 3) == "'abc...'");
    BOOST_TEST(quote("ab\xC3\xA9", 3) == "'ab...'");
}

BOOST_AUTO_TEST_CASE(durations_are_read_and_written)
{
    const std::pair<std::string_view, std::int64_t> good[] = {
        {"250ms", 250}, {"30s", 30'000}, {"10m", 600'000}, {"2h", 7'200'000}, {"7d", 604'800'000}, {"0s", 0}};
    for (const auto& [written, expected] : good)
    {
        const auto read = parse_duration(written);
        BOOST_TEST_REQUIRE(read.has_value(), written);
        BOOST_TEST(read->count() == expected);
        BOOST_TEST(format_duration(*read) == written);
    }
    BOOST_TEST(format_duration(milliseconds(90'000)) == "90s");
    BOOST_TEST(format_duration(milliseconds(1'500)) == "1500ms");
    BOOST_TEST(format_duration(milliseconds(-1)) == "-");
}

BOOST_AUTO_TEST_CASE(what_is_no_duration_is_refused)
{
    for (const std::string_view bad :
         {"", "10", "m", "-5s", "+5s", "1.5h", "10 m", "10M", "5ss", "s5", "1e3s"})
    {
        const auto read = parse_duration(bad);
        BOOST_TEST_REQUIRE(!read.has_value(), bad);
        BOOST_TEST(read.error().message == quote(bad) + " is not a length of time");
        BOOST_TEST(read.error().hint == "write digits and a unit: 250ms, 30s, 10m, 2h or 7d");
    }
    for (const std::string_view bad : {"36501d", "99999999999999999999ms"})
        BOOST_TEST(parse_duration(bad).error().message == quote(bad) + " is longer than 100 years");
}

BOOST_AUTO_TEST_CASE(trim_and_join)
{
    BOOST_TEST(trim(" \t a b \r\n") == "a b");
    BOOST_TEST(trim("  ") == "");
    BOOST_TEST(join(names{"a", "b", "c"}, ", ") == "a, b, c");
    BOOST_TEST(join(names{}, ", ") == "");
    BOOST_TEST(to_lower("ABC-\xC3\x84z") == "abc-\xC3\x84z");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
