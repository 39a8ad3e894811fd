#include "engine/bench/statistics.hpp"

#include "tests/unit/bench/measurement_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <numeric>

using namespace codexflow;
using namespace codexflow::bench;
using namespace codexflow::test;

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(no_values_have_no_spread) { BOOST_TEST(!spread_of({}).has_value()); }

BOOST_AUTO_TEST_CASE(one_value_is_all_of_them)
{
    const spread s = spread_of({7}).value();
    BOOST_TEST(s.count == 1u);
    for (const std::int64_t each : {s.min, s.p50, s.p90, s.p99, s.max})
        BOOST_TEST(each == 7);
    BOOST_TEST(s.mean == 7.0);
}

BOOST_AUTO_TEST_CASE(percentiles_are_values_by_nearest_rank)
{
    struct row
    {
        std::size_t count; ///< Of the values 1, 2, ..., count.
        std::int64_t p50, p90, p99;
    };
    for (const row& r : {row{2, 1, 2, 2}, row{3, 2, 3, 3}, row{4, 2, 4, 4}, row{9, 5, 9, 9}, row{10, 5, 9, 10},
                         row{11, 6, 10, 11}, row{99, 50, 90, 99}, row{100, 50, 90, 99}, row{200, 100, 180, 198}})
    {
        BOOST_TEST_CONTEXT(r.count << " values")
        {
            std::vector<std::int64_t> values(r.count);
            std::iota(values.rbegin(), values.rend(), 1); // the order does not matter
            const spread s = spread_of(values).value();
            BOOST_TEST(s.p50 == r.p50);
            BOOST_TEST(s.p90 == r.p90);
            BOOST_TEST(s.p99 == r.p99);
            BOOST_TEST(s.min == 1);
            BOOST_TEST(s.max == static_cast<std::int64_t>(r.count));
            BOOST_TEST(s.mean == static_cast<double>(r.count + 1) / 2);
        }
    }
}

BOOST_AUTO_TEST_CASE(few_calls_are_said_to_be_few)
{
    BOOST_TEST(percentile_note(0) == "");
    BOOST_TEST(percentile_note(1) == "with one call there is nothing to spread: p50, p90 and p99 are that call");
    BOOST_TEST(percentile_note(9) == "with 9 calls p90 and p99 are the slowest call");
    BOOST_TEST(percentile_note(10) == "with 10 calls p99 is the slowest call");
    BOOST_TEST(percentile_note(99) == "with 99 calls p99 is the slowest call");
    BOOST_TEST(percentile_note(100) == "");
}

BOOST_AUTO_TEST_CASE(a_summary_counts_what_succeeded)
{
    measurement all = two_providers();
    all.calls = {success(0, 1, 100, tokens(10, 20)), success(1, 1, 999), success(0, 2, 300, tokens(10, 40)),
                 failure(0, 3, 5000, error(errc::rate_limited, "slow down"))};
    all.calls[0].cost = 0.25;
    all.calls[3].attempts = 3;
    const summary s = summarize(all, 0);
    BOOST_TEST(s.calls == 3u);
    BOOST_TEST(s.ok == 2u);
    BOOST_TEST(s.attempts == 5u);
    BOOST_TEST(s.total.value().count == 2u);
    BOOST_TEST(s.total.value().max == 300'000); // the failed one took longer, and does not count
    BOOST_TEST(s.first.value().min == 25'000);
    BOOST_TEST(s.tokens_in == 20u);
    BOOST_TEST(s.tokens_out == 60u);
    BOOST_TEST(s.tokens_per_second.value() == 150.0); // 60 in 0.4 s
    BOOST_TEST(s.priced == 1u);
    BOOST_TEST(s.cost == 0.25);
    BOOST_TEST(s.typical == &all.calls[0]);
    BOOST_TEST(s.first_failure == &all.calls[3]);
}

BOOST_AUTO_TEST_CASE(what_was_not_counted_stays_unknown)
{
    measurement all = two_providers();
    all.calls = {success(1, 1, 100), success(1, 2, 50)};
    all.calls[0].first_us.reset();
    all.calls[1].first_us.reset();
    const summary s = summarize(all, 1);
    BOOST_TEST(s.counted == 0u);
    BOOST_TEST(s.priced == 0u);
    BOOST_TEST(!s.tokens_per_second.has_value());
    BOOST_TEST(!s.first.has_value());
    BOOST_TEST(summarize(all, 0).calls == 0u);
    BOOST_TEST(summarize(all, 0).typical == nullptr);
}

BOOST_AUTO_TEST_CASE(without_success_the_typical_call_is_a_failed_one)
{
    measurement all = two_providers();
    all.calls = {failure(0, 1, 30, error(errc::unavailable, "x")), failure(0, 2, 10, error(errc::unavailable, "y")),
                 failure(0, 3, 20, error(errc::unavailable, "z"))};
    const summary s = summarize(all, 0);
    BOOST_TEST(!s.total.has_value());
    BOOST_TEST(s.typical == &all.calls[2]);
    BOOST_TEST(s.first_failure == &all.calls[0]);
}

BOOST_AUTO_TEST_CASE(speed_of_a_call)
{
    BOOST_TEST(success(0, 1, 500, tokens(1, 30)).tokens_per_second().value() == 60.0);
    BOOST_TEST(!success(0, 1, 500).tokens_per_second().has_value());
    BOOST_TEST(!success(0, 1, 0, tokens(1, 30)).tokens_per_second().has_value());
    BOOST_TEST(!failure(0, 1, 500, error(errc::protocol, "x")).tokens_per_second().has_value());
}

BOOST_AUTO_TEST_CASE(a_preview_ends_between_characters)
{
    BOOST_TEST(preview_of("short") == "short");
    BOOST_TEST(preview_of(std::string(300, 'x')) == std::string(200, 'x'));
    std::string wide;
    for (int i = 0; i != 201; ++i)
        wide += "é";
    BOOST_TEST(preview_of(wide) == wide.substr(0, 400));
    BOOST_TEST(preview_of("a\xFF") == "a\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_SUITE_END()
