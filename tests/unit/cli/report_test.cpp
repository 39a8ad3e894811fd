#include "cli/render/report.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::cli;

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(durations)
{
    BOOST_TEST(duration_text(0) == "0 ms");
    BOOST_TEST(duration_text(999) == "999 ms");
    BOOST_TEST(duration_text(2'399) == "2.3 s");
    BOOST_TEST(duration_text(59'999) == "59.9 s");
    BOOST_TEST(duration_text(64'000) == "1 m 04 s");
    BOOST_TEST(duration_text(7'500'000) == "2 h 05 m");
}

BOOST_AUTO_TEST_CASE(counts)
{
    BOOST_TEST(count_text(0) == "0");
    BOOST_TEST(count_text(999) == "999");
    BOOST_TEST(count_text(1'000) == "1.0k");
    BOOST_TEST(count_text(999'999) == "999.9k");
    BOOST_TEST(count_text(3'450'000) == "3.4M");
}

BOOST_AUTO_TEST_CASE(errors_and_their_hints)
{
    error what(errc::invalid_argument, "unknown key 'x'", {"a.yaml", 3, 7});
    what.hint = "did you mean 'y'?\nalso: z";
    BOOST_TEST(error_text(what, false) == "codex-flow: error: a.yaml:3:7: unknown key 'x'\n"
                                          "  hint: did you mean 'y'?\n"
                                          "  hint: also: z\n");
    what.detail = "server said:\n\x1b[2Jboo";
    what.hint.clear();
    BOOST_TEST(error_text(what, true) ==
               "\x1b[31mcodex-flow: error:\x1b[0m a.yaml:3:7: unknown key 'x' (server said: [2Jboo)\n");
}

BOOST_AUTO_TEST_CASE(the_sum_of_a_run)
{
    event::run_complete end{"ok", "", 0, 2300, 1, 1, 0, 0, 0, {}};
    BOOST_TEST(summary_line(end, false) == "1 task: 1 ok, in 2.3 s\n");
    end = {"cancelled", "interrupted", 130, 500, 9, 2, 1, 3, 3, {true, 1500, 20}};
    BOOST_TEST(summary_line(end, false) == "9 tasks: 2 ok, 1 failed, 3 stopped, 3 never started, in 500 ms; "
                                           "1.5k tokens in, 20 out (cancelled: interrupted)\n");
}

BOOST_AUTO_TEST_SUITE_END()
