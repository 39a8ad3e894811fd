#include "tests/unit/workspace/child_fixture.hpp"

#include <algorithm>
#include <csignal>

using boost::system::error_code;
using codexflow::test::child_fixture;
using codexflow::workspace::channel;
using codexflow::workspace::child_limits;
using namespace std::chrono_literals;

namespace {

struct fixture : child_fixture
{
    std::optional<error_code> written;

    void write(const child& to, std::string bytes)
    {
        to->write(std::move(bytes), [this](error_code failed) { written = failed; });
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(talking_to_a_child, fixture)

BOOST_AUTO_TEST_CASE(what_is_written_comes_back)
{
    const child cat = run("cat; echo done >&2");
    write(cat, "hello");
    write(cat, "");
    drain(cat, channel::out);
    drain(cat, channel::err);
    run_until([this] { return ended_channels == 2; });
    BOOST_TEST(out == "hello");
    BOOST_TEST(err == "done\n");
    BOOST_TEST(exit_of(cat) == 0);
    BOOST_TEST(exit_of(cat) == 0); // as often as anybody asks
    cat->end();
}

BOOST_AUTO_TEST_CASE(five_megabytes_both_ways_at_once)
{
    constexpr std::size_t size = 5'000'000;
    // A shell gives its background jobs no stdin unless they ask for it by number.
    const child plain = start(
        {{"sh", "-c", "exec 3<&0; cat <&3 & head -c 5000000 /dev/zero | tr '\\0' e >&2; wait"}, {}, {}});
    write(plain, std::string(size, 'x'));
    write(plain, "");
    drain(plain, channel::out);
    drain(plain, channel::err);
    run_until([this] { return ended_channels == 2; });
    BOOST_TEST(out.size() == size);
    BOOST_TEST(err.size() == size);
    BOOST_TEST(std::count(out.begin(), out.end(), 'x') == static_cast<std::ptrdiff_t>(size));
    BOOST_TEST(exit_of(plain) == 0);
    plain->end();
}

BOOST_AUTO_TEST_CASE(writing_to_a_closed_stdin_is_an_error_and_no_signal)
{
    const child deaf = run("exec <&-; echo closed; sleep 100");
    read_until(deaf, "closed");
    write(deaf, "hello");
    run_until([this] { return written.has_value(); });
    BOOST_TEST(*written == boost::asio::error::broken_pipe);
    deaf->end();
}

BOOST_AUTO_TEST_CASE(a_write_that_is_stuck_can_be_given_up)
{
    const child deaf = run("sleep 100");
    const auto number =
        deaf->write(std::string(1'000'000, 'x'), [this](error_code failed) { written = failed; });
    io.poll();
    BOOST_TEST(!written.has_value());
    deaf->cancel_write(number);
    run_until([this] { return written.has_value(); });
    BOOST_TEST(written->failed());
    deaf->end();
}

BOOST_AUTO_TEST_CASE(a_read_can_be_given_up_and_nothing_is_lost)
{
    const child slow = run("read line; echo $line; read line");
    std::optional<error_code> first;
    slow->read(channel::out, [&](error_code failed, std::string_view) { first = failed; });
    io.poll();
    slow->cancel_read(channel::out);
    run_until([&] { return first.has_value(); });
    BOOST_TEST(*first == boost::asio::error::operation_aborted);
    write(slow, "again\n");
    read_until(slow, "again\n");
    slow->end();
}

BOOST_AUTO_TEST_CASE(exit_codes_and_signals_are_told_apart)
{
    BOOST_TEST(exit_of(run("exit 7")) == 7);
    BOOST_TEST(exit_of(run("kill -KILL $$")) == 128 + SIGKILL);
    BOOST_TEST(exit_of(run("kill -TERM $$")) == 128 + SIGTERM);
}

BOOST_AUTO_TEST_CASE(silence_until_the_first_byte)
{
    const child mute = run("sleep 100", child_limits{20ms, 0ms});
    std::optional<error_code> failed;
    mute->read(channel::out, [&](error_code why, std::string_view) { failed = why; });
    run_until([&] { return failed.has_value(); });
    BOOST_TEST(*failed == boost::asio::error::timed_out);
    BOOST_TEST(mute->silent_phase() == "first_byte");
    mute->end();
}

BOOST_AUTO_TEST_CASE(silence_after_the_first_byte)
{
    const child hesitant = run("echo one; sleep 100", child_limits{0ms, 20ms});
    std::optional<error_code> failed;
    drain(hesitant, channel::out);
    run_until([this] { return ended_channels == 1; });
    BOOST_TEST(out == "one\n");
    BOOST_TEST(hesitant->silent_phase() == "idle");
    hesitant->end();
}

BOOST_AUTO_TEST_CASE(words_on_stderr_are_a_sign_of_life)
{
    const child busy =
        run("i=0; while [ $i -lt 20 ]; do echo tick >&2; sleep 0.02; i=$((i+1)); done; echo done",
            child_limits{0ms, 200ms});
    drain(busy, channel::err);
    drain(busy, channel::out);
    run_until([this] { return ended_channels == 2; });
    BOOST_TEST(out == "done\n");
    busy->end();
}

BOOST_AUTO_TEST_CASE(a_channel_that_something_left_behind_holds_open_ends_all_the_same)
{
    const child gone = run("sleep 100 & echo said", child_limits{0ms, 0ms, 2s, 20ms});
    drain(gone, channel::out);
    run_until([this] { return ended_channels == 1; });
    BOOST_TEST(out == "said\n");
    gone->end();
}

BOOST_AUTO_TEST_SUITE_END()
