#include "cli/render/text_width.hpp"
#include "tests/support/screen.hpp"
#include "tests/unit/cli/view_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

struct fixture : test::view_fixture
{
    fixture()
    {
        settings.results = settings.progress; // one terminal for both
        settings.results_on.is_tty = settings.progress_on.is_tty = true;
    }

    void open(int columns, int rows)
    {
        settings.progress_on.size = {columns, rows};
        view = make_live_view(settings, time);
    }

    std::string seen(int columns)
    {
        test::screen screen(columns, [](std::string_view text) { return width_of(text); });
        screen.write(err.text());
        return screen.text();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(live_view, fixture)

BOOST_AUTO_TEST_CASE(running_tasks_below_finished_ones_above)
{
    open(80, 24);
    start();
    tick(100);
    BOOST_TEST(seen(80) == "run run-1: 2 tasks with provider local, at most 4 at once\n"
                           "reviewer (code-analyzer)  waiting    now\n"
                           "coder                     waiting    now\n"
                           "[>                                       ] 0/2, 2 running, 0s, ~0 tokens\n");
    say(one, "some words");
    tick(3000);
    complete(two, "the code");
    tick(100);
    BOOST_TEST(seen(80) == "run run-1: 2 tasks with provider local, at most 4 at once\n"
                           "[1/2] ok      coder in 2.3 s, 30 tokens, 1 running\n"
                           "== coder \u2014 write it\n"
                           "the code\n"
                           "\n"
                           "reviewer (code-analyzer)  streaming  3s    ~2t      some words\n"
                           "[====================>                   ] 1/2, 1 running, 3s, ~22 tokens\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_drawn_under_a_question)
{
    open(80, 24);
    start();
    tick(100);
    tell(&one, event::approval_asked{"call-1", "shell", "git push", "rules"});
    settings.progress->append("may it? ");
    complete(two, "the code");
    tick(100);
    BOOST_TEST(seen(80) == "run run-1: 2 tasks with provider local, at most 4 at once\nmay it?\n");
    settings.progress->append("o\n"); // as the terminal shows what is typed
    tell(&one, event::approval_given{"call-1", "shell", "once", true, false, 5});
    tick(100);
    BOOST_TEST(seen(80).find("may it? o\n[1/2] ok      coder") != std::string::npos, seen(80));
    BOOST_TEST(seen(80).find("1/2, 1 running") != std::string::npos, seen(80));
}

BOOST_AUTO_TEST_CASE(at_the_end_nothing_live_is_left)
{
    open(100, 24);
    start();
    tick(100);
    fail(one);
    complete(two, "the code");
    end();
    tick(100);
    BOOST_TEST(seen(100) ==
               "run run-1: 2 tasks with provider local, at most 4 at once\n"
               "[1/2] FAILED  reviewer (code-analyzer) after 120 ms: connection refused, 1 running\n"
               "  hint: start the server\n"
               "[2/2] ok      coder in 2.3 s, 30 tokens\n"
               "== coder \u2014 write it\n"
               "the code\n"
               "\n"
               "2 tasks: 1 ok, 1 failed, in 2.5 s; 10 tokens in, 20 out (failed: unavailable)\n"
               "journal: .runs/run-1/journal.jsonl\n"
               "next:    codex-flow run --resume run-1\n");
}

BOOST_AUTO_TEST_CASE(a_run_that_ends_before_the_first_tick_draws_no_region)
{
    open(80, 24);
    start();
    end();
    BOOST_TEST(err.text().find('\x1b') == std::string::npos);
    BOOST_TEST(seen(80).find("0/2,") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(results_that_go_elsewhere_do_not_appear_above)
{
    settings.results = &out.writer();
    open(80, 24);
    start();
    tick(100);
    complete(one, "words");
    tick(100);
    BOOST_TEST(out.text() == "== reviewer (code-analyzer) \u2014 look at it\nwords\n\n");
    BOOST_TEST(seen(80).find("words") == std::string::npos);
    BOOST_TEST(seen(80).find("[1/2] ok") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_frame_of_a_narrow_window_can_be_taken_away)
{
    for (int columns = 20; columns <= 60; columns += 5)
    {
        fixture fresh;
        fresh.open(columns, 10);
        fresh.start();
        for (int i = 0; i < 5; ++i)
        {
            fresh.say(fresh.one, "\u65e5\u672c\u8a9e \U0001F680 words ");
            fresh.tick(100);
        }
        fresh.end();
        const std::string seen = fresh.seen(columns);
        BOOST_TEST(seen.find("streaming") == seen.npos, columns);
        BOOST_TEST(seen.find("0/2 ") == seen.npos, columns);
    }
}

BOOST_AUTO_TEST_CASE(warnings_scroll_above)
{
    open(80, 24);
    start();
    tick(100);
    tell(nullptr, event::notice{event::notice::level::warning, "id.x", "slow"});
    tell(nullptr, event::notice{event::notice::level::debug, "id.x", "detail"});
    tick(100);
    BOOST_TEST(seen(80).find("warning: id.x: slow\n") != std::string::npos);
    BOOST_TEST(seen(80).find("detail") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
