#include "cli/since.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::cli::time_since;

BOOST_AUTO_TEST_SUITE(since)

BOOST_AUTO_TEST_CASE(lengths_and_dates)
{
    const std::int64_t now = std::int64_t{1'800'000'000} * 1'000'000;
    BOOST_TEST(time_since("90m", now).value() == now - std::int64_t{5400} * 1'000'000);
    BOOST_TEST(time_since("7d", now).value() == now - std::int64_t{604'800} * 1'000'000);
    BOOST_TEST(time_since("2027-01-15T08:00", now).value() == now);
    for (const char* text : {"", "soon", "7", "-1d", "2027-13-01"})
        BOOST_TEST(!time_since(text, now).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
