#include "engine/gateway/rate_governor.hpp"

#include "tests/unit/gateway/rate_limited_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <list>

using namespace codexflow;
using namespace std::chrono_literals;
using gateway::rate_governor;
using ticket = rate_governor::ticket;

namespace {

constexpr std::int64_t second = 1'000'000;

/// Sends as many as may be; the tickets end with the list.
std::size_t send_all(rate_governor& under_test, std::list<ticket>& sent, std::int64_t now, std::size_t most = 1000)
{
    std::size_t count = 0;
    for (; count != most && !under_test.hold(now); ++count)
        under_test.send(sent.emplace_back(), now);
    return count;
}

void end_all(rate_governor& under_test, std::list<ticket>& sent)
{
    for (ticket& one : sent)
    {
        under_test.admit(one);
        under_test.end(one);
    }
    sent.clear();
}

/// What a server of that kind with 5 requests per 2 s makes of 200 tasks.
void check_five_per_two_seconds(test::request_limit& server, std::int64_t hint_unit_us)
{
    test::simulation_settings settings;
    settings.hint_unit_us = hint_unit_us;
    rate_governor under_test(0);
    const test::simulation_result got = test::simulate(under_test, server, settings);
    constexpr std::int64_t best = 39 * 2 * second; // 40 bursts of 5
    BOOST_TEST(got.failed == 0U);
    BOOST_TEST(got.seen == 200 + got.refused);
    BOOST_TEST(got.refused <= 5U); // one burst
    BOOST_TEST(got.most_tries <= 2U);
    BOOST_TEST(static_cast<double>(got.took_us) <= 1.15 * static_cast<double>(best));
}

} // namespace

BOOST_AUTO_TEST_SUITE(rate_governors)

