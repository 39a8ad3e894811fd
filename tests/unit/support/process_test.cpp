#include "tests/support/process.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

#include <stdexcept>
#include <system_error>

namespace codexflow::test {
namespace {

command shell(const std::string& script)
{
    command what;
    what.program = "sh";
    what.arguments = {"-c", script};
    return what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(process_helper)

BOOST_AUTO_TEST_CASE(status_and_both_streams_are_captured)
{
    const auto end = run(shell("echo out; echo err >&2; exit 7"));
    BOOST_TEST(end.status == 7);
    BOOST_TEST(end.signal == 0);
    BOOST_TEST(end.out == "out\n");
    BOOST_TEST(end.err == "err\n");
}

BOOST_AUTO_TEST_CASE(more_than_a_pipe_holds_goes_both_ways)
{
    auto what = shell("cat");
    what.input.assign(3'000'000, 'x');
    const auto end = run(what);
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out.size() == 3'000'000u);
}

BOOST_AUTO_TEST_CASE(a_program_that_ignores_its_input_is_fine)
{
    auto what = shell("exec 0<&-; echo done");
    what.input.assign(3'000'000, 'x');
    BOOST_TEST(run(what).out == "done\n");
}

BOOST_AUTO_TEST_CASE(environment_and_directory_are_set)
{
    const temp_dir dir;
    auto what = shell("pwd; echo $ADDED; echo ${HOME:-unset}");
    what.directory = dir.path();
    what.environment["ADDED"] = "yes";
    what.environment["HOME"] = std::nullopt;
    BOOST_TEST(run(what).out == std::filesystem::canonical(dir.path()).string() + "\nyes\nunset\n");
}

BOOST_AUTO_TEST_CASE(output_is_seen_while_it_runs_and_a_signal_ends_it)
{
    auto what = shell("echo ready; cat; exit 3");
    what.keep_input_open = true;
    process child(what);
    BOOST_TEST(child.read_until(stream::out, "ready"));
    child.write("hello\n");
    BOOST_TEST(child.read_until(stream::out, "hello"));
    child.send(SIGTERM);
    const auto end = child.wait();
    BOOST_TEST(end.signal == SIGTERM);
    BOOST_TEST(end.status == -1);
}

BOOST_AUTO_TEST_CASE(closing_the_input_lets_it_end)
{
    auto what = shell("cat; exit 3");
    what.keep_input_open = true;
    process child(what);
    child.close_input();
    BOOST_TEST(child.wait().status == 3);
}

BOOST_AUTO_TEST_CASE(reading_ends_when_the_program_does)
{
    process child(shell("echo something"));
    BOOST_TEST(!child.read_until(stream::out, "else"));
}

BOOST_AUTO_TEST_CASE(a_hung_program_fails_the_wait_and_is_killed)
{
    process child(shell("echo stuck; cat"));
    BOOST_TEST(child.wait().status == 0); // its stdin is empty: cat ends
    auto what = shell("echo stuck; cat");
    what.keep_input_open = true;
    process hung(what);
    BOOST_REQUIRE(hung.read_until(stream::out, "stuck"));
    BOOST_CHECK_THROW(hung.wait(std::chrono::milliseconds(1)), std::runtime_error);
    BOOST_TEST(hung.wait().signal == SIGKILL);
}

BOOST_AUTO_TEST_CASE(stdout_can_be_a_terminal)
{
    auto what = shell("test -t 1 && ! test -t 2 && stty size <&1");
    what.out_columns = 57;
    const auto end = run(what);
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "40 57\r\n");
}

BOOST_AUTO_TEST_CASE(a_missing_program_is_an_error)
{
    command what;
    what.program = "/no/such/program";
    BOOST_CHECK_THROW(run(what), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow::test
