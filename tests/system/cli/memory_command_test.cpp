#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>

using namespace codexflow::test;
namespace json = codexflow::json;
namespace fs = std::filesystem;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        use_script("version: 1\nreplies: [{ text: A reply }]\n");
        line("alpha", "2025-01-01T00:00:00.000Z", "coder", "the login form is done");
        line("alpha", "2025-01-02T00:00:00.000Z", "coder", "the Logout button too");
        line("beta", "2025-01-03T00:00:00.000Z", "tester", "all tests pass", R"(,"namespace":"nightly")");
    }
    void line(const std::string& alias, const std::string& ts, const std::string& agent, const std::string& output,
              const std::string& more = "") const
    {
        const fs::path path = "data/memory/" + alias + ".jsonl";
        const std::string before = fs::exists(dir() / path) ? read_file(dir() / path) : "";
        write(path, before + R"({"ts":")" + ts + R"(","agentId":")" + agent + R"(","alias":")" + alias + '"' + more + R"(,"taskId":"t-)" + ts.substr(8, 2) +
                        R"(","output":")" + output + "\"}\n");
    }
    std::string file(const std::string& alias) const
    {
        const fs::path path = dir() / ("data/memory/" + alias + ".jsonl");
        return fs::exists(path) ? read_file(path) : "";
    }
    ending memory(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "memory");
        return call(std::move(arguments));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(memory_command, fixture)

BOOST_AUTO_TEST_CASE(list_tells_whose_memory_there_is)
{
    const auto end = memory({"list"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"ALIAS", "alpha  coder   2 ", "beta   tester  1 ", "2025-01-01T00:00:00.000Z  2025-01-02T00:00:00.000Z"});
    json::document read;
    const auto document = memory({"list", "--json"});
    BOOST_REQUIRE(read.parse(document.out));
    BOOST_TEST(read.root()["plugin"].string() == "jsonl");
    BOOST_TEST(read.root()["aliases"].size() == 2U);
    BOOST_TEST(read.root()["aliases"][0]["entries"].as_int64().value() == 2);
}

BOOST_AUTO_TEST_CASE(list_names_once_whom_lists_name_in_vain)
{
    add_agent("sharer", 1, "memory:\n  sharing_policy: { share_with: [ghost, worker] }\n");
    const auto end = memory({"list"});
    has(end.err, {"note: names in share_with that no agent has: sharer: ghost\n"});
}

