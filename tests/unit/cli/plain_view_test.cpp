#include "tests/unit/cli/view_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

struct fixture : test::view_fixture
{
    void play(volume how_much)
    {
        settings.how_much = how_much;
        view = make_plain_view(settings);
        start();
        say(one, "first line\nsecond ");
        say(one, "line");
        tell(nullptr, event::notice{event::notice::level::warning, "id.x", "slow\x1b[2J server"});
        tell(nullptr, event::notice{event::notice::level::info, "id.x", "connected"});
        complete(one, "first line\nsecond line");
        fail(two);
        end();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(plain_view, fixture)

BOOST_AUTO_TEST_CASE(results_on_one_side_and_progress_on_the_other)
{
    play(volume::normal);
    BOOST_TEST(out.text() == "== reviewer (code-analyzer) \u2014 look at it\nfirst line\nsecond line\n\n");
    BOOST_TEST(err.text() == "run run-1: 2 tasks with provider local, at most 4 at once\n"
                             "[0/2] start   reviewer (code-analyzer)\n"
                             "[0/2] start   coder\n"
                             "warning: id.x: slow [2J server\n"
                             "[1/2] ok      reviewer (code-analyzer) in 2.3 s, 30 tokens, 1 running\n"
                             "[2/2] FAILED  coder after 120 ms: connection refused\n"
                             "  hint: start the server\n"
                             "2 tasks: 1 ok, 1 failed, in 2.5 s; 10 tokens in, 20 out (failed: unavailable)\n"
                             "journal: .runs/run-1/journal.jsonl\n"
                             "next:    codex-flow run --resume run-1\n");
}

BOOST_AUTO_TEST_CASE(work_trees_with_work_and_what_overlaps)
{
    view = make_plain_view(settings);
    start();
    tell(&one, event::worktree{".runs/r/tree", "codex-flow/r/one-1", "abc", {}}); // nothing was done there
    tell(&one, event::worktree{".runs/r/tree", "codex-flow/r/one-1", "abc", {{"a.c", "modified"}}});
    tell(&two, event::worktree{".runs/c/tree", "codex-flow/r/two-1", "abc", {{"a.c", "modified"}, {"b.c", "added"}}});
    tell(nullptr, event::edits_overlap{{{"a.c", {"one-1", "two-1"}}}});
    const std::string text = err.text();
    for (const char* lines : {"[0/2] changed reviewer (code-analyzer): a.c in .runs/r/tree\n  look: git -C .runs/r/tree status\n",
                              "[0/2] changed coder: 2 files in .runs/c/tree\n", "overlap a.c: one-1, two-1\n"})
        BOOST_TEST(text.find(lines) != text.npos, text);
    BOOST_TEST(text.find("changed") == text.find("changed reviewer"));
}

BOOST_AUTO_TEST_CASE(a_run_that_goes_on_shows_what_is_kept_and_what_goes_on)
{
    view = make_plain_view(settings);
    event::plan plan{"tasks.json", {{&one, "look at it"}, {&two, "write it"}}, 4};
    tell(nullptr, plan);
    tell(&one, event::task_restored{2300, "stop", {true, 10, 20}, "all is well"});
    tell(&two, event::task_started{0, 3});
    BOOST_TEST(out.text() == "== reviewer (code-analyzer) \u2014 look at it\nall is well\n\n");
    BOOST_TEST(err.text() == "run run-1: 2 tasks with provider local, at most 4 at once\n"
                             "[1/2] kept    reviewer (code-analyzer), done before in 2.3 s, 30 tokens\n"
                             "[1/2] go on   coder behind turn 3\n");
}

BOOST_AUTO_TEST_CASE(quiet_leaves_the_answers_and_the_errors)
{
    play(volume::quiet);
    BOOST_TEST(out.text() == "first line\nsecond line\n");
    BOOST_TEST(err.text() == "codex-flow: error: coder: connection refused\n  hint: start the server\n");
}

BOOST_AUTO_TEST_CASE(verbose_adds_what_is_being_said)
{
    play(volume::verbose);
    const std::string text = err.text();
    for (const char* line :
         {"plugin id.x 1.0 (/x.so)\n", "[0/2] start   coder after waiting 1.5 s\n", "reviewer| first line\n",
          "reviewer| second line\n", "notice: id.x: connected\n", "coder| (said before it failed) half a\n"})
        BOOST_TEST(text.find(line) != text.npos, line);
    BOOST_TEST(text.find("reviewer| second line\n") < text.find("[1/2] ok"),
               "all of it stands before the end");
}

BOOST_AUTO_TEST_CASE(with_events_on_standard_output_results_are_not_shown)
{
    settings.results = nullptr;
    play(volume::normal);
    BOOST_TEST(out.text() == "");
    BOOST_TEST(err.text().find("[1/2] ok") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_terminal_gets_no_escape_sequences_of_models)
{
    settings.results_on.is_tty = true;
    view = make_plain_view(settings);
    start();
    complete(one, "\x1b[2Jgone");
    BOOST_TEST(out.text() == "== reviewer (code-analyzer) \u2014 look at it\n\ufffd[2Jgone\n\n");
}

BOOST_AUTO_TEST_CASE(a_pipe_gets_the_words_as_they_are)
{
    view = make_plain_view(settings);
    start();
    complete(one, "\x1b[2Jgone\n");
    BOOST_TEST(out.text() == "== reviewer (code-analyzer) \u2014 look at it\n\x1b[2Jgone\n\n");
}

BOOST_AUTO_TEST_CASE(a_script_is_called_a_script)
{
    settings.scripted = true;
    play(volume::normal);
    BOOST_TEST(err.text().find("note: these answers came from the offline provider, which is a script: "
                               "no model was asked\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
