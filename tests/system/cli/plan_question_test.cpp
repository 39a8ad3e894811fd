#include "tests/system/cli/cli_project.hpp"
#include "tests/system/run/event_log.hpp"

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [ { text: answered } ]\n");
        use_tasks();
    }

    /// Runs with a terminal on stdin and stderr, where @p typed is typed once the question stands there.
    ending answered_with(std::string_view typed, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> arguments{"run", "-f", "tasks.json", "--plan"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        command what = program(std::move(arguments));
        what.terminal_input = true;
        what.keep_input_open = true;
        what.err_columns = 100;
        what.environment["TERM"] = "dumb"; // no live view over the question
        process running(std::move(what));
        BOOST_TEST(running.read_until(stream::err, "Proceed with these 2 tasks? [y/N] "));
        running.write(typed);
        return running.wait();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(plan_question, fixture)

BOOST_AUTO_TEST_CASE(yes_runs_the_plan_that_was_shown)
{
    for (const char* yes : {"y\n", " YES \n"})
    {
        const ending end = answered_with(yes, {"-q"});
        BOOST_TEST(end.status == 0);
        has(end.err, {"ALIAS", "worker", "first task", "second task", "2 tasks, at most 16 at once"});
        BOOST_TEST(end.out == "answered\nanswered\n");
    }
    BOOST_TEST(journals().size() == 2U);
}

BOOST_AUTO_TEST_CASE(anything_else_runs_nothing)
{
    for (const char* no : {"n\n", "\n", "yess\n", "\x04"})
    {
        const ending end = answered_with(no);
        BOOST_TEST(end.status == 0);
        has(end.err, {"nothing was started"});
        BOOST_TEST(end.out == "");
    }
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(events_stay_alone_on_stdout)
{
    const ending end = answered_with("y\n", {"--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(fault_of(event_log(end.out)) == "");
}

BOOST_AUTO_TEST_CASE(where_nobody_can_be_asked_nothing_runs)
{
    const auto end = call({"run", "-f", "tasks.json", "--plan"},
                          [](command& what) { what.input = "y\n"; }); // not from a pipe
    BOOST_TEST(end.status == 65);
    has(end.err,
        {"first task", "codex-flow: error: --plan asks before it runs, and there is no terminal to ask on\n",
         "hint: to run it all the same: --yes\n"});
    BOOST_TEST(end.out == "");
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(who_says_yes_beforehand_is_shown_the_plan_and_not_asked)
{
    for (const std::vector<std::string>& flags : {std::vector<std::string>{"--plan", "--yes"}, {"-y"}})
    {
        std::vector<std::string> arguments{"run", "-f", "tasks.json", "-q"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        const auto end = call(arguments);
        BOOST_TEST(end.status == 0);
        has(end.err, {"first task"});
        BOOST_TEST(end.err.find("Proceed") == end.err.npos);
        BOOST_TEST(end.out == "answered\nanswered\n");
    }
}

BOOST_AUTO_TEST_CASE(a_dry_run_asks_nothing)
{
    const auto end = call({"run", "-f", "tasks.json", "--plan", "-n"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    has(end.out, {"first task", "2 tasks, at most 16 at once; nothing was started\n"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_SUITE_END()
