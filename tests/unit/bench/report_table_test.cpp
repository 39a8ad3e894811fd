#include "engine/bench/bench_report.hpp"
#include "engine/bench/bench_table.hpp"

#include "tests/unit/bench/measurement_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::bench;
using namespace codexflow::test;
using boost::test_tools::per_element;

namespace {

using cells = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(report_table)

BOOST_AUTO_TEST_CASE(numbers_for_people)
{
    BOOST_TEST(milliseconds_text(412) == "0.412");
    BOOST_TEST(milliseconds_text(8'120) == "8.1");
    BOOST_TEST(milliseconds_text(99'940) == "99.9");
    BOOST_TEST(milliseconds_text(812'400) == "812");
    BOOST_TEST(cost_text(0) == "0");
    BOOST_TEST(cost_text(0.0000004) == "<0.000001");
    BOOST_TEST(cost_text(0.000042) == "0.000042");
    BOOST_TEST(cost_text(1.23456) == "1.2346");
}

BOOST_AUTO_TEST_CASE(a_row_for_each_provider)
{
    measurement all = two_providers();
    all.calls = {success(0, 1, 100, tokens(10, 20)), success(1, 1, 700), success(0, 2, 300, tokens(10, 40)),
                 failure(1, 2, 9, error(errc::protocol, "x"))};
    all.calls[0].cost = 0.25;
    const auto rows = table_rows(all);
    BOOST_TEST(table_headings().size() == rows[0].size());
    BOOST_TEST(rows[0] == (cells{"fast", "small", "2/2", "2", "25.0", "100", "200", "100", "300", "300", "300", "150.0",
                                 "20", "60", "≥0.2500"}),
               per_element());
    BOOST_TEST(rows[1] == (cells{"slow", "its default", "1/2", "2", "175", "700", "700", "700", "700", "700", "700",
                                 "?", "?", "?", "?"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(a_provider_without_success_has_no_times)
{
    measurement all = two_providers();
    error why(errc::unavailable, "provider 'fast': connection refused");
    why.hint = "is it running?";
    all.calls = {failure(0, 1, 5, why), failure(0, 2, 5, error(errc::protocol, "other"))};
    BOOST_TEST(table_rows(all)[0] == (cells{"fast", "small", "0/2", "2", "-", "-", "-", "-", "-", "-", "-", "?", "?",
                                            "?", "?"}),
               per_element());
    BOOST_TEST(failure_lines(all) ==
                   (cells{"fast: 2 of 2 failed, the first: provider 'fast': connection refused (is it running?)"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(remarks_say_what_the_table_cannot)
{
    measurement all = two_providers();
    all.calls = {success(0, 1, 100, tokens(1, 1))};
    all.settings.stream = false;
    all.stopped = "interrupted";
    BOOST_TEST(
        remarks(all) ==
            (cells{"stopped (interrupted): 1 of 6 calls were measured",
                   "times in milliseconds, of calls that succeeded; FIRST is the p50 until the first piece of the answer",
                   "with one call there is nothing to spread: p50, p90 and p99 are that call",
                   "not streamed: the time to a first piece is not measured",
                   "what fast cost is unknown: set prices, or providers.NAME.price"}),
        per_element());
}

BOOST_AUTO_TEST_CASE(markdown_holds_the_same_and_no_markup_of_others)
{
    measurement all = two_providers();
    all.prompt = "# a | b\n<b>";
    error why(errc::protocol, "bad");
    why.detail = "<script>|";
    all.calls = {success(0, 1, 100, tokens(1, 2)), failure(1, 1, 3, why)};
    all.calls[0].cost = 0.5;
    BOOST_TEST(report_markdown(all) ==
               "# Bench of 2025-11-22T14:34:12.123Z\n"
               "\n"
               "Prompt: \\# a \\| b \\<b\\>\n"
               "\n"
               "3 counted calls of each provider after 0 for warming up, at most 1 at once, streamed.\n"
               "\n"
               "| PROVIDER | MODEL | OK | TRIES | FIRST | MIN | MEAN | P50 | P90 | P99 | MAX | TOK/S | IN | OUT | USD |\n"
               "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
               "| fast | small | 1/1 | 1 | 25.0 | 100 | 100 | 100 | 100 | 100 | 100 | 20.0 | 1 | 2 | 0.5000 |\n"
               "| slow | its default | 0/1 | 1 | - | - | - | - | - | - | - | ? | ? | ? | ? |\n"
               "\n"
               "- slow: 1 of 1 failed, the first: bad (\\<script\\>\\|)\n"
               "- times in milliseconds, of calls that succeeded; FIRST is the p50 until the first piece of the answer\n"
               "- with one call there is nothing to spread: p50, p90 and p99 are that call\n");
}

BOOST_AUTO_TEST_SUITE_END()
