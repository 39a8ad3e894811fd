#include "engine/record/line_writer.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <string>
#include <thread>

using codexflow::line_writer;

namespace {

/// A pipe whose reading end the test holds.
struct pipe_ends
{
    pipe_ends()
    {
        std::array<int, 2> fds{};
        BOOST_REQUIRE(::pipe(fds.data()) == 0);
        in = fds[0];
        out = fds[1];
    }
    ~pipe_ends()
    {
        close_in();
        ::close(out);
    }
    void close_in()
    {
        if (in >= 0)
            ::close(in);
        in = -1;
    }
    std::string read_exactly(std::size_t count) const
    {
        std::string text(count, '\0');
        std::size_t have = 0;
        while (have != count)
        {
            const ssize_t n = ::read(in, text.data() + have, count - have);
            BOOST_REQUIRE(n > 0);
            have += static_cast<std::size_t>(n);
        }
        return text;
    }
    int in = -1, out = -1;
};

} // namespace

BOOST_AUTO_TEST_SUITE(line_writer_suite)

BOOST_AUTO_TEST_CASE(everything_arrives_in_order)
{
    pipe_ends pipe;
    std::string expected;
    line_writer writer(pipe.out);
    for (int i = 0; i != 500; ++i)
    {
        const std::string line = "line " + std::to_string(i) + "\n";
        expected += line;
        writer.append(line);
    }
    BOOST_TEST(pipe.read_exactly(expected.size()) == expected);
    BOOST_TEST(writer.close());
    BOOST_TEST(writer.failure() == 0);
}

BOOST_AUTO_TEST_CASE(close_writes_what_is_left)
{
    pipe_ends pipe;
    {
        line_writer writer(pipe.out);
        writer.append("last\n");
    }
    BOOST_TEST(pipe.read_exactly(5) == "last\n");
}

BOOST_AUTO_TEST_CASE(flush_waits_until_all_is_written)
{
    pipe_ends pipe;
    line_writer writer(pipe.out);
    BOOST_TEST(writer.flush(std::chrono::hours(1))); // nothing to write
    writer.append("a line\n");
    BOOST_TEST(writer.flush(std::chrono::hours(1)));
    BOOST_TEST(pipe.read_exactly(7) == "a line\n"); // it is there by now
    BOOST_TEST(writer.backlog() == 0u);
}

BOOST_AUTO_TEST_CASE(a_reader_that_stops_makes_it_congested_and_relief_is_told)
{
    pipe_ends pipe;
    std::atomic<int> relieved{0};
    line_writer writer(pipe.out, [&] {
        ++relieved;
        relieved.notify_all();
    });
    const std::string block(line_writer::high_water / 4, 'x');
    std::size_t written = 0;
    while (!writer.congested())
    {
        writer.append(block);
        written += block.size();
    }
    BOOST_TEST(relieved == 0);
    BOOST_TEST(writer.backlog() >= line_writer::high_water);
    BOOST_TEST(pipe.read_exactly(written).size() == written);
    relieved.wait(0);
    BOOST_TEST(!writer.congested());
    BOOST_TEST(writer.close());
    BOOST_TEST(relieved == 1);
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_is_a_failure_that_is_told_and_drops_the_rest)
{
    std::signal(SIGPIPE, SIG_IGN);
    pipe_ends pipe;
    pipe.close_in();
    std::atomic<int> told{0};
    line_writer writer(pipe.out, [&] {
        ++told;
        told.notify_all();
    });
    writer.append("nobody reads this\n");
    told.wait(0);
    BOOST_TEST(writer.failure() == EPIPE);
    writer.append("nor this\n");
    BOOST_TEST(writer.backlog() == 0u);
    BOOST_TEST(!writer.congested());
    BOOST_TEST(writer.close());
}

