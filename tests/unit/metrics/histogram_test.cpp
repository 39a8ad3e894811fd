#include "engine/metrics/histogram.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

using codexflow::histogram;

BOOST_AUTO_TEST_SUITE(histogram_suite)

BOOST_AUTO_TEST_CASE(small_values_are_exact)
{
    histogram of;
    for (std::int64_t ms = 0; ms <= 16; ++ms)
        of.add(ms);
    BOOST_TEST(of.buckets().size() == 17U);
    BOOST_TEST(of.percentile(50) == 8U);
    BOOST_TEST(of.percentile(100) == 16U);
    BOOST_TEST(of.sum() == 136U);
}

BOOST_AUTO_TEST_CASE(one_value_is_every_percentile)
{
    histogram of;
    of.add(125);
    for (const unsigned percent : {1U, 50U, 90U, 99U, 100U})
        BOOST_TEST(of.percentile(percent) == 125U);
}

BOOST_AUTO_TEST_CASE(nothing_measured_is_nothing)
{
    const histogram of;
    BOOST_TEST(of.empty());
    BOOST_TEST(of.percentile(50) == 0U);
    BOOST_TEST(of.count_up_to(1000) == 0U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_went_back_counts_as_no_time)
{
    histogram of;
    of.add(-5);
    BOOST_TEST(of.count() == 1U);
    BOOST_TEST(of.sum() == 0U);
    BOOST_TEST(of.percentile(99) == 0U);
}

BOOST_AUTO_TEST_CASE(percentiles_are_at_most_a_sixteenth_too_great_and_never_too_small)
{
    std::mt19937_64 random(7);
    for (int round = 0; round != 50; ++round)
    {
        histogram of;
        std::vector<std::uint64_t> values;
        const std::size_t count = 1 + random() % 300;
        for (std::size_t i = 0; i != count; ++i)
        {
            values.push_back(random() % (1ULL << (1 + random() % 40)));
            of.add(static_cast<std::int64_t>(values.back()));
        }
        std::sort(values.begin(), values.end());
        for (const unsigned percent : {50U, 90U, 99U})
        {
            const std::uint64_t exact = values[(count * percent + 99) / 100 - 1];
            const std::uint64_t told = of.percentile(percent);
            BOOST_TEST_REQUIRE(told >= exact);
            BOOST_TEST_REQUIRE(told <= exact + exact / 16 + 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(adding_up_is_the_same_as_measuring_all_in_one)
{
    std::mt19937_64 random(11);
    histogram all, parts;
    for (int part = 0; part != 5; ++part)
    {
        histogram one;
        for (int i = 0; i != 100; ++i)
        {
            const auto ms = static_cast<std::int64_t>(random() % 100'000);
            all.add(ms);
            one.add(ms);
        }
        parts.add(one);
    }
    BOOST_TEST((parts.buckets() == all.buckets()));
    BOOST_TEST(parts.sum() == all.sum());
    BOOST_TEST(parts.max() == all.max());
    BOOST_TEST(parts.count() == all.count());
}

BOOST_AUTO_TEST_CASE(counts_up_to_a_power_of_two_are_exact)
{
    std::mt19937_64 random(13);
    histogram of;
    std::vector<std::uint64_t> values;
    for (int i = 0; i != 2000; ++i)
    {
        values.push_back(random() % 5000);
        of.add(static_cast<std::int64_t>(values.back()));
    }
    for (std::uint64_t bound = 1; bound <= 8192; bound *= 2)
        BOOST_TEST(of.count_up_to(bound) ==
                   static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), [&](auto v) { return v <= bound; })));
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back)
{
    histogram of, again;
    for (const std::int64_t ms : {0, 3, 16, 17, 64, 65, 4096, 4097, 1'000'000})
        of.add(ms);
    for (const auto& [bound, count] : of.buckets())
        again.restore(bound, count);
    again.restore_totals(of.sum(), of.max());
    BOOST_TEST((again.buckets() == of.buckets()));
    BOOST_TEST(again.percentile(50) == of.percentile(50));
    BOOST_TEST(again.count() == of.count());
}

BOOST_AUTO_TEST_SUITE_END()
