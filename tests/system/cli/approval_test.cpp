// A policy that asks, with a person at the terminal and without.
#include "tests/system/cli/cli_project.hpp"
#include "tests/system/run/event_log.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>

using namespace codexflow;
using namespace codexflow::test;

namespace {

constexpr std::string_view prompt = "[o/a/n] ";

struct fixture : cli_project
{
    fixture()
    {
        write("codex/agents/writer.codex.yaml",
              "version: 1\nagent: { id: writer, name: W, description: Writes }\ncapabilities: { detail: { tools: { allowed: [read, write] } } }\n");
        write("script.yaml", "version: 1\nreplies:\n"
                             "  - when: { turn: 1 }\n"
                             "    tool_calls:\n"
                             "      - { name: write, arguments: { path: one.txt, content: first words } }\n"
                             "      - { name: write, arguments: { path: two.txt, content: more words } }\n"
                             "  - { text: done }\n");
        write("codex-flow.yaml", "version: 1\nproviders:\n  default: scripted\n"
                                 "  scripted: { plugin: offline, script: script.yaml }\n"
                                 "tools: [ { plugin: files } ]\n"
                                 "policies:\n  - plugin: allowlist\n  - plugin: rules\n    rules:\n"
                                 "      - { name: reading, tool: read, decision: allow }\n"
                                 "      - { name: writing, tool: write, decision: ask, reason: a person decides }\n");
        write_tasks({{"writer", {"write"}}});
    }

    /// The run, with a person at the terminal.
    command at_terminal(std::vector<std::string> more) const
    {
        std::vector<std::string> arguments{"run", "-f", "tasks.json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        command what = program(std::move(arguments));
        what.terminal_input = true;
        what.keep_input_open = true;
        what.err_columns = 100;
        return what;
    }

    /// Answers each question with the next of @p lines.
    static ending answer(process& running, std::vector<std::string> lines)
    {
        std::size_t asked = 0;
        for (const std::string& line : lines)
        {
            ++asked;
            const auto enough = [&](const std::string& text) { return count(text, prompt) >= asked; };
            BOOST_TEST_REQUIRE(running.read_until(stream::err, enough));
            running.write(line);
        }
        return running.wait();
    }
    static std::size_t count(const std::string& text, std::string_view part)
    {
        std::size_t found = 0;
        for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size())
            ++found;
        return found;
    }
    static std::vector<std::string> outcomes(const event_log& log)
    {
        std::vector<std::string> all;
        for (const logged_event* one : log.of_kind("tool_end"))
            all.emplace_back((*one)["outcome"].string());
        return all;
    }
    static std::string answers(const event_log& log)
    {
        std::string all;
        for (const logged_event* one : log.of_kind("approval_given"))
            all += std::string((*one)["answer"].string()) + ((*one)["standing"].as_bool().value() ? "+ " : " ");
        return all;
    }
};

using texts = std::vector<std::string>;

} // namespace

BOOST_FIXTURE_TEST_SUITE(approval, fixture)

