#include "cli/line_follower.hpp"

#include "tests/support/temp_dir.hpp"

#include <codexflow/line_file.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

using namespace codexflow;
using namespace codexflow::cli;

namespace {

struct fixture
{
    test::temp_dir folder;
    const std::filesystem::path file = folder / "events.jsonl";
    line_file log{file.string()};
    std::array<int, 2> ends{};

    fixture() { BOOST_REQUIRE(::pipe(ends.data()) == 0); }
    ~fixture()
    {
        ::close(ends[0]);
        if (ends[1] >= 0)
            ::close(ends[1]);
    }
    void stop()
    {
        ::close(ends[1]);
        ends[1] = -1;
    }
    line_follower follow(std::uint64_t from = 0) const
    {
        auto opened = line_follower::open(file, from);
        BOOST_TEST_REQUIRE(opened.has_value());
        return std::move(*opened);
    }
    std::string next(line_follower& of) const { return of.next(ends[0]).value_or("stopped"); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(line_follower_suite, fixture)

BOOST_AUTO_TEST_CASE(lines_come_as_they_are_appended)
{
    log.append("one\n");
    auto following = follow();
    BOOST_TEST(next(following) == "one\n");
    std::thread writer([this] { log.append("two\nthree\n"); });
    BOOST_TEST(next(following) == "two\nthree\n");
    writer.join();
    stop();
    BOOST_TEST(next(following) == "stopped");
}

BOOST_AUTO_TEST_CASE(it_may_begin_behind_what_is_known_and_before_there_is_a_file)
{
    auto early = follow();
    std::thread writer([this] { log.append("one\n"); });
    BOOST_TEST(next(early) == "one\n");
    writer.join();
    auto late = follow(4);
    log.append("two\n");
    BOOST_TEST(next(late) == "two\n");
}

BOOST_AUTO_TEST_CASE(half_a_line_waits_for_its_end)
{
    std::ofstream(file) << "one\ntw";
    auto following = follow();
    BOOST_TEST(next(following) == "one\n");
    std::ofstream(file, std::ios::app) << "o\n";
    BOOST_TEST(next(following) == "two\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_when_the_file_is_put_aside_several_times)
{
    log.append("one\n");
    auto following = follow();
    BOOST_TEST(next(following) == "one\n");
    for (const char* line : {"two\n", "three\n", "four\n"})
    {
        log.append(line);
        BOOST_TEST(!log.rotate(1, 5));
    }
    log.append("five\n");
    BOOST_TEST(next(following) == "two\nthree\nfour\nfive\n");
    log.append("six\n");
    BOOST_TEST(next(following) == "six\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_shortened_does_not_begin_again)
{
    log.append("one\ntwo\nthree\n");
    auto following = follow();
    BOOST_TEST(next(following) == "one\ntwo\nthree\n");
    folder.write("shorter", "three\nfour\n");
    std::filesystem::rename(folder / "shorter", file);
    BOOST_TEST(next(following) == "four\n");
}

BOOST_AUTO_TEST_CASE(what_came_before_the_stop_is_still_given)
{
    auto following = follow();
    log.append("one\n");
    stop();
    BOOST_TEST(next(following) == "one\n");
    BOOST_TEST(next(following) == "stopped");
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_an_error)
{
    BOOST_TEST(!line_follower::open(folder / "none/events.jsonl", 0).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
