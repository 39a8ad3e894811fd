#include "cli/render/bench_view.hpp"

#include "engine/bench/bench_schedule.hpp"
#include "tests/unit/bench/measurement_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::cli;
using namespace codexflow::test;

BOOST_AUTO_TEST_SUITE(bench_view)

BOOST_AUTO_TEST_CASE(a_line_for_each_call)
{
    bench::measured_call call = success(0, 2, 800, tokens(3, 34));
    call.attempts = 2;
    BOOST_TEST(bench_progress_line({0, 2, false}, call, "fast", 3, 6, false) ==
               "[3/6] fast, round 2: 800 ms, first piece after 200 ms, 34 tokens, 2 tries\n");
    error why(errc::unavailable, "HTTP 500");
    why.detail = "two\nlines\x1b[2J";
    BOOST_TEST(bench_progress_line({1, 1, true}, failure(1, 1, 5, why), "slow", 0, 6, false) ==
               "[warm-up] slow, round 1: failed after 5.0 ms: HTTP 500 (two lines [2J)\n");
}

BOOST_AUTO_TEST_CASE(the_report_is_a_table_and_what_belongs_to_it)
{
    bench::measurement all = two_providers();
    all.calls = {success(0, 1, 100, tokens(1, 2)), failure(1, 1, 3, error(errc::protocol, "bad"))};
    all.calls[0].cost = 0.5;
    BOOST_TEST(bench_text(all, 0, false) ==
               "PROVIDER  MODEL        OK   TRIES  FIRST  MIN  MEAN  P50  P90  P99  MAX  TOK/S  IN  OUT  USD\n"
               "fast      small        1/1  1      25.0   100  100   100  100  100  100  20.0   1   2    0.5000\n"
               "slow      its default  0/1  1      -      -    -     -    -    -    -    ?      ?   ?    ?\n"
               "slow: 1 of 1 failed, the first: bad\n"
               "times in milliseconds, of calls that succeeded; FIRST is the p50 until the first piece of the answer\n"
               "with one call there is nothing to spread: p50, p90 and p99 are that call\n");
}

BOOST_AUTO_TEST_SUITE_END()
