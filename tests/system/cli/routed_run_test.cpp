#include "tests/system/cli/routing_project.hpp"
#include "tests/system/run/event_log.hpp"

#include <algorithm>

using namespace codexflow;
using namespace codexflow::test;

namespace {

struct fixture : routing_project
{
    fixture() { std::filesystem::create_directory(dir() / "home"); }

    /// Defines an agent again, with rules.
    void with_triggers(const std::string& id, const std::string& rules) const
    {
        write("codex/agents/" + id + ".codex.yaml", "version: 1\nagent: { id: " + id + ", name: N }\ntriggers:\n  " + rules + "\n");
    }

    /// Runs and gives back what was logged, checked.
    event_log log_of(std::vector<std::string> arguments, const std::string& input = "") const
    {
        arguments.insert(arguments.begin(), "run");
        arguments.emplace_back("--json");
        const auto end = call(std::move(arguments), [&](command& what) { what.input = input; });
        BOOST_TEST(end.status == 0, end.err);
        BOOST_TEST(fault_of(event_log(end.out)) == "");
        return event_log(end.out);
    }

    /// "task: text; ..." of the plan.
    static std::string plan(const event_log& log)
    {
        std::string line;
        for (const json::value task : (*log.only("plan"))["tasks"].elements())
            line += std::string(task["task_id"].string()) + ": " + std::string(task["text"].string()) + "; ";
        return line;
    }

