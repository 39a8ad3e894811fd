// Files in answers: shown, asked about, written below one folder and nowhere else.
#include "tests/system/cli/cli_project.hpp"
#include "tests/system/run/event_log.hpp"

#include <csignal>
#include <filesystem>
#include <memory>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        write_tasks({{"worker", {"first task", "second task"}}});
        answers("```file:src/a.txt\nfrom one\n```\n", R"({"files":[{"path":"b.txt","content":"from two"}]})");
    }

    /// What the two tasks are answered.
    void answers(const std::string& first, const std::string& second) const
    {
        const auto block = [](const std::string& text) {
            std::string lines = "      ";
            for (const char c : text)
                lines += c == '\n' ? "\n      " : std::string(1, c);
            return "    text: |\n" + lines + "\n";
        };
        use_script("version: 1\nreplies:\n  - when: { text: first }\n" + block(first) + "  - when: { text: second }\n" +
                   block(second));
    }

    ending apply(std::vector<std::string> more = {}) const
    {
        std::vector<std::string> arguments{"run", "-f", "tasks.json", "--apply-patches"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return call(std::move(arguments));
    }

    /// A run on a terminal, up to its question.
    std::unique_ptr<process> asking(std::vector<std::string> more = {}, bool live = false) const
    {
        std::vector<std::string> arguments{"run", "-f", "tasks.json", "--apply-patches"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        command what = program(std::move(arguments));
        what.terminal_input = true;
        what.keep_input_open = true;
        what.err_columns = 100;
        what.environment["TERM"] = live ? "xterm" : "dumb";
        auto running = std::make_unique<process>(std::move(what));
        BOOST_TEST(running->read_until(stream::err, "Write these 2 files? [y/N] "));
        return running;
    }

    bool there(const char* path) const { return fs::exists(dir() / path); }
};

/// The status of each file of the only event, as "path status;".
std::string statuses(const event_log& log)
{
    const logged_event* told = log.only("files_applied");
    std::string text;
    for (std::size_t i = 0; told != nullptr && (*told)["files"][i].exists(); ++i)
        text += std::string((*told)["files"][i]["path"].string()) + ' ' +
                std::string((*told)["files"][i]["status"].string()) +
                ((*told)["files"][i]["written"].as_bool().value_or(false) ? " written;" : ";");
    return text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(file_output, fixture)

BOOST_AUTO_TEST_CASE(files_are_written_below_the_folder)
{
    const ending end = apply({"--yes", "--json"});
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(statuses(log) == "b.txt new written;src/a.txt new written;");
    BOOST_TEST((*log.only("files_applied"))["dir"].string() == "scaffold");
    BOOST_TEST((*log.only("files_applied"))["files"][1]["task_id"].string() == "worker-1");
    BOOST_TEST(fault_of(event_log(journal())) == "");
    BOOST_TEST(read_file(dir() / "scaffold/src/a.txt") == "from one\n");
    BOOST_TEST(read_file(dir() / "scaffold/b.txt") == "from two");
    has(end.err, {"new       scaffold/b.txt (8 bytes) from worker-2\n",
                  "wrote   scaffold/src/a.txt (new, 9 bytes) from worker-1\n",
                  "Files: written=2 unchanged=0 not_written=0 left_out=0 in scaffold\n"});

    const ending again = apply({"--yes", "--scaffold-dir", "scaffold"});
    BOOST_TEST(again.status == 0);
    has(again.err, {"Files: written=0 unchanged=2 not_written=0 left_out=0 in scaffold\n"});
}

BOOST_AUTO_TEST_CASE(without_the_option_answers_are_only_told)
{
    const ending end = call({"run", "-f", "tasks.json", "--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(event_log(end.out).count("files_applied") == 0u);
    BOOST_TEST(!there("scaffold"));
}

BOOST_AUTO_TEST_CASE(a_dry_run_writes_nothing_and_shows_changes)
{
    write("out/b.txt", "old text\n");
    const ending end = apply({"--apply-dry-run", "--scaffold-dir", "out", "-v", "--json"});
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(statuses(log) == "b.txt changed;src/a.txt new;");
    BOOST_TEST((*log.only("files_applied"))["dry_run"].as_bool().value());
    has(end.err, {"changed   out/b.txt (8 bytes) from worker-2\n", "-old text\n", "+from two\n",
                  "Files: written=0 unchanged=0 not_written=2 left_out=0 in out (dry run)\n"});
    BOOST_TEST(read_file(dir() / "out/b.txt") == "old text\n");
    BOOST_TEST(!there("out/src"));
}

BOOST_AUTO_TEST_CASE(yes_writes_what_was_shown)
{
    const auto running = asking();
    BOOST_TEST(!there("scaffold"));
    running->write("y\n");
    const ending end = running->wait();
    BOOST_TEST(end.status == 0);
    BOOST_TEST(read_file(dir() / "scaffold/b.txt") == "from two");
    BOOST_TEST(end.err.find("from worker-2") < end.err.find("Write these"));
}

BOOST_AUTO_TEST_CASE(the_live_view_makes_room_for_the_question)
{
    const auto running = asking({}, true);
    running->write("y\n");
    const ending end = running->wait();
    BOOST_TEST(end.status == 0);
    const auto shown = end.err.find("from worker-2");
    BOOST_TEST(end.err.find("\x1b[J", shown) > end.err.find("Write these")); // nothing drawn between the two
    BOOST_TEST(there("scaffold/b.txt"));
}

BOOST_AUTO_TEST_CASE(no_writes_nothing_and_is_no_failure)
{
    for (const char* no : {"n\n", "\n", "\x04"})
    {
        const auto running = asking();
        running->write(no);
        const ending end = running->wait();
        BOOST_TEST(end.status == 0);
        has(end.err, {"not_written=2"});
    }
    BOOST_TEST(!there("scaffold"));
}

BOOST_AUTO_TEST_CASE(ctrl_c_at_the_question_ends_the_run_and_writes_nothing)
{
    const auto running = asking({"--json"});
    running->send(SIGINT);
    const ending end = running->wait();
    BOOST_TEST(end.status == 130, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("files_applied") == 0u);
    BOOST_TEST((*log.last())["reason"].string() == "interrupted");
    has(end.out, {"files in 2 answers were not written: the run was stopped"});
    BOOST_TEST(!there("scaffold"));
}

BOOST_AUTO_TEST_CASE(where_nobody_can_be_asked_no_model_is)
{
    const ending end = apply();
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow: error: --apply-patches asks before it writes, and there is no terminal to ask on\n",
                  "hint: to write all the same: --yes\n"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(paths_that_lead_out_and_links_are_refused_and_the_rest_is_written)
{
    fs::create_directory(dir() / "scaffold");
    fs::create_directory(dir() / "scaffold-evil");
    fs::create_directory_symlink(dir() / "scaffold-evil", dir() / "scaffold/linked");
    answers(R"({"files":[{"path":"../scaffold-evil/x","content":"1"},{"path":"/tmp/x","content":"1"},)"
            R"({"path":"linked/x","content":"1"},{"path":".git/hooks/pre-commit","content":"1"}]})",
            "```file:fine\nx\n```\n```file:half\nx");
    const ending end = apply({"--yes", "--json"});
    BOOST_TEST(end.status == 1, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(statuses(log) == "../scaffold-evil/x refused;.git/hooks/pre-commit refused;/tmp/x refused;"
                                "fine new written;linked/x refused;");
    BOOST_TEST((*log.only("files_applied"))["faults"][0]["text"].string() == "the block of 'half' has no end");
    BOOST_TEST((*log.last())["verdict"].string() == "failed");
    BOOST_TEST((*log.last())["reason"].string() == "files of answers were left out");
    has(end.err, {"left    scaffold/../scaffold-evil/x from worker-1: '../scaffold-evil/x' goes up\n",
                  "left    scaffold/linked/x from worker-1: 'linked' is a symbolic link\n", "left_out=5"});
    BOOST_TEST(fs::is_empty(dir() / "scaffold-evil"));
    BOOST_TEST(read_file(dir() / "scaffold/fine") == "x\n");
}

BOOST_AUTO_TEST_CASE(two_tasks_that_want_the_same_file_get_nothing_of_it)
{
    answers("```file:same\none\n```\n```file:mine\nx\n```\n", "```file:same\ntwo\n```\n");
    const ending end = apply({"--yes", "--json"});
    BOOST_TEST(end.status == 1, end.err);
    BOOST_TEST(statuses(event_log(end.out)) == "mine new written;same conflict;same conflict;");
    BOOST_TEST(!there("scaffold/same"));
    BOOST_TEST(there("scaffold/mine"));
}

BOOST_AUTO_TEST_CASE(answers_without_files_are_said_to_be_such)
{
    answers("nothing", "to see");
    const ending end = apply({"--yes"});
    BOOST_TEST(end.status == 0);
    has(end.err, {"no answer holds a file\n"});
    BOOST_TEST(!there("scaffold"));
}

BOOST_AUTO_TEST_CASE(options_that_belong_together)
{
    for (const char* option : {"--apply-dry-run", "--no-apply-dry-run", "--scaffold-dir=x"})
        has(call({"run", "-f", "tasks.json", option}).err, {" belongs to --apply-patches"});
    const ending both = apply({"--apply-dry-run", "--no-apply-dry-run"});
    BOOST_TEST(both.status == 64);
    BOOST_TEST(apply({"--yes", "--no-apply-dry-run"}).status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
