#include "engine/gateway/call_meter.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::gateway::call_meter;
using codexflow::gateway::call_times;
using std::chrono::milliseconds;

BOOST_AUTO_TEST_SUITE(call_meter_suite)

BOOST_AUTO_TEST_CASE(the_first_piece_and_the_end)
{
    call_meter meter(1'000);
    meter.on_piece(1'400);
    meter.on_piece(1'500);
    const call_times times = meter.end(3'000);
    BOOST_TEST(times.first_us.value() == 400);
    BOOST_TEST(times.total_us == 2'000);
    BOOST_TEST(times.waited_us == 0);
    BOOST_TEST(times.retries == 0u);
}

BOOST_AUTO_TEST_CASE(a_call_without_a_piece_has_no_first)
{
    call_meter meter(5);
    BOOST_TEST(!meter.end(10).first_us.has_value());
}

BOOST_AUTO_TEST_CASE(waits_between_tries_count_and_are_part_of_the_total)
{
    call_meter meter(0);
    meter.on_retry(100, milliseconds(10));
    meter.on_retry(10'200, milliseconds(20));
    meter.on_piece(30'500);
    const call_times times = meter.end(31'000);
    BOOST_TEST(times.retries == 2u);
    BOOST_TEST(times.waited_us == 30'000);
    BOOST_TEST(times.first_us.value() == 30'500); // as long as the user waits
    BOOST_TEST(times.total_us == 31'000);
}

BOOST_AUTO_TEST_CASE(what_overlaps_counts_once)
{
    call_meter meter(0);
    meter.on_retry(0, milliseconds(10));
    meter.on_hold(5, true);
    meter.on_hold(12'000, false);
    BOOST_TEST(meter.end(20'000).waited_us == 12'000);
}

BOOST_AUTO_TEST_CASE(being_held_back_counts)
{
    call_meter meter(0);
    meter.on_hold(1'000, true);
    meter.on_hold(4'000, false);
    meter.on_hold(5'000, true);
    meter.on_hold(6'000, false);
    meter.on_hold(7'000, false); // an end without a beginning is none
    BOOST_TEST(meter.end(10'000).waited_us == 4'000);
}

BOOST_AUTO_TEST_CASE(a_wait_ends_with_the_call)
{
    call_meter meter(0);
    meter.on_retry(0, milliseconds(60'000));
    BOOST_TEST(meter.end(5'000).waited_us == 5'000);
    call_meter held(0);
    held.on_hold(1'000, true);
    BOOST_TEST(held.end(5'000).waited_us == 4'000);
}

BOOST_AUTO_TEST_SUITE_END()
