#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <csignal>
#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [{ text: some words here }]\n");
        use_tasks();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(show_command, fixture)

BOOST_AUTO_TEST_CASE(the_latest_run)
{
    fails(call({"show"}), 65,
          "codex-flow: error: there is no run in .runs\n  hint: make one: codex-flow run --example\n");
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json"}).status == 0);
    const std::string id = journals().front().parent_path().filename().string();
    const auto end = call({"show"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"run " + id + "\nok, exit code 0; 2 tasks: 2 ok, in ", "work from tasks.json",
                  "worker-1  worker  ok", "second task\n", "plugin codex-flow.offline "});
    BOOST_TEST(end.out.find("torn") == end.out.npos);
    for (const std::string& named : {id, id.substr(0, 10), ".runs/" + id, ".runs/" + id + "/journal.jsonl"})
        BOOST_TEST(call({"show", named}).out.find("run " + id) == 0U, named);
    const auto missing = call({"show", "19990101"});
    BOOST_TEST(missing.status == 65);
    has(missing.err, {"there is no run and no journal '19990101'", id});
}

BOOST_AUTO_TEST_CASE(for_programs)
{
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json"}).status == 0);
    const auto end = call({"show", "--json"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    BOOST_TEST(parsed.root()["complete"].as_bool().value());
    BOOST_TEST(parsed.root()["tasks"][1]["output"].string() == "some words here");
    BOOST_TEST(parsed.root()["end"]["exit_code"].as_int64().value() == 0);
    BOOST_TEST(parsed.root()["faults"].size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_killed_run_is_readable)
{
    auto what =
        program({"run", "-f", "tasks.json", "--json", "-c", "providers.scripted.fragment_delay_ms=600000"});
    process running(std::move(what));
    BOOST_TEST_REQUIRE(running.read_until(stream::out, "task_started"));
    running.send(SIGKILL);
    BOOST_TEST(running.wait().signal == SIGKILL);
    const auto end = call({"show"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"no end was written: the run was killed, or is still going on\n"});
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_set_aside_and_told)
{
    BOOST_TEST_REQUIRE(call({"run", "-f", "tasks.json"}).status == 0);
    const auto file = journals().front();
    const auto size = std::filesystem::file_size(file);
    std::filesystem::resize_file(file, size - 10);
    const auto end = call({"show"});
    BOOST_TEST(end.status == 0);
    has(end.out,
        {"torn tail: the last ", " are an unfinished line and were set aside\n", "no end was written"});
}

BOOST_AUTO_TEST_SUITE_END()
