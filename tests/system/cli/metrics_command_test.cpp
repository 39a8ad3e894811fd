#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <csignal>
#include <filesystem>
#include <memory>
#include <vector>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [{ text: some words here }]\n");
        use_tasks();
    }
    ending run_all() const { return call({"run", "-f", "tasks.json", "--quiet"}); }
    fs::path file() const { return dir() / "data/metrics/agents.json"; }

    std::int64_t number(const std::string& text, const char* agent, const char* name) const
    {
        json::document parsed;
        BOOST_TEST_REQUIRE(parsed.parse(text), text);
        return parsed.root()["agents"][agent][name].as_int64().value_or(-1);
    }
    std::int64_t counted(const char* name = "tasks") const
    {
        const auto end = call({"metrics", "--json"});
        BOOST_TEST_REQUIRE(end.status == 0, end.err);
        return number(end.out, "worker", name);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(metrics_command, fixture)

BOOST_AUTO_TEST_CASE(runs_are_counted_and_added_up)
{
    const auto none = call({"metrics"});
    BOOST_TEST(none.status == 0);
    BOOST_TEST(none.out == "");
    BOOST_TEST(none.err == "nothing has been counted yet\n");
    BOOST_TEST(!fs::exists(file()));

    BOOST_TEST_REQUIRE(run_all().status == 0);
    BOOST_TEST(number(read_file(file()), "worker", "tasks") == 2);
    BOOST_TEST(number(read_file(file()), "worker", "ok") == 2);
    const bool private_file =
        (fs::status(file()).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write);
    BOOST_TEST(private_file);
    BOOST_TEST_REQUIRE(run_all().status == 0);
    BOOST_TEST(counted() == 4);
    const auto end = call({"metrics"});
    has(end.out, {"AGENT", "P99", "worker  4      100 %"});
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(failures_are_told_by_their_code)
{
    use_script("version: 1\nreplies: [{ error: { kind: auth, message: no key } }]\n");
    BOOST_TEST(run_all().status != 0);
    has(call({"metrics"}).out, {"worker  2      0 %", "2 unauthenticated"});
    BOOST_TEST(counted("failed") == 2);
}

BOOST_AUTO_TEST_CASE(prices_of_the_configuration_make_costs)
{
    use_script("version: 1\nreplies: [{ text: some words here, usage: words }]\n");
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json", "-c", "providers.scripted.price={input: 1000, output: 1000}"}).status == 0);
    has(call({"metrics"}).out, {"$0."});
    BOOST_TEST(counted("tasksWithCost") == 2);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_killed_is_counted_from_its_journal_once)
{
    process running(program({"run", "-f", "tasks.json", "--json", "-c", "providers.scripted.fragment_delay_ms=600000"}));
    BOOST_TEST_REQUIRE(running.read_until(stream::out, "task_started"));
    BOOST_TEST(call({"metrics", "--json"}).out == "{\"agents\":{}}\n"); // it is still going on
    running.send(SIGKILL);
    BOOST_TEST(running.wait().signal == SIGKILL);
    BOOST_TEST(!fs::exists(file()));
    BOOST_TEST(counted("cancelled") >= 1);
    const std::string once = call({"metrics", "--json"}).out;
    BOOST_TEST(call({"metrics", "--json"}).out == once);
    BOOST_TEST_REQUIRE(run_all().status == 0);
    BOOST_TEST(counted() == 2);
}

BOOST_AUTO_TEST_CASE(a_lost_file_is_made_again_of_the_journals)
{
    BOOST_TEST_REQUIRE(run_all().status == 0);
    const std::string before = call({"metrics", "--json"}).out;
    fs::remove(file());
    BOOST_TEST(call({"metrics", "--json"}).out == before);
    write("data/metrics/agents.json", "{\"agents\":");
    const auto end = call({"metrics", "--json"});
    BOOST_TEST(end.status == 0);
    has(end.err, {"could not be read", "agents.json.damaged-"});
    BOOST_TEST(end.out == before);
}

BOOST_AUTO_TEST_CASE(two_runs_at_once_both_count)
{
    std::vector<std::unique_ptr<process>> running;
    for (int i = 0; i != 4; ++i)
        running.push_back(std::make_unique<process>(program({"run", "-f", "tasks.json", "--quiet"})));
    for (const auto& one : running)
        BOOST_TEST(one->wait().status == 0);
    BOOST_TEST(number(read_file(file()), "worker", "tasks") == 8);
}

BOOST_AUTO_TEST_CASE(a_time_and_an_agent_choose)
{
    BOOST_TEST_REQUIRE(run_all().status == 0);
    BOOST_TEST(call({"metrics", "--since", "2999-01-01", "--json"}).out == "{\"agents\":{}}\n");
    has(call({"metrics", "--since", "1h", "worker"}).out, {"worker  2"});
    const auto other = call({"metrics", "wroker"});
    BOOST_TEST(other.status == 65);
    has(other.err, {"nothing is known of an agent 'wroker'", "did you mean 'worker'?"});
    fails(call({"metrics", "--since", "soon"}), 64,
          "codex-flow: error: --since needs a length of time or a date, not 'soon'\n  hint: for example: 90m, 7d, "
          "2026-11-25, 2026-11-25T14:30\n  hint: try: codex-flow metrics --help\n");
    BOOST_TEST(call({"metrics", "--json", "--prometheus"}).status == 64);
}

BOOST_AUTO_TEST_CASE(for_prometheus)
{
    BOOST_TEST_REQUIRE(run_all().status == 0);
    const auto end = call({"metrics", "--prometheus"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"# TYPE codexflow_tasks_total counter\n", "codexflow_tasks_total{agent=\"worker\",outcome=\"ok\"} 2\n",
                  "codexflow_task_duration_seconds_count{agent=\"worker\"} 2\n"});
}

BOOST_AUTO_TEST_CASE(who_wants_no_metrics_gets_none)
{
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json", "--quiet", "-c", "record.metrics=false"}).status == 0);
    BOOST_TEST(!fs::exists(file()));
    BOOST_TEST(call({"metrics", "--json", "-c", "record.metrics=false"}).out == "{\"agents\":{}}\n");
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_a_notice_and_the_run_goes_on)
{
    write("data", "a file where the folder should be\n");
    const auto end = call({"run", "-f", "tasks.json", "--json", "--no-memory", "-c", "record.events=false"});
    BOOST_TEST(end.status == 0);
    has(end.out, {R"("code":"metrics","text":"the run is not counted yet: data/metrics: cannot be made: )",
                  R"("kind":"run_complete")"});
}

BOOST_AUTO_TEST_SUITE_END()