BOOST_AUTO_TEST_CASE(closing_may_be_tried_again)
{
    pipe_ends pipe;
    line_writer writer(pipe.out);
    const std::string more_than_a_pipe_holds(300'000, 'x');
    writer.append(more_than_a_pipe_holds);
    for (int i = 0; i != 3; ++i)
        BOOST_TEST(!writer.close(std::chrono::milliseconds(5)));
    BOOST_TEST(pipe.read_exactly(more_than_a_pipe_holds.size()) == more_than_a_pipe_holds);
    BOOST_TEST(writer.close());
    BOOST_TEST(writer.close());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_a_failure)
{
    const int fd = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    BOOST_REQUIRE(fd >= 0);
    line_writer writer(fd);
    writer.append("x\n");
    BOOST_TEST(writer.close());
    BOOST_TEST(writer.failure() == ENOSPC);
    ::close(fd);
}

BOOST_AUTO_TEST_CASE(borders_that_gather_cost_one_sync)
{
    const int fd = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    std::atomic<int> syncs{0};
    std::atomic<bool> go{false};
    codexflow::file_care care;
    care.sync = [&] {
        go.wait(false);
        ++syncs;
        return 0;
    };
    using codexflow::durability;
    line_writer writer(fd, {}, care);
    writer.append("a\n", {}, durability::synced);
    while (!writer.reached(durability::written, 2)) // the first batch is under way: its sync waits for us
        std::this_thread::yield();
    for (int i = 0; i != 100; ++i)
        writer.append("b\n", {}, durability::synced);
    BOOST_TEST(!writer.reached(durability::synced, 2));
    go = true;
    go.notify_all();
    BOOST_TEST(writer.close());
    BOOST_TEST(syncs == 2);
    BOOST_TEST(writer.reached(durability::synced, writer.appended()));
    ::close(fd);
}

BOOST_AUTO_TEST_CASE(without_a_border_nothing_is_synced_unless_somebody_asks)
{
    const int fd = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    std::atomic<int> syncs{0}, told{0};
    codexflow::file_care care;
    care.sync = [&] { return ++syncs, 0; };
    using codexflow::durability;
    line_writer writer(fd, [&] { ++told, told.notify_all(); }, care);
    writer.append("a\n");
    BOOST_TEST(writer.flush(std::chrono::hours(1)));
    BOOST_TEST(syncs == 0);
    BOOST_TEST(!writer.reached(durability::synced, 2));
    told.wait(0);
    BOOST_TEST(writer.reached(durability::synced, 2));
    BOOST_TEST(syncs == 1);
    BOOST_TEST(writer.close());
    ::close(fd);
}

BOOST_AUTO_TEST_CASE(a_sync_that_fails_is_a_failure)
{
    const int fd = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    codexflow::file_care care;
    care.sync = [] { return EIO; };
    using codexflow::durability;
    line_writer writer(fd, {}, care);
    writer.append("a\n", {}, durability::synced);
    BOOST_TEST(writer.close());
    BOOST_TEST(writer.failure() == EIO);
    BOOST_TEST(!writer.reached(durability::synced, 2));
    ::close(fd);
}

BOOST_AUTO_TEST_CASE(appends_of_several_threads_stay_whole_lines)
{
    pipe_ends pipe;
    constexpr int threads = 4, lines = 200;
    {
        line_writer writer(pipe.out);
        std::vector<std::thread> writers;
        for (int t = 0; t != threads; ++t)
            writers.emplace_back([&writer, t] {
                for (int i = 0; i != lines; ++i)
                    writer.append(std::string(9, static_cast<char>('a' + t)) + "\n");
            });
        for (auto& one : writers)
            one.join();
    }
    const std::string all = pipe.read_exactly(std::size_t{threads} * lines * 10);
    for (std::size_t at = 0; at != all.size(); at += 10)
        BOOST_TEST(all.substr(at, 10) == std::string(9, all[at]) + "\n");
}

BOOST_AUTO_TEST_SUITE_END()
