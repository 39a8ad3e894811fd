#include "engine/run/verdict.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;

namespace {

event::run_complete verdict_of(std::size_t ok, std::vector<errc> failures, cancel_reason stopped = cancel_reason::none)
{
    run_tally tally;
    tally.tasks = ok + failures.size();
    tally.ok = ok;
    tally.failures = std::move(failures);
    tally.stopped = stopped;
    return decide_verdict(tally, 5);
}

} // namespace

BOOST_AUTO_TEST_SUITE(verdict)

BOOST_AUTO_TEST_CASE(all_ok_is_zero)
{
    const auto end = verdict_of(3, {});
    BOOST_TEST(end.exit_code == 0);
    BOOST_TEST(end.verdict == "ok");
    BOOST_TEST(end.reason.empty());
    BOOST_TEST(end.ms == 5);
}

BOOST_AUTO_TEST_CASE(files_that_were_left_out_are_a_failure)
{
    run_tally tally;
    tally.tasks = tally.ok = 1;
    tally.files_left_out = 2;
    const auto end = decide_verdict(tally, 5);
    BOOST_TEST(end.exit_code == 1);
    BOOST_TEST(end.verdict == "failed");
    BOOST_TEST(end.reason == "files of answers were left out");
    tally.stopped = cancel_reason::interrupted;
    BOOST_TEST(decide_verdict(tally, 5).exit_code == 130);
}

BOOST_AUTO_TEST_CASE(tasks_that_are_not_remembered_although_they_were_to_be_are_a_failure)
{
    run_tally tally;
    tally.tasks = tally.ok = 3;
    tally.not_remembered = 1;
    const auto end = decide_verdict(tally, 5);
    BOOST_TEST(end.exit_code == 1);
    BOOST_TEST(end.verdict == "failed");
    BOOST_TEST(end.reason == "what 1 task did is not remembered");
}

BOOST_AUTO_TEST_CASE(a_failure_among_successes_is_one)
{
    const auto end = verdict_of(1, {errc::unavailable});
    BOOST_TEST(end.exit_code == 1);
    BOOST_TEST(end.verdict == "failed");
    BOOST_TEST(end.failed == 1u);
}

BOOST_AUTO_TEST_CASE(one_common_cause_of_everything_gives_its_own_code)
{
    BOOST_TEST(verdict_of(0, {errc::unavailable, errc::unavailable}).exit_code == 69);
    BOOST_TEST(verdict_of(0, {errc::rate_limited}).exit_code == 75);
    BOOST_TEST(verdict_of(0, {errc::permission_denied}).exit_code == 77);
    BOOST_TEST(verdict_of(0, {errc::deadline_exceeded}).exit_code == 124);
    BOOST_TEST(verdict_of(0, {errc::invalid_argument}).exit_code == 1);
    BOOST_TEST(verdict_of(0, {errc::unavailable, errc::rate_limited}).exit_code == 1);
    BOOST_TEST(verdict_of(0, {errc::unavailable, errc::rate_limited}).reason == "several causes");
}

BOOST_AUTO_TEST_CASE(a_signal_beats_failures)
{
    BOOST_TEST(verdict_of(1, {errc::unavailable}, cancel_reason::interrupted).exit_code == 130);
    BOOST_TEST(verdict_of(1, {}, cancel_reason::terminated).exit_code == 143);
    BOOST_TEST(verdict_of(1, {}, cancel_reason::hung_up).exit_code == 129);
    BOOST_TEST(verdict_of(1, {}, cancel_reason::output_lost).exit_code == 1);
    BOOST_TEST(verdict_of(1, {}, cancel_reason::terminated).reason == "terminated");
}

BOOST_AUTO_TEST_CASE(a_bug_beats_everything)
{
    BOOST_TEST(verdict_of(5, {errc::internal}, cancel_reason::interrupted).exit_code == 70);
    run_tally tally;
    tally.tasks = 2;
    tally.bug = "boom";
    const auto end = decide_verdict(tally, 0);
    BOOST_TEST(end.exit_code == 70);
    BOOST_TEST(end.reason == "boom");
    BOOST_TEST(end.not_started == 2u);
}

BOOST_AUTO_TEST_CASE(what_never_started_is_counted)
{
    run_tally tally;
    tally.tasks = 10;
    tally.ok = 3;
    tally.cancelled = 2;
    tally.failures = {errc::protocol};
    tally.stopped = cancel_reason::interrupted;
    const auto end = decide_verdict(tally, 0);
    BOOST_TEST(end.not_started == 4u);
    BOOST_TEST(end.cancelled == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
