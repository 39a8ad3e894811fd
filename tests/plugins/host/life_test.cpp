#include "tests/plugins/host/boundary_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using codexflow::cancel_reason;
using codexflow::test::boundary_fixture;
using codexflow::test::puppet;

namespace {

struct with_raw : boundary_fixture
{
    puppet told;
    codexflow::plugin::component_instance& raw = provider("raw");
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(life, with_raw)

BOOST_AUTO_TEST_CASE(may_be_over_before_start_returns)
{
    const auto end = run(raw, "done in start", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(end.text == R"({"finish":"stop"})");
    BOOST_TEST(out.text == "x");
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(an_unknown_verb)
{
    const auto end = run(raw, "no such verb", told);
    BOOST_TEST(end.status == CFLOW_E_UNSUPPORTED);
    BOOST_TEST(told.released == 0); // there is no task to release
}

BOOST_AUTO_TEST_CASE(the_first_end_stands)
{
    const auto end = run(raw, "done twice", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(end.text == "first");
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(nothing_is_taken_after_the_end)
{
    const auto end = run(raw, "emit after done", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(told.status < 0);
    BOOST_TEST(out.text == "");
}

BOOST_AUTO_TEST_CASE(a_call_after_the_end_is_cancelled_and_delivered)
{
    run(raw, "sleep after done", told);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(a_chunk_that_is_none_is_refused)
{
    run(raw, "bad chunk", told);
    BOOST_TEST(told.status == CFLOW_E_INVALID);
    BOOST_TEST(out.kinds.empty());
}

BOOST_AUTO_TEST_CASE(a_chunk_of_a_later_kind_is_the_consumers_to_skip)
{
    run(raw, "unknown chunk", told);
    BOOST_TEST(told.status == CFLOW_OK);
    BOOST_REQUIRE(out.kinds.size() == 1U);
    BOOST_TEST(out.kinds[0] == 99U);
}

BOOST_AUTO_TEST_CASE(many_at_once)
{
    constexpr int count = 200;
    int ends = 0;
    std::vector<std::unique_ptr<puppet>> each;
    for (int i = 0; i != count; ++i)
    {
        each.push_back(std::make_unique<puppet>());
        begin(raw, "sleep a little", each.back()->address(), cancel,
              [&](const codexflow::plugin::operation_end& end) { ends += end.status == CFLOW_OK; });
    }
    run_until([&] { return ends == count; });
    for (const auto& one : each)
        BOOST_TEST(one->released == 1);
}

BOOST_AUTO_TEST_CASE(work_on_a_thread_of_its_own)
{
    // Nothing but the plugin's thread is left to do anything: the loop must not end without it.
    const auto end = run(raw, "thread", told);
    BOOST_TEST(end.status == CFLOW_OK);
    BOOST_TEST(out.text == std::string(100, '.'));
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(many_threads)
{
    for (int i = 0; i != 50; ++i)
    {
        puppet one;
        BOOST_TEST(run(raw, "thread", one).status == CFLOW_OK);
        puppet other;
        BOOST_TEST(run(raw, "end before the thread", other).status == CFLOW_OK);
        BOOST_TEST(other.callbacks == 1);
        BOOST_TEST(other.released == 1);
    }
    BOOST_TEST(out.text.size() == 5000U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(cancellation, with_raw)

BOOST_AUTO_TEST_CASE(ends_a_sleep)
{
    begin(raw, "sleep", told.address());
    settle();
    BOOST_TEST(!ended);
    cancel.cancel(cancel_reason::interrupted);
    BOOST_TEST(told.callbacks == 0); // never from inside
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.callbacks == 1);
    BOOST_TEST(told.cancels == 1);
    BOOST_TEST(told.reason == CFLOW_E_CANCELLED);
    BOOST_TEST(told.released == 1);
    BOOST_TEST(services.left_behind == 0U);
}

BOOST_AUTO_TEST_CASE(for_lack_of_time_says_so_to_the_task_but_cancels_its_calls)
{
    begin(raw, "sleep", told.address());
    settle();
    cancel.cancel(cancel_reason::deadline);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_TIMEOUT);
    BOOST_TEST(told.reason == CFLOW_E_TIMEOUT);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED); // as abi.h has it, whatever the reason
}

BOOST_AUTO_TEST_CASE(before_the_start)
{
    cancel.cancel(cancel_reason::interrupted);
    const auto end = run(raw, "sleep", told);
    BOOST_TEST(end.status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.callbacks == 0); // it was not even started
    BOOST_TEST(told.released == 0);
}

BOOST_AUTO_TEST_CASE(may_be_answered_with_the_end_at_once)
{
    begin(raw, "take the cancel for an end", told.address());
    settle();
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.callbacks == 1); // what was in flight is delivered all the same
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.released == 1);
}

BOOST_AUTO_TEST_CASE(ends_a_wait_for_the_consumer)
{
    told.chunk = 10;
    told.most = 1000;
    out.high_water = 50;
    out.catches_up = false;
    begin(raw, "well behaved", told.address());
    settle();
    BOOST_TEST(!ended);
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(told.status == CFLOW_E_CANCELLED);
    out.catch_up(); // late: what it would wake has gone
}

BOOST_AUTO_TEST_CASE(a_plugin_that_does_not_end_is_left_behind)
{
    begin(raw, "deaf", told.address());
    settle();
    const auto start = std::chrono::steady_clock::now();
    cancel.cancel(cancel_reason::interrupted);
    run_until([this] { return ended.has_value(); });
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(5)));
    BOOST_TEST(ended->status == CFLOW_E_CANCELLED);
    BOOST_TEST(ended->text.find("left behind") != std::string::npos);
    BOOST_TEST(services.left_behind == 1U);
    BOOST_TEST(told.released == 0);

    puppet next; // the run goes on
    codexflow::cancel_source scope;
    bool next_ended = false;
    begin(raw, "done in start", next.address(), scope, [&](const auto&) { next_ended = true; });
    run_until([&] { return next_ended; });

    told.finish(told); // at last; nobody listens any more
    run_until([this] { return told.released == 1; });
    BOOST_TEST(told.status == CFLOW_E_CANCELLED); // its late chunk was refused
    BOOST_TEST(out.text == "x"); // of the next one
    BOOST_TEST(services.left_behind == 0U);
}

BOOST_AUTO_TEST_CASE(one_that_never_ends_does_not_hold_the_loop)
{
    begin(raw, "deaf", told.address());
    settle();
    cancel.cancel(cancel_reason::interrupted);
    io.restart();
    io.run(); // returns
    BOOST_REQUIRE(ended.has_value());
    BOOST_TEST(services.left_behind == 1U);
    told.finish(told);
    io.restart();
    io.run();
    BOOST_TEST(services.left_behind == 0U); // else the world would have to stay, as in a run
}

BOOST_AUTO_TEST_SUITE_END()
