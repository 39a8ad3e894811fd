#include "engine/record/run_details.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;

namespace {

/// Reads events given by their members; seq and ts are added.
run_details read(const std::vector<std::string>& events)
{
    run_details details;
    journal_reader reader(&details);
    for (std::size_t i = 0; i != events.size(); ++i)
        reader.feed(R"({"seq":)" + std::to_string(i + 1) + R"(,"ts":"T)" + std::to_string(i + 1) + R"(",)" + events[i] + "}\n");
    reader.finish();
    return details;
}

} // namespace

BOOST_AUTO_TEST_SUITE(run_details_suite)

BOOST_AUTO_TEST_CASE(calls_find_their_ends)
{
    const run_details details = read({
        R"("kind":"tool_start","task_id":"a","call_id":"call-1","tool":"read","effect":"none")",
        R"("kind":"tool_start","task_id":"a","call_id":"call-2","tool":"shell","effect":"once")",
        R"("kind":"tool_end","task_id":"a","call_id":"call-1","tool":"read","outcome":"ok","ms":5)",
        R"("kind":"tool_end","task_id":"b","call_id":"call-1","tool":"odd","outcome":"invalid","ms":1)",
    });
    const task_details& a = details.of("a");
    BOOST_TEST_REQUIRE(a.calls.size() == 2U);
    BOOST_TEST(a.calls[0].outcome == "ok");
    BOOST_TEST(a.calls[0].ms == 5);
    BOOST_TEST(a.calls[1].outcome == "");
    BOOST_TEST(a.calls[1].effect == "once");
    BOOST_TEST(details.of("b").calls.at(0).tool == "odd");
    BOOST_TEST(details.of("none").calls.empty());
}

BOOST_AUTO_TEST_CASE(sessions_remarks_and_unknown_kinds)
{
    const run_details details = read({
        R"("kind":"run_started")",
        R"("kind":"task_started","task_id":"a")",
        R"("kind":"policy_violation","task_id":"a","tool":"shell","policy":"rules","reason":"no")",
        R"("kind":"approval_given","task_id":"a","tool":"write","answer":"once")",
        R"("kind":"run_started")",
        R"("kind":"task_started","task_id":"a")",
        R"("kind":"worktree","task_id":"a","dir":"d","files":[{"path":"x.cpp","change":"added"}])",
        R"("kind":"task_complete","task_id":"a","answered_by":"cloud")",
        R"("kind":"files_applied","dir":"scaffold","files":[{"path":"y.cpp","status":"new"}])",
        R"("kind":"later_kind")",
        R"("kind":"later_kind","task_id":"a")",
        R"("kind":"run_complete")",
    });
    BOOST_TEST(details.sessions().size() == 2U);
    BOOST_TEST(details.sessions()[1] == "T5");
    const task_details& a = details.of("a");
    BOOST_TEST(a.starts == 2U);
    BOOST_TEST(a.answered_by == "cloud");
    BOOST_TEST_REQUIRE(a.remarks.size() == 3U);
    BOOST_TEST(a.remarks[0] == "denied: shell: rules: no");
    BOOST_TEST(a.remarks[1] == "asked: write: once");
    BOOST_TEST(a.remarks[2] == "changed in d: x.cpp (added)");
    BOOST_TEST_REQUIRE(details.remarks().size() == 1U);
    BOOST_TEST(details.remarks()[0] == "written below scaffold: y.cpp (new)");
    BOOST_TEST(details.unknown_kinds().at("later_kind") == 2U);
    BOOST_TEST(details.unknown_kinds().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
