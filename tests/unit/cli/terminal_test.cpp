#include "cli/terminal.hpp"

#include "tests/support/unique_fd.hpp"

#include <boost/test/unit_test.hpp>

#include <pty.h>
#include <unistd.h>

#include <array>

using namespace codexflow::cli;
using codexflow::test::unique_fd;

namespace {

struct fixture
{
    unique_fd master, tty, read_end, write_end;

    fixture()
    {
        std::array<int, 2> ends{};
        BOOST_TEST_REQUIRE(::pipe(ends.data()) == 0);
        read_end = unique_fd(ends[0]);
        write_end = unique_fd(ends[1]);
        int first = -1;
        int second = -1;
        winsize size{};
        size.ws_row = 30;
        size.ws_col = 123;
        BOOST_TEST_REQUIRE(::openpty(&first, &second, nullptr, nullptr, &size) == 0);
        master = unique_fd(first);
        tty = unique_fd(second);
    }
};

constexpr auto automatic = color_choice::automatic;

} // namespace

BOOST_FIXTURE_TEST_SUITE(terminal, fixture)

BOOST_AUTO_TEST_CASE(a_terminal)
{
    const auto seen = look_at(tty.get(), {{"TERM", "xterm"}}, automatic);
    BOOST_TEST(seen.is_tty);
    BOOST_TEST(seen.interactive);
    BOOST_TEST(seen.color);
    BOOST_TEST(seen.size.columns == 123);
    BOOST_TEST(seen.size.rows == 30);
    BOOST_TEST(look_at(tty.get(), {{"TERM", "xterm"}, {"COLUMNS", "50"}}, automatic).size.columns == 123);
}

BOOST_AUTO_TEST_CASE(a_dumb_terminal_gets_neither_colour_nor_movement)
{
    for (const variables& environment : {variables{{"TERM", "dumb"}}, variables{}})
    {
        const auto seen = look_at(tty.get(), environment, automatic);
        BOOST_TEST(seen.is_tty);
        BOOST_TEST(!seen.interactive);
        BOOST_TEST(!seen.color);
    }
}

BOOST_AUTO_TEST_CASE(a_pipe)
{
    const auto seen = look_at(write_end.get(), {{"TERM", "xterm"}}, automatic);
    BOOST_TEST(!seen.is_tty);
    BOOST_TEST(!seen.interactive);
    BOOST_TEST(!seen.color);
    BOOST_TEST(seen.size.columns == 80);
    BOOST_TEST(look_at(write_end.get(), {{"COLUMNS", "44"}}, automatic).size.columns == 44);
    for (const char* nonsense : {"", "0", "-3", "wide", "100000", "44x"})
        BOOST_TEST(look_at(write_end.get(), {{"COLUMNS", nonsense}}, automatic).size.columns == 80, nonsense);
}

BOOST_AUTO_TEST_CASE(who_decides_about_colour)
{
    const auto on_tty = [&](variables environment, color_choice wanted) {
        environment["TERM"] = "xterm";
        return look_at(tty.get(), environment, wanted).color;
    };
    const auto on_pipe = [&](const variables& environment, color_choice wanted) {
        return look_at(write_end.get(), environment, wanted).color;
    };
    BOOST_TEST(!on_tty({{"NO_COLOR", "1"}}, automatic));
    BOOST_TEST(on_tty({{"NO_COLOR", ""}}, automatic), "an empty NO_COLOR says nothing");
    BOOST_TEST(on_tty({{"NO_COLOR", "1"}}, color_choice::always));
    BOOST_TEST(!on_tty({}, color_choice::never));
    BOOST_TEST(on_pipe({{"FORCE_COLOR", "1"}}, automatic));
    BOOST_TEST(!on_pipe({{"FORCE_COLOR", "0"}}, automatic));
    BOOST_TEST(!on_pipe({{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}, automatic));
    BOOST_TEST(on_pipe({}, color_choice::always));
}

BOOST_AUTO_TEST_CASE(the_size_follows_the_window)
{
    winsize size{};
    size.ws_row = 9;
    size.ws_col = 21;
    BOOST_TEST_REQUIRE(::ioctl(master.get(), TIOCSWINSZ, &size) == 0);
    BOOST_TEST(current_size(tty.get(), {80, 24}).columns == 21);
    BOOST_TEST(current_size(tty.get(), {80, 24}).rows == 9);
    BOOST_TEST(current_size(write_end.get(), {80, 24}).columns == 80);
}

BOOST_AUTO_TEST_CASE(outputs_that_lead_to_the_same_place)
{
    const unique_fd twin(::dup(write_end.get()));
    BOOST_TEST(same_target(write_end.get(), twin.get()));
    BOOST_TEST(!same_target(write_end.get(), tty.get()));
    BOOST_TEST(!same_target(write_end.get(), -1));
}

BOOST_AUTO_TEST_SUITE_END()
