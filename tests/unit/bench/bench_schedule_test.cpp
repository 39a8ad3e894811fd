#include "engine/bench/bench_schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::bench::bench_schedule;

namespace {

/// What may start now: "a1 b1", in capitals what is warm-up.
std::string start_all(bench_schedule& under_test)
{
    std::string started;
    while (const auto slot = under_test.next())
    {
        started += started.empty() ? "" : " ";
        started += static_cast<char>((slot->warm_up ? 'A' : 'a') + static_cast<char>(slot->provider));
        started += std::to_string(slot->round);
    }
    return started;
}

} // namespace

BOOST_AUTO_TEST_SUITE(schedule)

BOOST_AUTO_TEST_CASE(providers_take_turns_one_call_at_a_time)
{
    bench_schedule s(2, 0, 2, 1);
    std::string order;
    while (!s.over())
    {
        order += start_all(s) + ' ';
        s.ended();
    }
    BOOST_TEST(order == "a1 b1 a2 b2 ");
    BOOST_TEST(s.counted() == 4u);
}

BOOST_AUTO_TEST_CASE(the_cap_holds_and_is_used)
{
    bench_schedule s(3, 0, 2, 2);
    BOOST_TEST(start_all(s) == "a1 b1");
    s.ended();
    BOOST_TEST(start_all(s) == "c1");
    s.ended();
    s.ended();
    BOOST_TEST(start_all(s) == "a2 b2");
}

BOOST_AUTO_TEST_CASE(nothing_counts_before_the_warm_up_is_over)
{
    bench_schedule s(2, 1, 1, 8);
    BOOST_TEST(start_all(s) == "A1 B1");
    s.ended();
    BOOST_TEST(start_all(s) == "");
    s.ended();
    BOOST_TEST(start_all(s) == "a1 b1");
    BOOST_TEST(s.counted() == 2u);
    s.ended();
    BOOST_TEST(!s.over());
    s.ended();
    BOOST_TEST(s.over());
}

BOOST_AUTO_TEST_CASE(a_stop_lets_only_what_is_under_way_end)
{
    bench_schedule s(2, 0, 5, 2);
    BOOST_TEST(start_all(s) == "a1 b1");
    s.stop();
    s.ended();
    BOOST_TEST(start_all(s) == "");
    BOOST_TEST(!s.over());
    s.ended();
    BOOST_TEST(s.over());
}

BOOST_AUTO_TEST_CASE(only_a_warm_up_is_a_bench_too)
{
    bench_schedule s(1, 2, 0, 1);
    BOOST_TEST(start_all(s) == "A1");
    s.ended();
    BOOST_TEST(start_all(s) == "A2");
    s.ended();
    BOOST_TEST(s.over());
    BOOST_TEST(s.counted() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
