#include "tests/system/cli/cli_project.hpp"

#include "tests/support/screen.hpp"
#include "tests/system/run/event_log.hpp"

#include <csignal>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies:\n"
                   "  - when: { text: bad }\n    text: half an answer\n"
                   "    error: { kind: server, message: the script says no, after_fragments: 1 }\n"
                   "  - text: |-\n      first line\n      second {{task}}\n");
        write_tasks({{"worker", {"one", "two"}}});
    }

    std::string on_screen(const std::string& bytes, int columns) const
    {
        // The terminal itself turns every line end into carriage return and line feed.
        screen shown(columns);
        shown.write(bytes);
        return shown.text();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(run_outputs, fixture)

BOOST_AUTO_TEST_CASE(results_on_stdout_progress_on_stderr)
{
    const auto end = call({"run", "-f", "tasks.json", "--max-parallel", "1"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(
        end.out ==
        "== worker \u2014 one\nfirst line\nsecond one\n\n== worker \u2014 two\nfirst line\nsecond two\n\n");
    has(end.err, {"2 tasks with provider scripted, at most 1 at once\n", "[0/2] start   worker\n",
                  "[1/2] ok      worker in ", "[2/2] ok      worker in ", "2 tasks: 2 ok, in "});
    BOOST_TEST(end.err.find('\x1b') == end.err.npos);
}

BOOST_AUTO_TEST_CASE(quiet)
{
    const auto end = call({"run", "-f", "tasks.json", "-q", "--max-parallel", "1"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "first line\nsecond one\nfirst line\nsecond two\n");
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(verbose)
{
    const auto end = call({"run", "-f", "tasks.json", "-v", "--max-parallel", "1", "-c",
                           "providers.scripted.fragment_delay_ms=20"});
    has(end.err,
        {"plugin codex-flow.offline ", "worker| first line\n", "worker| second one\n", "after waiting "});
}

BOOST_AUTO_TEST_CASE(only_events_on_stdout)
{
    const auto end = call({"run", "-f", "tasks.json", "--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(fault_of(event_log(end.out)) == "");
    has(end.err, {"[2/2] ok      worker in "});
    const auto quiet = call({"run", "-f", "tasks.json", "--json", "-q"});
    BOOST_TEST(fault_of(event_log(quiet.out)) == "");
    BOOST_TEST(quiet.err == "");
}

BOOST_AUTO_TEST_CASE(a_failed_task)
{
    write_tasks({{"worker", {"one", "bad"}}});
    const auto end = call({"run", "-f", "tasks.json"});
    BOOST_TEST(end.status == 1);
    BOOST_TEST(end.out == "== worker \u2014 one\nfirst line\nsecond one\n\n",
               "what is not finished is no result");
    has(end.err, {"FAILED  worker after ", "the script says no", "2 tasks: 1 ok, 1 failed, in "});
}

BOOST_AUTO_TEST_CASE(both_outputs_in_one_place_keep_their_order)
{
    auto what = program({});
    what.program = "sh";
    what.arguments = {"-c", std::string(CODEXFLOW_PROGRAM) + " run -f tasks.json --max-parallel 1 2>&1"};
    const auto end = run(std::move(what));
    const auto one = end.out.find("== worker \u2014 one"), done = end.out.find("[2/2] start"),
               two = end.out.find("== worker \u2014 two"), sum = end.out.find("2 tasks: 2 ok");
    BOOST_TEST_REQUIRE(sum != end.out.npos);
    BOOST_TEST(one < two);
    BOOST_TEST(two < sum);
    BOOST_TEST(done == end.out.npos, "no line starts after the last has ended");
}

BOOST_AUTO_TEST_CASE(live_on_a_terminal)
{
    write_tasks({{"worker", {"one", "two", "three"}}});
    for (const unsigned short columns : std::initializer_list<unsigned short>{20, 40, 80, 200})
    {
        const auto end = call({"run", "-f", "tasks.json", "-c", "providers.scripted.fragment_delay_ms=120"},
                              [&](command& what) {
                                  what.err_columns = columns;
                                  what.environment["TERM"] = "xterm-256color";
                              });
        BOOST_TEST(end.status == 0);
        has(end.out, {"== worker \u2014 one\nfirst line\nsecond one\n"});
        has(end.err, {"\x1b[J"});
        const std::string left = on_screen(end.err, columns);
        BOOST_TEST(left.find("streaming") == left.npos, left);
        BOOST_TEST(left.find(">") == left.npos, left);
        BOOST_TEST(end.err.find("\x1b[?25l") == end.err.npos, "the cursor is never hidden");
    }
}

BOOST_AUTO_TEST_CASE(plain_where_a_live_view_would_not_work)
{
    const auto with = [&](const char* name, const char* value) {
        return call({"run", "-f", "tasks.json"}, [&](command& what) {
            what.err_columns = 80;
            what.environment["TERM"] = "xterm";
            what.environment[name] = value;
        });
    };
    const auto dumb = with("TERM", "dumb");
    BOOST_TEST(dumb.err.find('\x1b') == dumb.err.npos);
    has(dumb.err, {"[0/2] start   worker\r\n"});
    const auto colourless = with("NO_COLOR", "1");
    BOOST_TEST(colourless.err.find("\x1b[32m") == colourless.err.npos);
}

BOOST_AUTO_TEST_CASE(colour_on_request)
{
    const auto end = call({"run", "-f", "tasks.json", "--color", "always"});
    has(end.out, {"\x1b[1m== worker \u2014 one\x1b[0m\n"});
    has(end.err, {"\x1b[32mok\x1b[0m"});
}

BOOST_AUTO_TEST_CASE(interrupted_on_a_terminal)
{
    auto what = program({"run", "-f", "tasks.json", "-c", "providers.scripted.fragment_delay_ms=60000"});
    what.err_columns = 80;
    what.environment["TERM"] = "xterm";
    process running(std::move(what));
    BOOST_TEST_REQUIRE(running.read_until(stream::err, "2 running"));
    running.send(SIGINT);
    const auto end = running.wait();
    BOOST_TEST(end.status == 130);
    const std::string left = on_screen(end.err, 80);
    has(left, {"stopped worker after ", "2 tasks: 0 ok, 2 stopped, in ", "journal: .runs/"});
    BOOST_TEST(left.find("2 running") == left.npos, left);
}

BOOST_AUTO_TEST_CASE(standard_error_may_be_closed)
{
    auto what = program({});
    what.program = "sh";
    what.arguments = {"-c", std::string(CODEXFLOW_PROGRAM) + " run -f tasks.json 2>&-"};
    const auto end = run(std::move(what));
    BOOST_TEST(end.status == 0);
    has(end.out, {"second one", "second two"});
    BOOST_TEST(fault_of(event_log(journal())) == "", "the journal is not what descriptor 2 leads to");
}

BOOST_AUTO_TEST_CASE(a_full_disk_behind_standard_output)
{
    auto what = program({});
    what.program = "sh";
    what.arguments = {"-c", std::string(CODEXFLOW_PROGRAM) + " run -f tasks.json --json -q > /dev/full"};
    const auto end = run(std::move(what));
    BOOST_TEST(end.status == 1);
    has(end.err, {"cannot write standard output: No space left on device"});
}

BOOST_AUTO_TEST_SUITE_END()
