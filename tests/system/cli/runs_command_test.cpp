#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <csignal>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [{ text: some words here, usage: words }]\n");
        use_tasks();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(runs_command, fixture)

BOOST_AUTO_TEST_CASE(every_run_is_listed_whatever_became_of_it)
{
    const auto none = call({"runs", "list"});
    BOOST_TEST(none.status == 0);
    BOOST_TEST(none.err == "there is no run yet: codex-flow run --example\n");
    write(".runs/20200101T000000Z-aaaaaa/journal.jsonl", "no event at all\n");
    write(".runs/20200102T000000Z-bbbbbb/journal.jsonl",
          R"({"kind":"run_started","seq":1,"ts":"2020-01-02T00:00:00.000Z","run_id":"20200102T000000Z-bbbbbb"})" "\n");
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json", "--quiet", "-c", "providers.scripted.price={input: 1000, output: 1000}"}).status == 0);
    process running(program({"run", "-f", "tasks.json", "--json", "-c", "providers.scripted.fragment_delay_ms=600000"}));
    BOOST_TEST_REQUIRE(running.read_until(stream::out, "task_started"));
    const auto end = call({"runs", "list", "--json", "-c", "providers.scripted.price={input: 1000, output: 1000}"});
    BOOST_TEST(end.status == 0);
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    const auto runs = parsed.root()["runs"];
    BOOST_TEST_REQUIRE(runs.size() == 4U);
    // Two runs that began within one second have no order.
    std::string states;
    for (std::size_t i = 0; i != 2; ++i)
        states += std::string(runs[i]["state"].string()) + ' ';
    BOOST_TEST((states == "running ok " || states == "ok running "), states);
    const auto done = runs[states.starts_with("ok") ? 0 : 1];
    BOOST_TEST(done["ok"].as_int64().value() == 2);
    BOOST_TEST(done["output_tokens"].as_int64().value() == 6);
    BOOST_TEST(done["cost_usd"].as_double().value() > 0);
    BOOST_TEST(runs[2]["state"].string() == "interrupted");
    BOOST_TEST(runs[2]["started"].string() == "2020-01-02T00:00:00.000Z");
    BOOST_TEST(runs[3]["state"].string() == "damaged");

    const auto two = call({"runs", "list", "-n", "2"});
    has(two.out, {"RUN  ", "STARTED (UTC)", "ok ", "running "});
    BOOST_TEST(two.err == "2 older runs are not shown; -n 4 shows all\n");
    running.send(SIGKILL);
    running.wait();
    BOOST_TEST(call({"runs"}).status == 64);
}

BOOST_AUTO_TEST_CASE(show_tells_what_tasks_did_on_the_way)
{
    use_script("version: 1\nreplies:\n"
               "  - { when: { turn: 1 }, tool_calls: [{ name: read, arguments: { path: tasks.json } }, { name: none_such, arguments: {} }] }\n"
               "  - { text: done, usage: words }\n");
    write_tasks({{"worker", {"only task"}}});
    const auto run = call({"run", "-f", "tasks.json", "--quiet", "-c", "tools=[{plugin: files}]"});
    BOOST_TEST_REQUIRE(run.status == 0, run.err);
    const auto end = call({"show"});
    has(end.out, {"worker-1  ", "2 tool calls\n", "  none_such "});
    json::document parsed;
    const auto shown = call({"show", "--json"});
    BOOST_TEST_REQUIRE(parsed.parse(shown.out));
    BOOST_TEST(parsed.root()["tasks"][0]["calls"].size() == 2U);
    BOOST_TEST(parsed.root()["tasks"][0]["calls"][1]["tool"].string() == "none_such");
    BOOST_TEST(parsed.root()["sessions"].size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
