#include "engine/record/journal.hpp"

#include "engine/base/cancellation.hpp"
#include "engine/record/journal_border.hpp"
#include "engine/record/line_checksum.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

/// A journal on an engine thread, which is the test's.
struct fixture
{
    test::temp_dir dir;
    boost::asio::io_context io{1};
    std::unique_ptr<journal> record = open();
    cancel_source cancel;

    std::unique_ptr<journal> open()
    {
        auto made = journal::create(dir / "runs/run-1", [this] { boost::asio::post(io, [this] { record->relieved(); }); });
        BOOST_REQUIRE(made);
        return std::move(*made);
    }
    std::string text() const { return test::read_file(dir / "runs/run-1/journal.jsonl"); }

    std::optional<bool> ask(durability how)
    {
        std::optional<bool> said;
        const auto keep = [&](const std::exception_ptr& bug, bool got) {
            BOOST_REQUIRE(!bug);
            said = got;
        };
        boost::asio::co_spawn(io, record->committed(how, cancel), keep);
        io.restart();
        while (!said && io.run_one() != 0)
        {
        }
        return said;
    }
};

/// No file of this process may grow past @p bytes while this lives.
struct small_files
{
    explicit small_files(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit now = before;
        now.rlim_cur = bytes;
        std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~small_files() { ::setrlimit(RLIMIT_FSIZE, &before); }
    rlimit before{};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(journal_suite, fixture)

BOOST_AUTO_TEST_CASE(lines_are_sealed_and_only_their_owner_can_read_them)
{
    record->append("{\"kind\":\"a\"}\n", durability::written);
    record->append("{\"kind\":\"b\"}\n", durability::synced);
    BOOST_TEST(record->close(std::chrono::hours(1)));
    std::vector<std::string> lines;
    std::string all = text();
    for (std::size_t end = 0; (end = all.find('\n')) != all.npos; all.erase(0, end + 1))
        lines.push_back(all.substr(0, end));
    BOOST_TEST(all == "");
    BOOST_TEST_REQUIRE(lines.size() == 2U);
    for (const std::string& line : lines)
        BOOST_TEST((check_seal(line) == seal_state::right), line);
    BOOST_TEST(lines[0].starts_with(R"({"kind":"a","crc":")"));
    struct stat about = {};
    BOOST_REQUIRE(::stat((dir / "runs/run-1/journal.jsonl").c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777U) == 0600U);
}

BOOST_AUTO_TEST_CASE(who_asks_waits_until_it_is_there)
{
    for (const durability how : {durability::written, durability::synced, durability::written})
    {
        record->append("{\"kind\":\"a\"}\n", durability::written);
        const std::optional<bool> said = ask(how);
        BOOST_TEST_REQUIRE(said.has_value());
        BOOST_TEST(*said);
        BOOST_TEST(text().ends_with("\"}\n"));
        BOOST_TEST(record->writer().reached(how, record->writer().appended()));
    }
    BOOST_TEST(*ask(durability::synced)); // nothing new: at once
}

BOOST_AUTO_TEST_CASE(several_wait_at_once)
{
    int come = 0;
    for (int i = 0; i != 20; ++i)
    {
        record->append("{\"kind\":\"a\"}\n", durability::written);
        const auto count = [&](const std::exception_ptr& bug, bool said) { come += !bug && said ? 1 : 0; };
        boost::asio::co_spawn(io, record->committed(i % 2 == 0 ? durability::synced : durability::written, cancel), count);
    }
    auto work = boost::asio::make_work_guard(io);
    while (come != 20)
        io.run_one();
    BOOST_TEST(come == 20);
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_leaves_whole_lines_and_is_told_to_who_waits)
{
    const std::string line = "{\"kind\":\"" + std::string(1000, 'x') + "\"}\n";
    record->append(line, durability::written);
    BOOST_TEST(*ask(durability::synced));
    const std::string before = text();
    {
        const small_files limit(2500);
        for (int i = 0; i != 5; ++i)
            record->append(line, durability::synced);
        BOOST_TEST(!*ask(durability::synced));
    }
    BOOST_TEST(record->writer().failure() == EFBIG);
    BOOST_TEST(!*ask(durability::written));
    record->append(line, durability::written); // nothing follows what is missing
    BOOST_TEST(record->close(std::chrono::hours(1)));
    const std::string after = text();
    BOOST_TEST(after.starts_with(before));
    BOOST_TEST(after.size() % before.size() == 0U); // no piece of a line
    BOOST_TEST(after.size() < 2500U);
}

BOOST_AUTO_TEST_CASE(who_is_stopped_waits_no_longer)
{
    cancel.cancel(cancel_reason::interrupted);
    record->append("{\"kind\":\"a\"}\n", durability::written);
    BOOST_TEST(ask(durability::synced).has_value());
}

BOOST_AUTO_TEST_CASE(borders)
{
    const auto of = [](const event::payload& body) { return border_of(body) == durability::synced; };
    BOOST_TEST(of(event::task_complete{}));
    BOOST_TEST(of(event::task_error{}));
    BOOST_TEST(of(event::run_complete{}));
    BOOST_TEST(!of(event::chunk{}));
    BOOST_TEST(!of(event::task_started{}));
    for (const std::string effect : {"none", "idempotent", "once", ""})
    {
        event::tool_start begun;
        begun.effect = effect;
        BOOST_TEST(of(begun) == (effect == "once"), effect);
        event::tool_end ended;
        ended.effect = effect;
        BOOST_TEST(of(ended) == (effect == "once" || effect == "idempotent"), effect);
    }
}

BOOST_AUTO_TEST_SUITE_END()
