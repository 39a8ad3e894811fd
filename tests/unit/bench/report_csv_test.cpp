#include "engine/bench/bench_report.hpp"

#include "tests/unit/bench/measurement_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::bench;
using namespace codexflow::test;

namespace {

const std::string heading = "provider,ok,ms,tokens_in,tokens_out,cost_usd,"
                            "ttft_ms,tokens_per_second,attempts,waited_ms,round,model,finish,error_kind,error\n";

std::string lines_of(std::vector<measured_call> calls)
{
    measurement all = two_providers();
    all.calls = std::move(calls);
    const std::string text = report_csv(all);
    BOOST_TEST_REQUIRE(text.starts_with(heading));
    return text.substr(heading.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_csv_suite)

BOOST_AUTO_TEST_CASE(a_line_for_each_call)
{
    measured_call first = success(0, 1, 250, tokens(9, 12));
    first.cost = 0.0005;
    first.attempts = 2;
    first.waited_us = 1'250;
    BOOST_TEST(lines_of({first, success(1, 1, 80)}) ==
               "fast,true,250,9,12,0.0005,62.5,48.00,2,1.25,1,small,stop,,\n"
               "slow,true,80,,,,20,,1,0,1,,stop,,\n");
}

BOOST_AUTO_TEST_CASE(cells_are_quoted_where_they_must_be)
{
    error why(errc::unavailable, "provider 'fast': HTTP 500");
    why.detail = "said \"no\", twice\r\nand left";
    BOOST_TEST(lines_of({failure(0, 1, 3, why)}) ==
               "fast,false,3,,,,,,1,0,1,small,,unavailable,"
               "\"provider 'fast': HTTP 500 (said \"\"no\"\", twice\r\nand left)\"\n");
}

BOOST_AUTO_TEST_CASE(what_a_server_says_is_no_formula)
{
    measured_call call = success(0, 1, 3);
    call.model = "=HYPERLINK(1)";
    call.finish = "@stop";
    BOOST_TEST(lines_of({call}) == "fast,true,3,,,,0.75,,1,0,1,'=HYPERLINK(1),'@stop,,\n");
}

BOOST_AUTO_TEST_CASE(nothing_measured_is_only_the_heading) { BOOST_TEST(lines_of({}) == ""); }

BOOST_AUTO_TEST_SUITE_END()
