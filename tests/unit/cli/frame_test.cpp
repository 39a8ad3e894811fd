#include "cli/render/frame.hpp"

#include "cli/render/text_width.hpp"

#include <boost/test/unit_test.hpp>

#include <codexflow/utf8.hpp>

#include <deque>
#include <string>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

struct fixture
{
    run_progress run;
    std::deque<task_ref> refs; ///< Addresses stay.
    std::int64_t now = 1'000'000'000;

    void tell(const task_ref* task, const event::payload& body) { run.apply({1, now, task, body}); }

    void start(std::size_t tasks, const std::string& alias = "reviewer",
               const std::string& agent = "code-analyzer")
    {
        tell(nullptr, event::run_started{});
        event::plan plan;
        for (std::size_t i = 0; i < tasks; ++i)
        {
            refs.push_back({"t" + std::to_string(i), alias, agent, "local", ""});
            plan.tasks.push_back({&refs.back(), "ask"});
        }
        tell(nullptr, plan);
        for (const task_ref& ref : refs)
            tell(&ref, event::task_started{});
    }
    void say(std::size_t task, std::string_view text)
    {
        tell(&refs[task], event::chunk{event::chunk::channel::text, 0, text});
    }

    std::string draw(int columns, int rows, bool color = false)
    {
        std::string all;
        for (const std::string& line : frame(run, {columns, rows, color}, now))
            all += line + '\n';
        return all;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(frame_of_a_run, fixture)

BOOST_AUTO_TEST_CASE(a_wide_window)
{
    start(3);
    say(0, "The quick brown fox jumps over the lazy dog and on and on and on and on");
    tell(&refs[1], event::chunk{event::chunk::channel::reasoning, 0, "hm\n  let me see"});
    tell(&refs[2], event::task_complete{10, "stop", {true, 100, 2000}, ""});
    now += 75'000'000;
    BOOST_TEST(
        draw(90, 24) ==
        "reviewer (code-analyzer)  streaming  1m    ~17t     \u2026lazy dog and on and on and on and on\n"
        "reviewer (code-analyzer)  thinking   1m    ~3t      hm let me see\n"
        "[=============>                          ] 1/3, 2 running, 75s, ~2.0k tokens\n");
}

BOOST_AUTO_TEST_CASE(narrower_and_narrower)
{
    start(1);
    say(0, "The quick brown fox jumps");
    now += 5'000'000;
    BOOST_TEST(draw(60, 24) == "reviewer (code-analyzer)  streaming  5s    ~6t\n"
                               "[>                          ] 0/1, 1 running, 5s, ~6 tokens\n");
    BOOST_TEST(draw(50, 24) == "reviewer (code-analyzer)  streaming  5s\n"
                               "[>                ] 0/1, 1 running, 5s, ~6 tokens\n");
    BOOST_TEST(draw(40, 24) == "reviewer (code-analyzer)  streaming\n"
                               "[>                 ] 0/1, 1 running, 5s\n");
    BOOST_TEST(draw(30, 24) == "reviewer (code-an\u2026  streaming\n"
                               "[>           ] 0/1, 1 running\n");
    BOOST_TEST(draw(20, 24) == "reviewe\u2026  streaming\n"
                               "[>            ] 0/1\n");
    BOOST_TEST(draw(10, 24) == "reviewer\u2026\n0/1\n");
}

BOOST_AUTO_TEST_CASE(no_line_is_ever_too_wide_or_broken)
{
    start(4, "\u8a55\u4fa1\u8005", "\u65e5\u672c\u8a9e-agent");
    say(0, "\u65e5\u672c\u8a9e\U0001F680e\u0301 mixed \xff text ");
    for (int columns = 1; columns <= 130; ++columns)
        for (const std::string& line : frame(run, {columns, 24, false}, now))
        {
            BOOST_TEST(width_of(line) <= std::max(1, columns - 1), columns << ": " << line);
            BOOST_TEST(utf8::valid_prefix(line) == line.size());
            BOOST_TEST(line.find_first_of("\n\r\x1b") == line.npos);
        }
}

BOOST_AUTO_TEST_CASE(the_height_is_honoured)
{
    start(50);
    for (int rows = 1; rows <= 60; ++rows)
    {
        const auto lines = frame(run, {80, rows, false}, now);
        BOOST_TEST(lines.size() >= 1U);
        BOOST_TEST(lines.size() <= static_cast<std::size_t>(std::max(1, rows - 1)), rows);
    }
    const auto lines = frame(run, {80, 6, false}, now);
    BOOST_TEST_REQUIRE(lines.size() == 5U);
    BOOST_TEST(lines[3] == "and 47 more running");
    BOOST_TEST(frame(run, {80, 52, false}, now).size() == 51U, "all fit");
}

BOOST_AUTO_TEST_CASE(colour_changes_nothing_but_colour)
{
    start(2);
    say(0, "words");
    std::string painted = draw(80, 24, true);
    BOOST_TEST(painted.find("\x1b[32mstreaming\x1b[0m") != painted.npos);
    for (std::size_t at = 0; (at = painted.find('\x1b')) != painted.npos;)
        painted.erase(at, painted.find('m', at) - at + 1);
    BOOST_TEST(painted == draw(80, 24));
}

BOOST_AUTO_TEST_CASE(failures_are_counted_and_the_clock_may_jump_back)
{
    start(2);
    tell(&refs[0], event::task_error{1, error(errc::internal, "x"), {}, ""});
    now -= 50'000'000;
    BOOST_TEST(draw(80, 24) ==
               "reviewer (code-analyzer)  waiting    now\n"
               "[==================>                  ] 1/2, 1 failed, 1 running, 0s, ~0 tokens\n");
}

BOOST_AUTO_TEST_CASE(before_the_plan_is_known)
{
    tell(nullptr, event::run_started{});
    BOOST_TEST(draw(80, 24) == "[>                                       ] 0/0, 0 running, 0s, 0 tokens\n");
}

BOOST_AUTO_TEST_SUITE_END()
