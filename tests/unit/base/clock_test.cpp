#include "engine/base/clock.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;

BOOST_AUTO_TEST_SUITE(clock_suite)

BOOST_AUTO_TEST_CASE(times_are_read_as_they_are_written)
{
    for (const std::int64_t us : {std::int64_t{0}, std::int64_t{1'763'822'052'123'000}, std::int64_t{951'782'400'000'000}})
        BOOST_TEST(parse_iso_time(iso_time(us)).value() == us, iso_time(us));
}

BOOST_AUTO_TEST_CASE(less_than_a_whole_time_will_do)
{
    const std::int64_t day = std::int64_t{20'000} * 86'400 * 1'000'000;
    BOOST_TEST(parse_iso_time("2024-10-04").value() == day);
    BOOST_TEST(parse_iso_time("2024-10-04T01:02").value() == day + std::int64_t{3720} * 1'000'000);
    BOOST_TEST(parse_iso_time("2024-10-04T01:02:03").value() == day + std::int64_t{3723} * 1'000'000);
    BOOST_TEST(parse_iso_time("2024-10-04T01:02:03Z").value() == day + std::int64_t{3723} * 1'000'000);
    BOOST_TEST(parse_iso_time("2024-10-04T01:02:03.5Z").value() == day + std::int64_t{3'723'500'000});
    BOOST_TEST(parse_iso_time("2024-10-04T01:02:03.123456789Z").value() == day + std::int64_t{3'723'123'456});
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_nothing)
{
    for (const char* text : {"", "7d", "2024", "2024-13-01", "2024-02-30", "2024-1-01", "2024-10-04T", "2024-10-04T25:00",
                             "2024-10-04T10:60", "2024-10-04T10:00:00.Z", "2024-10-04T10:00:00+01:00", "2024-10-04 10:00", "-024-10-04"})
        BOOST_TEST(!parse_iso_time(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
