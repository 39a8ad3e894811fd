#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [{ text: \"some words\\nand more\" }]\n");
        use_tasks();
    }
    void run_all(std::vector<std::string> more = {}) const
    {
        std::vector<std::string> words{"run", "-f", "tasks.json", "--quiet"};
        words.insert(words.end(), more.begin(), more.end());
        BOOST_TEST_REQUIRE(call(words).status == 0);
    }
    std::string log() const { return read_file(dir() / "data/logs/events.jsonl"); }
    static std::ptrdiff_t lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }
    static std::size_t times(const std::string& text, std::string_view part)
    {
        std::size_t count = 0;
        for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1))
            ++count;
        return count;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(logs_command, fixture)

BOOST_AUTO_TEST_CASE(runs_are_logged_with_the_names_of_the_original)
{
    fails(call({"logs"}), 65,
          "codex-flow: error: there is no log yet: data/logs/events.jsonl\n  hint: make one: codex-flow run --example\n");
    run_all();
    run_all();
    const std::string text = log();
    BOOST_TEST(times(text, R"("kind":"run_complete")") == 2U);
    BOOST_TEST(times(text, R"("kind":"task_complete")") == 4U);
    BOOST_TEST(times(text, R"("kind":"plan_generated")") == 2U);
    BOOST_TEST(times(text, R"("items":[{"alias":"worker","agentId":"worker","tasks":2}])") == 2U);
    BOOST_TEST(text.find("some words") == text.npos);
    BOOST_TEST(text.find("first task") == text.npos);
    const bool private_file =
        (fs::status(dir() / "data/logs/events.jsonl").permissions() & (fs::perms::others_all | fs::perms::group_all)) == fs::perms::none;
    BOOST_TEST(private_file);

    const auto end = call({"logs"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    BOOST_TEST(lines(end.out) == lines(text));
    has(end.out, {"task_complete     worker-1 (worker)  ok in ", "run_complete      ok, exit code 0: 2 of 2 tasks ok in "});
    BOOST_TEST(lines(call({"logs", "-n", "3"}).out) == 3);
    BOOST_TEST(lines(call({"logs", "--kind", "task_complete", "--kind", "plan"}).out) == 6);
    BOOST_TEST(call({"logs", "--json", "-n", "1000"}).out == text);
    BOOST_TEST(call({"logs", "--since", "2999-01-01"}).out == "");
}

BOOST_AUTO_TEST_CASE(a_run_and_a_task_are_shown_with_what_was_said)
{
    run_all();
    run_all();
    const std::string id = journals().back().parent_path().filename().string();
    const auto run = call({"logs", id});
    BOOST_TEST(run.status == 0);
    has(run.out, {"run_started       run " + id, "worker-1  | some words\n", "worker-2  | and more\n", "run_complete"});
    const auto task = call({"logs", "worker-2"});
    has(task.out, {"worker-2  | and more\n", "task_complete     worker-2 (worker)"});
    BOOST_TEST(task.out.find("worker-1") == task.out.npos);
    BOOST_TEST(task.out.find("run_complete") == task.out.npos);
    BOOST_TEST(lines(call({"logs", id, "-n", "1"}).out) == 1);
    const auto none = call({"logs", "worker-7"});
    BOOST_TEST(none.status == 65);
    has(none.err, {"there is no run, no task and no line of the log with the id 'worker-7'"});
}

BOOST_AUTO_TEST_CASE(a_run_is_followed_until_it_ends)
{
    process running(program({"run", "-f", "tasks.json", "--json", "-c", "providers.scripted.fragment_delay_ms=600000"}));
    BOOST_TEST_REQUIRE(running.read_until(stream::out, "task_started"));
    const std::string id = journals().front().parent_path().filename().string();
    process following(program({"logs", "-f", id}));
    BOOST_TEST_REQUIRE(following.read_until(stream::out, "task_started"));
    running.send(SIGINT);
    BOOST_TEST(running.wait().status == 130);
    const ending end = following.wait();
    BOOST_TEST(end.status == 0);
    has(end.out, {"run_started", "run_complete      cancelled, exit code 130"});
    BOOST_TEST(times(end.out, "run_started ") == 1U);
}

BOOST_AUTO_TEST_CASE(a_run_that_is_killed_ends_the_following_too)
{
    process running(program({"run", "-f", "tasks.json", "--json", "-c", "providers.scripted.fragment_delay_ms=600000"}));
    BOOST_TEST_REQUIRE(running.read_until(stream::out, "task_started"));
    process following(program({"logs", "-f", journals().front().parent_path().filename().string()}));
    BOOST_TEST_REQUIRE(following.read_until(stream::out, "task_started"));
    running.send(SIGKILL);
    BOOST_TEST(running.wait().signal == SIGKILL);
    BOOST_TEST(following.wait().status == 0);
}

BOOST_AUTO_TEST_CASE(the_log_is_followed_over_runs_and_rotations)
{
    process following(program({"logs", "-f"}));
    run_all();
    BOOST_TEST_REQUIRE(following.read_until(stream::out, "run_complete"));
    for (int run = 0; run != 8; ++run)
        run_all({"-c", "logs.max_bytes=4096"});
    BOOST_TEST(fs::exists(dir() / "data/logs/events.jsonl.1"));
    BOOST_TEST(following.read_until(stream::out, [](const std::string& text) { return times(text, "run_complete ") == 9; }));
    following.send(SIGINT);
    const ending end = following.wait();
    BOOST_TEST(end.signal == SIGINT);
    BOOST_TEST(times(end.out, "task_complete ") == 18U);
}

BOOST_AUTO_TEST_CASE(a_log_that_cannot_be_written_is_a_notice)
{
    write("data/logs", "a file where the folder should be\n");
    const auto end = call({"run", "-f", "tasks.json", "--json"});
    BOOST_TEST(end.status == 0);
    has(end.out, {R"("code":"log","text":)", "lines are missing from the log: data/logs: ", R"("kind":"run_complete")"});
    BOOST_TEST(call({"run", "-f", "tasks.json", "--json", "-c", "record.events=false"}).out.find(R"("code":"log")") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_log_of_the_original_is_shown_and_gone_on_with)
{
    write("data/logs/events.jsonl", R"({"ts":"2025-09-19T14:46:05.541Z","kind":"telemetry","agentId":"coder","ok":true,"ms":88,"engine":"stub"})"
                                    "\n{\"kind\":\"torn");
    run_all();
    const auto end = call({"logs"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"2025-09-19 14:46:05.541  telemetry         coder  ok in 88 ms\n", "run_complete"});
    BOOST_TEST(end.err == "warning: 1 line is no events and is left out of data/logs/events.jsonl\n");
}

BOOST_AUTO_TEST_SUITE_END()