BOOST_AUTO_TEST_CASE(every_call_is_asked_about_until_an_answer_holds_for_more)
{
    struct
    {
        texts typed, ends;
        std::string answers;
    } const cases[] = {
        {{"o\n", "once\n"}, {"ok", "ok"}, "once once "},
        {{"a\n"}, {"ok", "ok"}, "always always+ "},
        {{"n\n"}, {"denied", "denied"}, "never never+ "},
        {{"o\n", "\x04"}, {"ok", "denied"}, "once none "},
    };
    for (const auto& one : cases)
    {
        BOOST_TEST_CONTEXT(one.answers)
        {
            process running(at_terminal({"--json"}));
            const ending end = answer(running, one.typed);
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_TEST(outcomes(log) == one.ends, boost::test_tools::per_element());
            BOOST_TEST(answers(log) == one.answers);
            BOOST_TEST(end.err.find("may the agent 'writer' (task writer-1) call 'write'?") != end.err.npos);
            BOOST_TEST(end.err.find("rule 'writing': a person decides") != end.err.npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_question_stands_below_a_live_view)
{
    command what = at_terminal({});
    what.environment["TERM"] = "xterm";
    process running(std::move(what));
    BOOST_TEST_REQUIRE(running.read_until(stream::err, prompt));
    const std::string before = running.text(stream::err);
    BOOST_TEST(before.ends_with(prompt)); // nothing is drawn under the words
    const ending end = answer(running, {"a\n"});
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.out.find("done") != end.out.npos);
}

BOOST_AUTO_TEST_CASE(unclear_answers_are_asked_for_again)
{
    process running(at_terminal({"-q"}));
    BOOST_TEST_REQUIRE(running.read_until(stream::err, prompt));
    running.write("maybe\n");
    BOOST_TEST_REQUIRE(running.read_until(stream::err, "please type o, a or n: "));
    running.write("a\n");
    const ending end = running.wait();
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(end.out == "done\n");
}

BOOST_AUTO_TEST_CASE(who_may_write_after_a_yes_gets_a_work_tree)
{
    const auto git = [&](std::vector<std::string> words) {
        command what;
        what.program = "git";
        what.arguments = {"-c", "user.name=a", "-c", "user.email=a@example.org"};
        what.arguments.insert(what.arguments.end(), words.begin(), words.end());
        what.directory = dir().path();
        return run(std::move(what)).status;
    };
    BOOST_TEST_REQUIRE(git({"init", "-q", "."}) == 0);
    write(".gitignore", ".runs/\n");
    git({"add", "-A"});
    BOOST_TEST_REQUIRE(git({"commit", "-q", "-m", "a state"}) == 0);
    process running(at_terminal({"--json", "--isolation", "worktree"}));
    const ending end = answer(running, {"a\n"});
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(outcomes(log) == (texts{"ok", "ok"}), boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(log.count("worktree") == 1u);
    BOOST_TEST((*log.only("worktree"))["files"].size() == 2u);
    BOOST_TEST(!std::filesystem::exists(dir() / "one.txt"));
}

BOOST_AUTO_TEST_CASE(what_was_typed_before_the_question_is_no_answer)
{
    write("script.yaml", "version: 1\nreplies:\n"
                         "  - when: { turn: 1 }\n"
                         "    tool_calls: [ { name: write, arguments: { path: one.txt, content: words } } ]\n"
                         "  - { text: done }\n");
    command what = at_terminal({"--json"});
    what.input = "a\n"; // in the terminal's queue before the program starts
    process running(std::move(what));
    BOOST_TEST_REQUIRE(running.read_until(stream::err, prompt));
    running.write("n\n");
    const ending end = running.wait();
    BOOST_TEST(outcomes(event_log(end.out)) == (texts{"denied"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ctrl_c_at_the_question_ends_the_run)
{
    process running(at_terminal({"--json"}));
    BOOST_TEST_REQUIRE(running.read_until(stream::err, prompt));
    running.send(SIGINT);
    const ending end = running.wait();
    BOOST_TEST(end.status == 130);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("approval_given") == 0u);
}

BOOST_AUTO_TEST_CASE(a_person_who_does_not_answer_has_said_no)
{
    std::ofstream(dir().path() / "codex-flow.yaml", std::ios::app) << "limits: { approval_timeout: 50ms }\n";
    process running(at_terminal({"--json"}));
    const ending end = running.wait();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(answers(log) == "late late ");
    BOOST_TEST(outcomes(log) == (texts{"denied", "denied"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(where_nobody_can_be_asked_it_is_a_no_and_nothing_waits)
{
    const auto closed = [](command& what) { what.keep_input_open = true; }; // a pipe that never says anything
    const ending end = call({"run", "-f", "tasks.json", "--json"}, closed);
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("approval_asked") == 0u);
    BOOST_TEST(end.err.find(prompt) == end.err.npos);
    BOOST_TEST(outcomes(log) == (texts{"denied", "denied"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