    bool git(std::vector<std::string> arguments) const
    {
        command what;
        what.program = "git";
        what.arguments = std::move(arguments);
        what.directory = dir().path();
        what.environment = {{"HOME", (dir() / "home").string()},
                            {"GIT_CONFIG_NOSYSTEM", "1"},
                            {"GIT_AUTHOR_NAME", "a"},
                            {"GIT_AUTHOR_EMAIL", "a@example.org"},
                            {"GIT_COMMITTER_NAME", "a"},
                            {"GIT_COMMITTER_EMAIL", "a@example.org"}};
        try
        {
            return run(std::move(what)).status == 0;
        }
        catch (const std::system_error& missing)
        {
            BOOST_TEST_MESSAGE("skipped: no git here: " << missing.what());
            return false;
        }
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(routed_run, fixture)

BOOST_AUTO_TEST_CASE(a_text_goes_to_the_agents_that_fit)
{
    const auto log = log_of({"--route", "@tester and @coder: make it work"});
    BOOST_TEST(plan(log) ==
               "tester-1: @tester and @coder: make it work; coder-1: @tester and @coder: make it work; ");
    BOOST_TEST((*log.only("plan"))["source"].string() == "route");
    BOOST_TEST(log.count("task_complete") == 2U);
    // Why, before the plan.
    const logged_event& route = *log.only("route");
    BOOST_TEST(route["seq"].as_uint64().value() == 2U);
    BOOST_TEST(route["text"].string() == "@tester and @coder: make it work");
    BOOST_TEST(route["strategy"].string() == "mentions");
    BOOST_TEST(route["chosen"][1]["agent_id"].string() == "coder");
    BOOST_TEST(route["chosen"][1]["evidence"][0]["pattern"].string() == "@coder");
    BOOST_TEST(route["chosen"][1]["evidence"][0]["span"][0].as_uint64().value() == 12U);
    BOOST_TEST(route["tie_breaks"].size() == 1U);
    bool named = false;
    for (const json::value plugin : log.all().front()["plugins"].elements())
        named = named || plugin["id"].string() == "org.example.mentions";
    BOOST_TEST(named, "the router is among the plugins of the run");
}

BOOST_AUTO_TEST_CASE(nobody_means_nothing_runs)
{
    const auto end = call({"run", "--route", "nobody is meant"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow: error: no agent fits 'nobody is meant': asked mentions"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(files_go_with_the_text_one_task_each)
{
    write("a.cpp", "int a;\n");
    write("src/b.cpp", "int b;\n");
    const auto log = log_of({"--route", "@coder find races", "--route-files", "a.cpp", "src"});
    BOOST_TEST(plan(log) ==
               "coder-1: @coder find races\n\nFile: a.cpp; coder-2: @coder find races\n\nFile: src/b.cpp; ");
    BOOST_TEST(log.count("route") == 2U);
    BOOST_TEST((*log.of_kind("route")[1])["file"].string() == "src/b.cpp");
    BOOST_TEST((*log.only("plan"))["tasks"][1]["files"][0]["embedded"].as_uint64().value() == 7U);
}

BOOST_AUTO_TEST_CASE(a_list_of_files_may_come_from_a_pipe)
{
    write("a b.cpp", "x\n");
    write("c\nd.cpp", "x\n");
    write("e.cpp", "x\n");
    const auto lines = log_of({"--route", "@coder go", "--route-files", "-"}, "a b.cpp\r\ne.cpp\n");
    BOOST_TEST(lines.count("route") == 2U);
    const auto nul =
        log_of({"--route", "@coder go", "--route-files", "-"}, std::string("c\nd.cpp\0a b.cpp\0", 16));
    BOOST_TEST((*nul.of_kind("route")[0])["file"].string() == "c\nd.cpp");
    fails(call({"run", "--route", "@coder go", "--route-files", "-"},
               [](command& what) { what.input = "gone.cpp\n"; }),
          65, "codex-flow: error: there is no file 'gone.cpp'\n");
}

BOOST_AUTO_TEST_CASE(there_is_an_end_to_how_many)
{
    for (int i = 0; i != 5; ++i)
        write("many/" + std::to_string(i), "x\n");
    fails(call({"run", "--route", "@coder go", "--route-files", "many", "--max-files", "4"}), 65,
          "codex-flow: error: there are 5 files, and at most 4 may be routed at once\n"
          "  hint: name fewer, or allow them: --max-files 5\n");
    BOOST_TEST(log_of({"--route", "@coder go", "--route-files", "many", "--max-files", "5"}).count("route") ==
               5U);
}

BOOST_AUTO_TEST_CASE(changed_files_are_asked_of_git)
{
    fails(call({"run", "--route", "@coder go", "--changed"}), 65,
          "codex-flow: error: this folder is in no git repository, so nothing tells what has changed\n"
          "  hint: name the files: --route-files FILES...\n");
    if (!git({"init", "-q", "-b", "main"}))
        return;
    write(".gitignore", "ignored\nhome\n");
    write("edited.cpp", "1\n");
    write("same.cpp", "1\n");
    BOOST_REQUIRE(git({"add", "-A"}));
    BOOST_REQUIRE(git({"commit", "-q", "-m", "one"}));
    const auto none = call({"run", "--route", "@coder go", "--changed"});
    BOOST_TEST(none.status == 0);
    has(none.err, {"nothing has changed since 'HEAD'", "there is nothing to do: nothing was started"});
    BOOST_TEST(nothing_started());
    write("edited.cpp", "2\n");
    write("new.cpp", "1\n");
    write("ignored", "1\n");
    const auto log = log_of({"--route", "@coder go", "--changed"});
    BOOST_TEST(plan(log) == "coder-1: @coder go\n\nFile: edited.cpp; coder-2: @coder go\n\nFile: new.cpp; ");
    BOOST_TEST(log_of({"--changed", "main", "--route", "@coder go"}).count("route") == 2U,
               "without the journal of the run before");
    const auto bad = call({"run", "--route", "@coder go", "--changed", "nowhere"});
    BOOST_TEST(bad.status == 65);
    has(bad.err, {"git knows no revision 'nowhere'"});
}

BOOST_AUTO_TEST_CASE(the_plan_of_a_route_can_be_looked_at_first)
{
    const auto dry = call({"run", "--route", "@coder go", "-n"});
    BOOST_TEST(dry.status == 0);
    has(dry.out, {"coder", "@coder go", "1 task, at most 16 at once; nothing was started"});
    const auto stopped = call({"run", "--route", "@coder go", "--plan"});
    BOOST_TEST(stopped.status == 65);
    has(stopped.err, {"@coder go", "there is no terminal to ask on"});
    BOOST_TEST(nothing_started());
    BOOST_TEST(call({"run", "--route", "@coder go", "--plan", "--yes"}).status == 0);
}

BOOST_AUTO_TEST_CASE(each_file_goes_to_the_agents_that_fit_it)
{
    configure("[ { plugin: triggers } ]");
    with_triggers("coder", "file_patterns: ['**/*.cpp', 'src/**']");
    with_triggers("tester", "file_patterns: ['**/*_test.cpp']");
    for (const char* name : {"main.cpp", "src/a_test.cpp", "src/notes.md", "README.md"})
        write(name, "text\n");
    const std::string expected = "coder-1: Review main.cpp; coder-2: Review src/a_test.cpp; coder-3: Review src/notes.md; "
                                 "tester-1: Review src/a_test.cpp; ";
    const auto log = log_of({"--route-files", "main.cpp", "src/a_test.cpp", "src/notes.md"});
    BOOST_TEST(plan(log) == expected);
    BOOST_TEST(log.count("route") == 3U);
    BOOST_TEST((*log.of_kind("route")[1])["chosen"].size() == 2U);
    BOOST_TEST((*log.of_kind("route")[1])["chosen"][0]["evidence"][0]["file"].string() == "src/a_test.cpp");
    BOOST_TEST((*log.only("plan"))["tasks"][0]["files"][0]["embedded"].as_uint64().value() == 5U);
    BOOST_TEST(plan(log_of({"--route-files", "main.cpp", "src"})) == expected, "a folder");
    BOOST_TEST(plan(log_of({"--route-files", "*.cpp", "src/**"})) == expected, "patterns");
}

BOOST_AUTO_TEST_CASE(files_nobody_takes_are_told_and_the_others_go_on)
{
    configure("[ { plugin: triggers } ]");
    with_triggers("coder", "file_patterns: ['*.cpp']");
    write("a.cpp", "x\n");
    write("b.md", "x\n");
    const auto end = call({"run", "--route-files", "b.md", "a.cpp", "--json"});
    BOOST_TEST(end.status == 0);
    has(end.err, {"warning: no agent fits 'b.md'\n"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST((*log.of_kind("route")[0])["chosen"].size() == 0U);
    BOOST_TEST(plan(log) == "coder-1: Review a.cpp; ");
    const auto none = call({"run", "--route-files", "b.md"});
    BOOST_TEST(none.status == 65);
    has(none.err, {"no agent fits 'b.md': asked triggers, 1 rule\n"});
}

BOOST_AUTO_TEST_CASE(the_next_strategy_is_asked_when_one_has_nobody)
{
    configure("[ { plugin: triggers }, { plugin: mentions } ]");
    with_triggers("tester", "keywords: [check]");
    BOOST_TEST((*log_of({"--route", "check this, @coder"}).only("route"))["strategy"].string() == "triggers");
    BOOST_TEST((*log_of({"--route", "look at this, @coder"}).only("route"))["strategy"].string() == "mentions");
}

BOOST_AUTO_TEST_CASE(the_work_has_one_source)
{
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"run", "--route", "x", "--example"},
          {"run", "--route-files", "x", "-f", "y"},
          {"run", "--changed", "-f", "y"},
          {"run", "--route", "-", "--route-files", "-"},
          {"run", "--max-files", "3"}})
        BOOST_TEST(call(words).status == 64, words[1]);
}

BOOST_AUTO_TEST_SUITE_END()