BOOST_AUTO_TEST_CASE(show_gives_the_newest_first_of_every_namespace)
{
    const auto end = memory({"show", "alpha"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out.find("the Logout button too") < end.out.find("the login form is done"));
    has(memory({"show", "beta"}).out, {"namespace nightly", "  all tests pass\n"});
    BOOST_TEST(memory({"show", "beta", "--namespace", "default"}).out == "");
    const auto one = memory({"show", "alpha", "--limit", "1"});
    has(one.err, {"only the newest 1 are shown"});
    fails(memory({"show", "alpah"}), 65,
          "codex-flow: error: nothing is remembered of 'alpah'\n  hint: did you mean 'alpha'?\n");
}

BOOST_AUTO_TEST_CASE(query_finds_by_words_and_times)
{
    BOOST_TEST(memory({"query", "LOG", "form"}).status == 64);
    json::document read;
    const auto words = memory({"query", "login FORM", "--json"});
    BOOST_REQUIRE(read.parse(words.out));
    BOOST_REQUIRE(read.root()["entries"].size() == 1U);
    BOOST_TEST(read.root()["entries"][0]["task_id"].string() == "t-01");
    const auto all = memory({"query", "--json"});
    BOOST_REQUIRE(read.parse(all.out));
    BOOST_REQUIRE(read.root()["entries"].size() == 3U);
    BOOST_TEST(read.root()["entries"][0]["alias"].string() == "beta");
    const auto late = memory({"query", "--since", "2025-01-02", "--before", "2025-01-03", "--json"});
    BOOST_REQUIRE(read.parse(late.out));
    BOOST_TEST(read.root()["entries"].size() == 1U);
    const auto nothing = memory({"query", "--since", "1d"});
    BOOST_TEST(nothing.out == "");
    has(nothing.err, {"no entry fits"});
    has(memory({"query", "--since", "soon"}).err, {"--since needs a time, a date or a length of time, not 'soon'"});
}

BOOST_AUTO_TEST_CASE(text_of_agents_cannot_move_the_cursor)
{
    line("gamma", "2025-01-04T00:00:00.000Z", "coder", R"(\u001b[2Jgone)");
    const auto end = memory({"show", "gamma"});
    BOOST_TEST(end.out.find('\x1b') == end.out.npos);
    has(end.out, {"[2Jgone"});
}

BOOST_AUTO_TEST_CASE(forget_asks_first_and_says_what_it_did)
{
    fails(memory({"forget"}), 64,
          "codex-flow: error: nothing says which entries to forget\n"
          "  hint: give --alias, --agent, --task, --run, --text, --since or --before, or --all\n"
          "  hint: try: codex-flow memory forget --help\n");
    const auto nobody = memory({"forget", "--alias", "alpha"});
    BOOST_TEST(nobody.status == 65);
    has(nobody.err, {"there is no terminal to ask on", "--yes"});
    BOOST_TEST(memory({"forget", "--alias", "alpha", "--dry-run"}).out == "would be forgotten: 2\n");
    BOOST_TEST(file("alpha") != "");
    BOOST_TEST(memory({"forget", "--task", "t-01", "--yes"}).out == "forgotten: 1\n");
    BOOST_TEST(memory({"query", "--json"}).out.find("login form") == std::string::npos);
    BOOST_TEST(memory({"forget", "--all", "-y"}).out == "forgotten: 2\n");
    BOOST_TEST(memory({"list"}).out == "nothing is remembered yet\n");
    BOOST_TEST(memory({"forget", "--all", "--alias", "alpha"}).status == 64);
}

BOOST_AUTO_TEST_CASE(a_person_may_say_no)
{
    for (const bool yes : {false, true})
    {
        command what = program({"memory", "forget", "--alias", "alpha"});
        what.terminal_input = true;
        what.keep_input_open = true;
        what.err_columns = 100;
        process running(std::move(what));
        BOOST_TEST(running.read_until(stream::err, "Forget 2 entries of alpha for good? [y/N] "));
        running.write(yes ? "y\n" : "n\n");
        const ending end = running.wait();
        BOOST_TEST(end.status == 0);
        BOOST_TEST(end.out == (yes ? "forgotten: 2\n" : ""));
        BOOST_TEST((file("alpha") == "") == yes);
    }
}

BOOST_AUTO_TEST_CASE(what_is_exported_can_be_imported)
{
    const auto all = memory({"export"});
    BOOST_TEST(all.status == 0);
    BOOST_TEST(all.out == file("alpha") + file("beta"));
    BOOST_TEST(memory({"export", "--out", "kept.jsonl", "--alias", "alpha"}).status == 0);
    BOOST_TEST(read_file(dir() / "kept.jsonl") == file("alpha"));
    BOOST_TEST((fs::status(dir() / "kept.jsonl").permissions() == fs::perms(0600)));
    BOOST_TEST(memory({"export", "--out", "kept.jsonl"}).status == 65); // it is not written over
    memory({"forget", "--all", "-y"});
    BOOST_TEST(memory({"import", "kept.jsonl", "--dry-run"}).out == "2 entries could be imported\n");
    BOOST_TEST(memory({"import", "kept.jsonl"}).out == "imported: 2\n");
    BOOST_TEST(file("alpha") == read_file(dir() / "kept.jsonl"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_imported_changes_nothing)
{
    write("bad.jsonl", "{\"ts\":\"2025-01-01T00:00:00Z\",\"alias\":\"delta\"}\n\n{}\nnonsense\n");
    const auto end = memory({"import", "bad.jsonl"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"bad.jsonl:3:1: \"ts\" is no time", "bad.jsonl:4:1"});
    BOOST_TEST(file("delta") == "");
}

BOOST_AUTO_TEST_CASE(compact_holds_the_bounds)
{
    BOOST_TEST(memory({"compact"}).out.starts_with("removed 0, kept 3; "));
    json::document read;
    const auto end = memory({"compact", "--max-entries", "1", "--json"});
    BOOST_REQUIRE(read.parse(end.out));
    BOOST_TEST(read.root()["removed"].as_int64().value() == 1);
    BOOST_TEST(file("alpha").find("Logout") != std::string::npos);
    BOOST_TEST(memory({"compact", "--ttl", "1d"}).out.starts_with("removed 2, kept 0; "));
    BOOST_TEST(memory({"compact", "--ttl", "soon"}).status == 64);
}

BOOST_AUTO_TEST_CASE(why_tells_what_a_task_was_told_and_by_which_rule)
{
    use_tasks();
    BOOST_TEST(call({"run", "-f", "tasks.json", "-q"}).status == 0);
    has(memory({"why", "worker-1"}).out, {"was told nothing of earlier work: --context was off"});
    BOOST_TEST(call({"run", "-f", "tasks.json", "-q", "--context", "own"}).status == 0);
    const auto runs = journals();
    const auto end = memory({"why", "worker-1", "--json", "--run", runs.back().string()});
    json::document read;
    BOOST_REQUIRE(read.parse(end.out));
    ending first;
    if (read.root()["context"].string() == "off") // ids of one second do not tell which run came later
    {
        first = memory({"why", "worker-1", "--json", "--run", runs.front().string()});
        BOOST_REQUIRE(read.parse(first.out));
    }
    BOOST_TEST(read.root()["context"].string() == "own");
    BOOST_REQUIRE(read.root()["items"].size() == 2U);
    BOOST_TEST(read.root()["items"][0]["rule"].string() == "own");
    BOOST_TEST(read.root()["items"][0]["source_run"].string() != read.root()["run_id"].string());
    const auto nobody = memory({"why", "worker-9"});
    BOOST_TEST(nobody.status == 65);
    has(nobody.err, {"has no task 'worker-9'", "another run: --run RUN"});
}

BOOST_AUTO_TEST_CASE(a_store_that_cannot_be_opened_or_reached)
{
    write("codex-flow.yaml", "memory: off\n");
    fails(memory({"list"}), 65,
          "codex-flow: error: codex-flow.yaml:1:9: memory is off\n"
          "  hint: to see what an earlier configuration kept: -c memory.plugin=jsonl\n");
    write("codex-flow.yaml", "memory: { plugin: jsonll }\n");
    has(memory({"list"}).err, {"no plugin offers the memory 'jsonll'", "did you mean 'jsonl'?"});
    write("codex-flow.yaml", "memory: { plugin: sample-memory, mode: gone }\n");
    const auto gone = memory({"query", "x", "--plugin", CODEXFLOW_SAMPLE_MEMORIES});
    BOOST_TEST(gone.status == 69);
    has(gone.err, {"nobody listens at sample://nowhere"});
}

BOOST_AUTO_TEST_CASE(the_files_of_the_original_are_all_read)
{
    const fs::path from = fs::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/data/memory";
    if (!fs::exists(from))
    {
        BOOST_TEST_MESSAGE("SKIPPED: " << from << " is absent");
        return;
    }
    memory({"forget", "--all", "-y"});
    fs::copy(from, dir() / "data/memory", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    json::document read;
    const auto list = memory({"list", "--json"});
    BOOST_REQUIRE(read.parse(list.out));
    BOOST_TEST(read.root()["aliases"].size() == 6U);
    BOOST_TEST(read.root()["damaged"].as_int64().value() == 0);
    std::int64_t entries = 0;
    for (const json::value one : read.root()["aliases"].elements())
        entries += one["entries"].as_int64().value();
    BOOST_TEST(entries == 82);
    const auto all = memory({"query", "--limit", "100", "--json"});
    BOOST_REQUIRE(read.parse(all.out));
    BOOST_TEST(read.root()["entries"].size() == 82U);
    const auto shown = memory({"show", "architect", "--limit", "100"});
    BOOST_TEST(shown.status == 0);
    const auto lines = memory({"export"});
    BOOST_TEST(std::count(lines.out.begin(), lines.out.end(), '\n') == 82);
}

BOOST_AUTO_TEST_SUITE_END()
