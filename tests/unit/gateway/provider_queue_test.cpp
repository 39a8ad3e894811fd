#include "engine/gateway/provider_queue.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/gateway/model_caller.hpp"
#include "tests/support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <list>
#include <memory>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::gateway;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

struct quiet_caller final : model_caller
{
    bool on_chunk(const cflow_chunk&) override { return true; }
    void when_ready(std::function<void()> go) override { go(); }
    void on_retry(const retry_notice&) override {}
    void on_failover(const failover_notice&) override {}
    void on_warning(std::string_view, std::string_view, std::string_view) override {}
    void on_hold(bool waiting) override { held += waiting ? 1 : -1; }
    std::optional<std::chrono::milliseconds> time_left() override { return std::nullopt; }

    int held = 0; ///< How many wait.
};

/// Calls that wait for a queue of one at a time.
struct world
{
    struct call
    {
        explicit call(provider_queue& queue) : permit(std::make_unique<provider_queue::permit>(queue)) {}
        std::unique_ptr<provider_queue::permit> permit;
        cancel_source cancel;
        std::optional<result<void>> got;
    };

    static asio::awaitable<void> work(world& in, call& one, bool again)
    {
        auto got = co_await in.queue.acquire(*one.permit, again, 60s, in.caller, one.cancel);
        one.got = std::move(got);
    }

    call& start(bool again = false)
    {
        call& one = calls.emplace_back(queue);
        asio::co_spawn(io, work(*this, one, again), [](std::exception_ptr bug) { BOOST_TEST(!bug); });
        settle();
        return one;
    }
    void settle()
    {
        io.restart();
        io.poll();
    }
    void finish(call& one)
    {
        one.permit->admit();
        one.permit->release();
        settle();
    }

    asio::io_context io;
    test::manual_clock time;
    quiet_caller caller;
    provider_queue queue{io, time, "p", 1};
    std::list<call> calls;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(provider_queues, world)

BOOST_AUTO_TEST_CASE(first_come_first_served)
{
    call& first = start();
    call& second = start();
    call& third = start();
    BOOST_TEST(first.got.has_value());
    BOOST_TEST(!second.got.has_value());
    BOOST_TEST(caller.held == 2);
    finish(first);
    BOOST_TEST(second.got.has_value());
    BOOST_TEST(!third.got.has_value());
    finish(second);
    BOOST_TEST(third.got.has_value());
    BOOST_TEST(caller.held == 0);
    finish(third);
}

BOOST_AUTO_TEST_CASE(a_call_that_was_refused_stands_in_front)
{
    call& first = start();
    call& second = start();
    call& again = start(true);
    finish(first);
    BOOST_TEST(again.got.has_value());
    BOOST_TEST(!second.got.has_value());
    finish(again);
    BOOST_TEST(second.got.has_value());
    finish(second);
}

BOOST_AUTO_TEST_CASE(a_cancelled_call_leaves_the_line)
{
    call& first = start();
    call& second = start();
    call& third = start();
    second.cancel.cancel(cancel_reason::interrupted);
    settle();
    BOOST_TEST_REQUIRE(second.got.has_value());
    BOOST_TEST((second.got->error().code == errc::cancelled));
    finish(first);
    BOOST_TEST(third.got.has_value());
    finish(third);
    BOOST_TEST(queue.governor().in_flight() == 0U);
}

BOOST_AUTO_TEST_CASE(a_call_cancelled_as_it_is_let_go_gives_its_place_back)
{
    call& first = start();
    call& second = start();
    call& third = start();
    first.permit->admit();
    first.permit->release(); // lets the second go; it has not yet run
    second.cancel.cancel(cancel_reason::interrupted);
    settle();
    BOOST_TEST((second.got->error().code == errc::cancelled));
    BOOST_TEST(third.got.has_value());
    finish(third);
    BOOST_TEST(queue.governor().in_flight() == 0U);
}

BOOST_AUTO_TEST_CASE(a_long_cool_down_is_told_to_those_who_wait_and_to_those_who_come)
{
    call& first = start();
    call& waiting = start();
    first.permit->refuse(3600s, 0);
    first.permit->release();
    settle();
    BOOST_TEST_REQUIRE(waiting.got.has_value());
    BOOST_TEST((waiting.got->error().code == errc::rate_limited));
    BOOST_TEST(waiting.got->error().message.find("another 1h") != std::string::npos, waiting.got->error().message);
    call& late = start();
    BOOST_TEST((late.got->error().code == errc::rate_limited));
    BOOST_TEST(caller.held == 0);
    BOOST_TEST(queue.governor().in_flight() == 0U);
}

BOOST_AUTO_TEST_CASE(who_comes_during_a_cool_down_waits_for_its_end)
{
    call& first = start();
    first.permit->refuse(10ms, 0);
    first.permit->release();
    call& next = start();
    BOOST_TEST(!next.got.has_value());
    time.now_us += 20'000;
    io.restart();
    io.run(); // the queue's own timer
    BOOST_TEST(next.got.has_value());
    finish(next);
}

BOOST_AUTO_TEST_SUITE_END()
