// The folders of tasks: which are made, what is in them, which stay.
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/noting_world.hpp"

#include <boost/test/unit_test.hpp>

#include <codexflow/json.hpp>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

using world = codexflow::test::noting_world;

BOOST_AUTO_TEST_SUITE(workspaces)

BOOST_AUTO_TEST_CASE(without_tools_and_without_a_wish_there_is_none)
{
    world w("");
    w.here.write_tasks({{"worker", numbered(3)}});
    BOOST_TEST(w.go().status == 0);
    BOOST_TEST(!fs::exists(w.here.dir() / ".runs/worker"));
}

BOOST_AUTO_TEST_CASE(a_folder_is_cleared_with_its_alias_when_its_task_has_ended)
{
    world w(world::tools());
    w.here.write_tasks({{"worker", numbered(3)}});
    const ending end = w.go();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(log.count("tool_end") == 3u);
    BOOST_TEST((*log.of_kind("tool_end")[0])["outcome"].string() == "ok");
    for (const logged_event* one : log.of_kind("task_complete"))
        BOOST_TEST(!(*one)["workspace"].exists());
    BOOST_TEST(!fs::exists(w.here.dir() / ".runs/worker"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_stays_holds_the_task_its_result_and_what_tools_made)
{
    world w(world::tools() + "runs: { keep: all }\n");
    w.here.write("tasks.json", R"({"worker":[{"goal":"go","list":[1,2.50]}]})");
    const ending end = w.go();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    const std::string told((*log.only("task_complete"))["workspace"].string());
    const std::string run_id((*log.last())["run_id"].string());
    BOOST_TEST(told == ".runs/worker/" + run_id + ".worker-1");
    const fs::path folder = w.here.dir() / told;
    BOOST_TEST(read_file(folder / "note.txt") == "noted");
    BOOST_TEST(read_file(folder / "input.json") == "{\"goal\":\"go\",\"list\":[1,2.50]}\n");
    const std::string text = read_file(folder / "output.json");
    json::document output;
    BOOST_TEST_REQUIRE(output.parse(text));
    BOOST_TEST(output.root()["alias"].string() == "worker");
    BOOST_TEST(output.root()["agentId"].string() == "worker");
    BOOST_TEST(output.root()["ok"].as_bool().value());
    BOOST_TEST(output.root()["summary"].string() == "all done");
    BOOST_TEST(output.root()["output"].string() == "all done\nat last");
    BOOST_TEST(((fs::status(folder).permissions() & fs::perms(0777)) == fs::perms(0700)));
}

BOOST_AUTO_TEST_CASE(only_what_failed_stays)
{
    world w(world::tools());
    w.here.write_tasks({{"worker", {"go"}}});
    BOOST_TEST(w.go({"--keep-runs", "failed"}).status == 0);
    BOOST_TEST(w.folders().empty());
    w.fail = true;
    const ending end = w.go({"--keep-runs", "failed"});
    BOOST_TEST(end.status != 0);
    const auto left = w.folders();
    BOOST_TEST_REQUIRE(left.size() == 1u);
    const event_log log(end.out);
    BOOST_TEST((w.here.dir() / std::string((*log.only("task_error"))["workspace"].string())) == left[0]);
    const std::string text = read_file(left[0] / "output.json");
    BOOST_TEST(text.find("\"ok\":false") != text.npos);
    BOOST_TEST(text.find("\"error\":{\"code\":") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_failure_without_tools_gets_its_folder_at_its_end)
{
    world w("");
    w.fail = true;
    w.here.write_tasks({{"worker", {"go"}}});
    BOOST_TEST(w.go({"--keep-runs", "failed"}).status != 0);
    BOOST_TEST_REQUIRE(w.folders().size() == 1u);
    BOOST_TEST(read_file(w.folders()[0] / "input.json") == "\"go\"\n");
}

BOOST_AUTO_TEST_CASE(the_newest_stay_also_those_of_former_runs)
{
    world w("");
    w.here.write(".runs/worker/1-old/output.json", "{}");
    w.here.write(".runs/other/1-old/output.json", "{}");
    fs::last_write_time(w.here.dir() / ".runs/worker/1-old", fs::file_time_type::clock::now() - std::chrono::hours(1));
    w.here.write_tasks({{"worker", {"go"}}});
    BOOST_TEST(w.go({"--keep-runs", "2"}).status == 0);
    BOOST_TEST(w.folders().size() == 2u);
    w.here.write_tasks({{"worker", numbered(9)}});
    const ending end = w.go({"--keep-runs", "2"});
    BOOST_TEST(end.status == 0, end.err);
    const auto left = w.folders();
    BOOST_TEST_REQUIRE(left.size() == 2u);
    const std::string run_id((*event_log(end.out).last())["run_id"].string());
    for (const fs::path& one : left)
        BOOST_TEST(one.filename().string().starts_with(run_id + '.'));
    BOOST_TEST(w.folders("other").size() == 1u); // no task of it ran
}

BOOST_AUTO_TEST_CASE(two_runs_of_the_same_tasks_do_not_meet)
{
    world w(world::tools());
    w.here.write_tasks({{"worker", numbered(4)}});
    process one(w.here.run_command({"--json", "--keep-runs", "all"}));
    process two(w.here.run_command({"--json", "--keep-runs", "all"}));
    const ending first = one.wait();
    const ending second = two.wait();
    BOOST_TEST(first.status == 0, first.err);
    BOOST_TEST(second.status == 0, second.err);
    const auto left = w.folders();
    BOOST_TEST(left.size() == 8u);
    for (const fs::path& each : left)
        BOOST_TEST(read_file(each / "note.txt") == "noted", each); // one note each
}

BOOST_AUTO_TEST_CASE(cleanup_leaves_a_run_alone_that_goes_on)
{
    world w(world::tools());
    w.tool = "linger";
    w.here.write_tasks({{"worker", {"go"}}});
    process program(w.here.json_run());
    BOOST_TEST_REQUIRE(program.read_until(
        stream::out, [](const std::string& out) { return out.find("\"tool_start\"") != out.npos; }));
    const ending cleaned = run(w.here.program({"cleanup", "--runs-max-per-alias", "0", "--force"}));
    BOOST_TEST(cleaned.out.find("tasks=0 ") != cleaned.out.npos, cleaned.out);
    BOOST_TEST(cleaned.err.find("a run is going on") != cleaned.err.npos, cleaned.err);
    BOOST_TEST(w.folders().size() == 1u);
    program.send(SIGKILL);
    program.wait();
    BOOST_TEST_REQUIRE(w.folders().size() == 1u); // what a crash leaves: the task, no result
    BOOST_TEST(read_file(w.folders()[0] / "input.json") == "\"go\"\n");
    BOOST_TEST(!fs::exists(w.folders()[0] / "output.json"));
    const ending after = run(w.here.program({"cleanup", "--runs-max-per-alias", "0"}));
    BOOST_TEST(after.out.find("tasks=1 ") != after.out.npos, after.out);
    BOOST_TEST(w.folders().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_stops_its_task_before_any_model_is_asked)
{
    world w(world::tools());
    w.here.write_tasks({{"worker", {"go"}}});
    w.here.write(".runs/worker", "a file");
    const ending end = w.go();
    BOOST_TEST(end.status == 1, end.err);
    BOOST_TEST(w.server.requests() == 0u);
    const std::string message((*event_log(end.out).only("task_error"))["error"]["message"].string());
    BOOST_TEST(message.find(".runs/worker/") != message.npos, message);
}

BOOST_AUTO_TEST_CASE(a_rule_that_is_none_is_a_usage_error)
{
    world w("");
    const ending end = run(w.here.run_command({"--keep-runs", "some"}));
    BOOST_TEST(end.status == 64);
    BOOST_TEST(end.err.find("--keep-runs needs none, failed, all or a whole number, not 'some'") != end.err.npos, end.err);
}

BOOST_AUTO_TEST_SUITE_END()
