#include "plugins/shell/outcome.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::shell;

namespace {

tool_result told(std::string_view said, outcome how, std::size_t limit = 1000)
{
    bounded_output out(limit);
    out.take(said);
    return answer(out, how);
}

} // namespace

BOOST_AUTO_TEST_SUITE(shell_outcome)

BOOST_AUTO_TEST_CASE(a_success_is_its_output)
{
    const tool_result made = told("hello\n", {});
    BOOST_TEST(made.content == "hello\n");
    BOOST_TEST(!made.is_error);
    BOOST_TEST(!made.truncated);
    BOOST_TEST(made.details == R"({"exit_code":0,"timed_out":false,"output_bytes":6})");
    BOOST_TEST(told("", {}).content == "[no output]");
}

BOOST_AUTO_TEST_CASE(a_failure_says_how_it_ended)
{
    const tool_result made = told("oops", {3, false, {}});
    BOOST_TEST(made.content == "oops\n[exit code 3]");
    BOOST_TEST(made.is_error);
    BOOST_TEST(told("", {1, false, {}}).content == "[exit code 1]");
    BOOST_TEST(told("", {139, false, {}}).content == "[ended by signal 11 (Segmentation fault), exit code 139]");
    BOOST_TEST(told("", {255, false, {}}).content == "[exit code 255]");
}

BOOST_AUTO_TEST_CASE(one_that_took_too_long_is_an_error_however_it_ended)
{
    const tool_result made = told("began\n", {0, true, std::chrono::milliseconds(1500)});
    BOOST_TEST(made.content == "began\n[stopped: it had not ended after 1.5 s]");
    BOOST_TEST(made.is_error);
}

BOOST_AUTO_TEST_CASE(more_than_is_kept_is_told)
{
    BOOST_TEST(told(std::string(100, 'x'), {}, 10).truncated);
}

BOOST_AUTO_TEST_SUITE_END()