BOOST_AUTO_TEST_CASE(five_requests_per_two_seconds_whatever_the_server_counts)
{
    for (const std::int64_t unit : {second, second / 1000})
    {
        BOOST_TEST_CONTEXT("hints in steps of " << unit << " us")
        {
            test::fixed_window fixed(5, 2 * second);
            check_five_per_two_seconds(fixed, unit);
            test::sliding_window sliding(5, 2 * second);
            check_five_per_two_seconds(sliding, unit);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_bucket_that_fills_drop_by_drop)
{
    test::token_bucket server(5, 2 * second);
    rate_governor under_test(0);
    const auto got = test::simulate(under_test, server, {});
    BOOST_TEST(got.failed == 0U);
    BOOST_TEST(got.refused <= 10U);
    BOOST_TEST(got.took_us <= 100 * second);
}

BOOST_AUTO_TEST_CASE(five_requests_a_minute_take_longer_and_none_fails)
{
    test::fixed_window server(5, 60 * second);
    rate_governor under_test(0);
    const auto got = test::simulate(under_test, server, {});
    BOOST_TEST(got.failed == 0U);
    BOOST_TEST(got.refused <= 5U);
    BOOST_TEST(got.took_us <= 39 * 66 * second);
}

BOOST_AUTO_TEST_CASE(slow_answers_on_a_slow_line)
{
    test::sliding_window server(20, 10 * second);
    rate_governor under_test(0);
    test::simulation_settings settings;
    settings.trip_us = 80'000;
    settings.work_us = 12 * second;
    const auto got = test::simulate(under_test, server, settings);
    BOOST_TEST(got.failed == 0U);
    BOOST_TEST(got.refused <= 30U);
    BOOST_TEST(got.took_us <= 150 * second); // ideal: 9 more periods and the work, 102 s
}

BOOST_AUTO_TEST_CASE(an_unlimited_server_gets_everything_soon)
{
    test::fixed_window server(1'000'000, 60 * second);
    rate_governor under_test(0);
    test::simulation_settings settings;
    settings.tasks = 2000;
    settings.at_once = 2000;
    settings.trip_us = 20'000;
    settings.work_us = 10 * second;
    const auto got = test::simulate(under_test, server, settings);
    BOOST_TEST(got.most_at_once == 2000U);
    BOOST_TEST(got.took_us <= 10 * second + second / 2);
}

BOOST_AUTO_TEST_CASE(answers_that_take_their_time_hold_nobody_up)
{
    // No sign of life for 30 s, as from a model that thinks: what waits is taken for admitted.
    test::fixed_window server(1'000'000, 60 * second);
    rate_governor under_test(0);
    test::simulation_settings settings;
    settings.tasks = 64;
    settings.at_once = 64;
    settings.trip_us = 30 * second;
    const auto got = test::simulate(under_test, server, settings);
    BOOST_TEST(got.took_us <= 32 * second);
}

BOOST_AUTO_TEST_CASE(the_configured_ceiling_holds)
{
    rate_governor under_test(3);
    std::list<ticket> sent;
    send_all(under_test, sent, 0);
    const std::int64_t later = second;
    send_all(under_test, sent, later);
    BOOST_TEST(under_test.in_flight() == 3U);
    BOOST_TEST(under_test.hold(later).value() == rate_governor::never);
    end_all(under_test, sent);
    BOOST_TEST(!under_test.hold(later));
}

BOOST_AUTO_TEST_CASE(a_refusal_halves_the_ceiling_once_and_good_answers_raise_it)
{
    rate_governor under_test(16);
    std::list<ticket> sent;
    for (std::int64_t now = 0; under_test.in_flight() != 16; now += second)
        send_all(under_test, sent, now);
    const std::int64_t now = 60 * second;
    for (ticket& one : sent)
        under_test.overload(one, now, 1s, 0);
    BOOST_TEST(under_test.ceiling() == 8U); // they were refused together
    BOOST_TEST(under_test.hold(now).value() == now + second);
    end_all(under_test, sent);
    std::int64_t then = now + second;
    for (int i = 0; i != 200; ++i, then += second)
    {
        send_all(under_test, sent, then, 1);
        end_all(under_test, sent);
    }
    BOOST_TEST(under_test.ceiling() == 16U);
}

BOOST_AUTO_TEST_CASE(the_cool_down_is_as_long_as_asked_and_up_to_a_tenth_more)
{
    for (const double jitter : {0.0, 0.5, 0.999})
    {
        rate_governor under_test(0);
        std::list<ticket> sent;
        send_all(under_test, sent, 0, 1);
        under_test.refuse(sent.front(), 0, 10s, jitter);
        const std::int64_t until = under_test.hold(0).value();
        BOOST_TEST(until >= 10 * second);
        BOOST_TEST(until <= 11 * second);
        BOOST_TEST(std::abs(until - 10 * second - static_cast<std::int64_t>(jitter * second)) <= 1000);
        end_all(under_test, sent);
        BOOST_TEST(!under_test.hold(until));
    }
}

BOOST_AUTO_TEST_CASE(without_a_hint_each_setback_doubles_the_cool_down)
{
    rate_governor under_test(0);
    std::int64_t now = 0;
    for (const std::int64_t expected : {500, 1000, 2000, 4000, 8000, 8000})
    {
        std::list<ticket> sent;
        send_all(under_test, sent, now, 1);
        under_test.refuse(sent.front(), now, std::nullopt, 0);
        under_test.end(sent.front());
        const std::int64_t until = under_test.hold(now).value();
        BOOST_TEST(until - now == expected * 1000);
        now = until;
    }
}

BOOST_AUTO_TEST_CASE(after_a_refusal_one_request_goes_first)
{
    rate_governor under_test(0);
    std::list<ticket> sent;
    send_all(under_test, sent, 0);
    for (ticket& one : sent)
        under_test.overload(one, 0, 1s, 0);
    end_all(under_test, sent);
    BOOST_TEST(send_all(under_test, sent, second) == 1U);
    end_all(under_test, sent);
    BOOST_TEST(send_all(under_test, sent, second) == 2U);
    end_all(under_test, sent);
}

BOOST_AUTO_TEST_CASE(a_quota_that_is_used_up_is_waited_for_without_a_refusal)
{
    rate_governor under_test(0);
    std::list<ticket> sent;
    send_all(under_test, sent, 0, 1);
    gateway::quota left;
    left.remaining_requests = 2;
    left.requests_reset_ms = 5000;
    under_test.admit(sent.front());
    under_test.note_quota(left, 0);
    BOOST_TEST(send_all(under_test, sent, 0) == 2U);
    BOOST_TEST(under_test.hold(0).value() == 5 * second);
    end_all(under_test, sent);
    BOOST_TEST(!under_test.hold(5 * second));
}

BOOST_AUTO_TEST_CASE(no_tokens_left_holds_everything_and_lowers_the_ceiling)
{
    rate_governor under_test(0);
    std::list<ticket> sent;
    for (std::int64_t now = 0; under_test.in_flight() < 8; now += second)
        send_all(under_test, sent, now, 8 - under_test.in_flight());
    gateway::quota left;
    left.remaining_tokens = 0;
    left.tokens_reset_ms = 360'000;
    const std::int64_t now = 20 * second;
    under_test.note_quota(left, now);
    BOOST_TEST(under_test.hold(now).value() == now + 60 * second); // not longer without having been refused
    BOOST_TEST(under_test.ceiling() == 4U);
    under_test.note_quota(left, now);
    BOOST_TEST(under_test.ceiling() == 4U);
    end_all(under_test, sent);
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_otherwise_only_leaves)
{
    rate_governor under_test(1);
    std::list<ticket> sent;
    send_all(under_test, sent, 0);
    under_test.end(sent.front());
    under_test.end(sent.front());
    BOOST_TEST(under_test.in_flight() == 0U);
    BOOST_TEST(!under_test.hold(0));
}

BOOST_AUTO_TEST_SUITE_END()
