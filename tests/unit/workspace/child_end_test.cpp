#include "tests/support/temp_dir.hpp"
#include "tests/unit/workspace/child_fixture.hpp"

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>

using boost::system::error_code;
using codexflow::test::alive;
using codexflow::test::child_fixture;
using codexflow::test::count_of;
using codexflow::workspace::channel;
using codexflow::workspace::child_list;

namespace {

/// Whether this process has no child at all, not even a dead one.
bool childless() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

/// The number that stands behind "pid=" in what a child wrote.
pid_t written_id(const std::string& text) { return std::atoi(text.c_str() + text.find("pid=") + 4); }

/// One that was sent SIGKILL goes soon, but not at once.
void run_until_gone(child_fixture& here, pid_t id)
{
    boost::asio::steady_timer pause(here.io);
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (alive(id))
    {
        BOOST_REQUIRE(std::chrono::steady_clock::now() < patience);
        bool over = false;
        pause.expires_after(std::chrono::milliseconds(2));
        pause.async_wait([&](error_code) { over = true; });
        here.run_until([&] { return over; });
    }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ending_a_child, child_fixture)

BOOST_AUTO_TEST_CASE(it_is_asked_to_end_and_may_tidy_up)
{
    const codexflow::test::temp_dir dir;
    const std::string file = (dir / "said").string();
    const child polite =
        run("trap 'echo bye > " + file + "; exit 0' TERM; echo ready; while :; do sleep 0.01; done");
    read_until(polite, "ready");
    polite->end();
    run_until([this] { return all.empty(); });
    BOOST_TEST(codexflow::test::read_file(file) == "bye\n");
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(a_grandchild_that_ignores_sigterm_is_killed_with_its_group)
{
    const child parent = run("sh -c 'trap \"\" TERM; echo pid=$$; while :; do sleep 0.01; done'; true");
    read_until(parent, "\n");
    const pid_t grandchild = written_id(out);
    BOOST_REQUIRE(alive(grandchild));
    parent->end();
    run_until([this] { return all.empty(); });
    run_until_gone(*this, grandchild);
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(one_that_ignores_sigterm_is_killed_after_the_grace)
{
    constexpr std::chrono::milliseconds grace{50};
    const child stubborn = run("trap '' TERM; echo ready; while :; do sleep 0.01; done", {{}, {}, grace, {}});
    read_until(stubborn, "ready");
    const auto asked = std::chrono::steady_clock::now();
    stubborn->end();
    run_until([this] { return all.empty(); });
    BOOST_TEST((std::chrono::steady_clock::now() - asked >= grace));
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(what_an_ended_program_left_behind_is_killed)
{
    const child parent =
        run("sh -c 'trap \"\" TERM; echo pid=$$; exec >&- 2>&-; while :; do sleep 0.01; done' & exit 3");
    read_until(parent, "\n");
    BOOST_TEST(exit_of(parent) == 3);
    const pid_t left = written_id(out);
    BOOST_REQUIRE(alive(left));
    parent->end();
    BOOST_TEST(all.empty());
    run_until_gone(*this, left);
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(a_signal_reaches_the_whole_group)
{
    const child parent = run("sleep 100 & echo pid=$!; wait");
    read_until(parent, "\n");
    const pid_t grandchild = written_id(out);
    parent->signal(SIGTERM);
    BOOST_TEST(exit_of(parent) == 128 + SIGTERM);
    run_until_gone(*this, grandchild);
    parent->end();
    parent->signal(SIGTERM); // nobody's: it is reaped
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(everything_in_flight_is_told)
{
    const child silent = run("sleep 100");
    int aborted = 0;
    const auto count = [&](error_code failed) { aborted += failed == boost::asio::error::operation_aborted; };
    silent->read(channel::out, [&](error_code failed, std::string_view) { count(failed); });
    silent->read(channel::err, [&](error_code failed, std::string_view) { count(failed); });
    silent->write(std::string(1'000'000, 'x'), count);
    silent->write("more", count);
    silent->wait([&](error_code failed, int) { count(failed); });
    io.poll();
    silent->end();
    BOOST_TEST(aborted == 0); // never from inside a call
    run_until([&] { return aborted == 5; });
    silent->read(channel::out, [&](error_code failed, std::string_view) { count(failed); });
    silent->write("late", count);
    silent->wait([&](error_code failed, int) { count(failed); });
    run_until([&] { return aborted == 8; });
    run_until([this] { return all.empty(); });
}

BOOST_AUTO_TEST_CASE(nobody_needs_to_hold_it)
{
    run("exit 0");
    run("sleep 100")->end();
    run_until([this] { return all.empty() || io.stopped(); });
    io.restart();
    io.run();
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(none_outlives_the_io_context)
{
    pid_t id = -1;
    {
        child_fixture inner;
        const child stubborn = inner.run("trap '' TERM; echo ready; while :; do sleep 0.01; done");
        inner.read_until(stubborn, "ready");
        id = stubborn->id();
        stubborn->end();
    }
    BOOST_TEST(!alive(id));
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(what_has_left_its_group_and_session_is_killed_too)
{
    // A child of a child whose parent has gone, in a session of its own, that ignores what can be ignored.
    const child parent = run("(setsid sh -c '(trap \"\" TERM HUP INT; echo pid=$(exec sh -c \"echo \\$PPID\"); exec >&- "
                             "2>&-; while :; do sleep 0.01; done) & exit 0' &) ; exit 4");
    read_until(parent, "\n");
    const pid_t escaped = written_id(out);
    BOOST_TEST(exit_of(parent) == 4);
    BOOST_REQUIRE(alive(escaped));
    parent->end();
    BOOST_TEST(!alive(escaped)); // at once
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(who_kills_the_guard_kills_the_program)
{
    const child parent = run("echo pid=$$; exec sleep 100");
    read_until(parent, "\n");
    const pid_t program = written_id(out);
    ::kill(parent->id(), SIGKILL);
    BOOST_TEST(exit_of(parent) == 128 + SIGKILL);
    run_until_gone(*this, program);
    parent->end();
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(one_that_is_stopped_is_killed_all_the_same)
{
    const child parent = run("echo pid=$$; kill -STOP $$; sleep 100", {{}, {}, std::chrono::milliseconds(20), {}});
    read_until(parent, "\n");
    parent->end();
    run_until([this] { return all.empty(); });
    BOOST_TEST(!alive(written_id(out)));
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_CASE(a_thousand_leave_nothing_behind)
{
    exit_of(run("exit 0")); // the first one makes what stays for good
    io.restart();
    io.run();
    const auto files = count_of("/proc/self/fd");
    for (int i = 0; i != 1000; ++i)
    {
        const child brief = start({{"true"}, {"PATH=/usr/bin:/bin"}, {}});
        BOOST_TEST(exit_of(brief) == 0);
        brief->end();
        BOOST_TEST(all.empty());
    }
    for (int i = 0; i != 50; ++i)
        BOOST_TEST(!codexflow::workspace::spawn_child({{"no-such-tool"}, {}, {}}).has_value());
    BOOST_TEST(count_of("/proc/self/fd") == files);
    BOOST_TEST(childless());
}

BOOST_AUTO_TEST_SUITE_END()
