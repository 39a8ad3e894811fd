#include "tests/plugins/host/boundary_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::test::boundary_fixture;
using codexflow::test::puppet;

namespace {

struct with_raw : boundary_fixture
{
    puppet told;
    codexflow::plugin::component_instance& raw = provider("raw");
};

constexpr std::size_t megabyte = std::size_t{1} << 20;

} // namespace

BOOST_FIXTURE_TEST_SUITE(flow, with_raw)

BOOST_AUTO_TEST_CASE(a_slow_consumer_slows_the_plugin)
{
    told.chunk = 100;
    told.most = 100'000;
    out.high_water = 1000;
    const auto end = run(raw, "well behaved", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text.size() == told.most);
    BOOST_TEST(out.most_behind <= 1100U);
    BOOST_TEST(out.asked > 50U);
    BOOST_TEST(told.inline_callbacks == 0);
}

BOOST_AUTO_TEST_CASE(it_goes_on_only_when_told)
{
    told.chunk = 100;
    told.most = 10'000;
    out.high_water = 1000;
    out.catches_up = false;
    begin(raw, "well behaved", told.address());
    settle();
    BOOST_TEST(!ended);
    const std::size_t taken = told.emitted;
    BOOST_TEST(taken == 1100U);
    settle();
    BOOST_TEST(told.emitted == taken);
    out.catch_up();
    settle();
    BOOST_TEST(told.emitted == 2 * taken);
    out.catches_up = true;
    out.catch_up();
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_OK);
}

BOOST_AUTO_TEST_CASE(the_sdk_waits_by_itself)
{
    out.high_water = 10;
    auto& sdk = provider("scripted");
    const auto end = run(sdk, "chat", R"({"do":"stream"})");
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text.size() == 1005U);
    BOOST_TEST(out.most_behind <= 15U);
}

BOOST_AUTO_TEST_CASE(who_does_not_heed_wait_is_failed)
{
    told.chunk = 1000;
    told.most = 100 * megabyte;
    out.high_water = 1000;
    const auto end = run(raw, "ignore wait", told);
    BOOST_TEST(end.status == CFLOW_E_TOO_LARGE); // although it ends by claiming success: what it said was lost
    BOOST_TEST(told.status == CFLOW_E_TOO_LARGE);
    BOOST_TEST(told.emitted <= 2 * megabyte);
    BOOST_TEST(told.emitted > megabyte / 2);
    BOOST_TEST(end.text.find("told to wait") != std::string::npos);
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(many_tiny_chunks_are_not_cheap)
{
    // Each costs an event, however short it is.
    told.chunk = 1;
    told.most = 10 * megabyte;
    out.high_water = 0;
    const auto end = run(raw, "ignore wait", told);
    BOOST_TEST(end.status == CFLOW_E_TOO_LARGE);
    BOOST_TEST(out.kinds.size() < 20'000U);
}

BOOST_AUTO_TEST_CASE(asking_without_waiting_does_not_help)
{
    told.chunk = 1000;
    told.most = 100 * megabyte;
    out.high_water = 1000;
    const auto end = run(raw, "ask but not wait", told);
    BOOST_TEST(end.status == CFLOW_E_TOO_LARGE);
    BOOST_TEST(told.emitted <= 2 * megabyte);
}

BOOST_AUTO_TEST_CASE(who_is_told_ok_again_has_nothing_on_its_account)
{
    // It never asks, but does not run away either: the consumer catches up between its turns.
    told.chunk = 1000;
    told.most = 4 * megabyte;
    out.high_water = 500;
    begin(raw, "one a turn", told.address());
    while (!ended)
    {
        run_until([&, before = told.emitted.load()] { return told.emitted != before || ended; });
        out.high_water = out.high_water == 500 ? static_cast<std::size_t>(-1) : 500; // wait, ok, wait, ok ..
        out.behind = 0;
    }
    BOOST_TEST(ended->status == CFLOW_OK);
    BOOST_TEST(out.text.size() >= told.most);
}

BOOST_AUTO_TEST_CASE(a_consumer_that_throws_fails_the_operation_alone)
{
    out.throws = true;
    const auto end = run(raw, "done in start", told);
    BOOST_TEST(end.status == CFLOW_E_FAILED);
    BOOST_TEST(end.text.find("could not take") != std::string::npos);
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(a_wait_can_be_given_up)
{
    out.high_water = 0;
    out.catches_up = false;
    const auto end = run(raw, "give up a wait", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    out.catch_up();
}

BOOST_AUTO_TEST_CASE(a_wait_that_is_over_can_still_be_given_up)
{
    out.high_water = 0;
    told.most = 0;
    const auto end = run(raw, "give up a wait", told); // the consumer's word is under way at the same time
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
}

BOOST_AUTO_TEST_CASE(a_sleep_can_be_given_up)
{
    const auto end = run(raw, "give up a sleep", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
}

BOOST_AUTO_TEST_SUITE_END()
