#include "engine/net/deadline_sweeper.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

using codexflow::net::deadline_sweeper;
using namespace std::chrono_literals;

namespace {

struct with_sweeper
{
    boost::asio::io_context io{1};
    std::unique_ptr<deadline_sweeper> sweeper = std::make_unique<deadline_sweeper>(io);
    int late = 0;
    std::function<void()> count = [this] { ++late; };
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(deadlines, with_sweeper)

BOOST_AUTO_TEST_CASE(a_limit_passes_once)
{
    deadline_sweeper::entry wait(count);
    const auto start = std::chrono::steady_clock::now();
    sweeper->arm(wait, 20ms);
    io.run();
    BOOST_TEST(late == 1);
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 20ms));
}

BOOST_AUTO_TEST_CASE(not_before_its_time)
{
    deadline_sweeper::entry wait(count);
    sweeper->arm(wait, 60s);
    io.run_for(3 * deadline_sweeper::grain);
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_CASE(disarmed_and_destroyed_waits_are_forgotten)
{
    deadline_sweeper::entry wait(count);
    sweeper->arm(wait, 1ms);
    deadline_sweeper::disarm(wait);
    deadline_sweeper::disarm(wait);
    {
        deadline_sweeper::entry gone(count);
        sweeper->arm(gone, 1ms);
    }
    io.run();
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_CASE(armed_again_counts_from_then)
{
    deadline_sweeper::entry wait(count);
    sweeper->arm(wait, 1ms);
    sweeper->arm(wait, 60s);
    io.run_for(2 * deadline_sweeper::grain);
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_CASE(zero_is_no_limit)
{
    deadline_sweeper::entry wait(count);
    sweeper->arm(wait, 0ms);
    io.run();
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_CASE(the_callback_may_end_any_wait)
{
    std::vector<std::unique_ptr<deadline_sweeper::entry>> all;
    for (int i = 0; i != 5; ++i)
        all.push_back(std::make_unique<deadline_sweeper::entry>([&] {
            ++late;
            all.resize(1); // all but the first, which is the one that was called
        }));
    for (const auto& one : all)
        sweeper->arm(*one, 1ms);
    io.run();
    BOOST_TEST(late == 1);
}

BOOST_AUTO_TEST_CASE(its_end_may_come_before_that_of_the_loop)
{
    {
        deadline_sweeper::entry wait(count);
        sweeper->arm(wait, 60s);
    }
    sweeper.reset();
    io.run(); // its timer's last word must not reach it any more
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_SUITE_END()
