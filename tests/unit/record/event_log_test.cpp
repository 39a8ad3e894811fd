#include "engine/record/event_log.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <rapidjson/document.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

const event::payload some_event = event::task_started{};

struct fixture
{
    test::temp_dir folder;
    event_log_settings settings{folder / "data/logs/events.jsonl", 1 << 20, 3};

    static void tell(event_log& log, const std::string& who, int number)
    {
        const std::string line =
            "{\"kind\":\"task_started\",\"ts\":\"t\",\"run_id\":\"" + who + "\",\"n\":" + std::to_string(number) + "}\n";
        log.on_event({1, 0, nullptr, some_event}, line);
    }

    /// The lines of the log, those that were put aside first.
    std::vector<std::string> lines(unsigned kept) const
    {
        std::string text;
        for (unsigned number = kept; number != 0; --number)
            if (const auto aside = settings.file.string() + '.' + std::to_string(number); std::filesystem::exists(aside))
                text += test::read_file(aside);
        if (std::filesystem::exists(settings.file))
            text += test::read_file(settings.file);
        BOOST_TEST((text.empty() || text.ends_with('\n')));
        std::vector<std::string> all;
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            all.push_back(line);
        return all;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(event_log_suite, fixture)

BOOST_AUTO_TEST_CASE(lines_are_appended_in_order_for_their_owner_alone)
{
    for (const char* run : {"a", "b"})
    {
        event_log log(settings);
        for (int i = 0; i != 100; ++i)
            tell(log, run, i);
        BOOST_TEST(log.flush(std::chrono::minutes(1)));
        BOOST_TEST(log.close(std::chrono::minutes(1)));
        BOOST_TEST(log.lost().lines == 0U);
    }
    const auto all = lines(0);
    BOOST_TEST_REQUIRE(all.size() == 200U);
    BOOST_TEST(all[0] == R"({"ts":"t","kind":"task_started","runId":"a","n":0})");
    BOOST_TEST(all[199] == R"({"ts":"t","kind":"task_started","runId":"b","n":99})");
    struct stat about = {};
    BOOST_TEST_REQUIRE(::stat(settings.file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(several_logs_at_once_lose_nothing_also_while_they_are_put_aside)
{
    settings.most_bytes = 20'000;
    settings.keep = 1000;
    std::vector<std::unique_ptr<event_log>> logs;
    for (int run = 0; run != 4; ++run)
        logs.push_back(std::make_unique<event_log>(settings));
    for (int i = 0; i != 2000; ++i)
        for (std::size_t run = 0; run != logs.size(); ++run)
            tell(*logs[run], std::to_string(run), i);
    for (const auto& log : logs)
        BOOST_TEST(log->close(std::chrono::minutes(1)));
    std::set<std::string> all;
    std::size_t count = 0;
    for (unsigned number = 0; number != 1000; ++number)
    {
        const auto file = settings.file.string() + (number == 0 ? "" : '.' + std::to_string(number));
        if (!std::filesystem::exists(file))
            continue;
        BOOST_TEST(std::filesystem::file_size(file) <= logs.size() * settings.most_bytes, file);
        std::istringstream in(test::read_file(file));
        for (std::string line; std::getline(in, line); ++count)
            all.insert(line);
    }
    BOOST_TEST(count == 8000U);
    BOOST_TEST(all.size() == 8000U);
}

BOOST_AUTO_TEST_CASE(only_so_many_that_were_put_aside_stay)
{
    settings.most_bytes = 4096;
    settings.keep = 2;
    event_log log(settings);
    for (int i = 0; i != 1000; ++i)
    {
        tell(log, "a", i);
        if (i % 20 == 0)
            BOOST_TEST_REQUIRE(log.flush(std::chrono::minutes(1)));
    }
    BOOST_TEST(log.close(std::chrono::minutes(1)));
    BOOST_TEST(std::filesystem::exists(settings.file.string() + ".2"));
    BOOST_TEST(!std::filesystem::exists(settings.file.string() + ".3"));
    const auto all = lines(2);
    BOOST_TEST(all.size() < 300U);
    BOOST_TEST(all.back() == R"({"ts":"t","kind":"task_started","runId":"a","n":999})");
}

BOOST_AUTO_TEST_CASE(a_torn_tail_does_not_fuse_with_the_next_line)
{
    folder.write("data/logs/events.jsonl", "{\"kind\":\"x\"}\n{\"kind\":\"ta");
    event_log log(settings);
    tell(log, "a", 1);
    BOOST_TEST(log.close(std::chrono::minutes(1)));
    const auto all = lines(0);
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[1] == "{\"kind\":\"ta");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_counted_with_its_reason)
{
    folder.write("data", "a file");
    event_log log(settings);
    tell(log, "a", 1);
    BOOST_TEST(log.flush(std::chrono::minutes(1)));
    tell(log, "a", 2);
    BOOST_TEST(log.close(std::chrono::minutes(1)));
    BOOST_TEST(log.lost().lines == 2U);
    BOOST_TEST(log.lost().why.find("data/logs: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_too_much_is_dropped)
{
    event_log log(settings);
    const std::string line = "{\"kind\":\"k\",\"ts\":\"t\",\"x\":\"" + std::string(event_log::most_backlog, 'x') + "\"}\n";
    log.on_event({1, 0, nullptr, some_event}, line);
    BOOST_TEST(log.close(std::chrono::minutes(1)));
    BOOST_TEST(log.lost().lines == 1U);
    BOOST_TEST(log.lost().why == "the disk is too slow");
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_costs_whole_lines_and_not_the_run)
{
    const pid_t child = ::fork();
    if (child == 0)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit bound{500, 500}; // of each file: what goes beyond fails, as on a full disk
        ::setrlimit(RLIMIT_FSIZE, &bound);
        event_log log(settings);
        for (int i = 0; i != 50; ++i)
        {
            tell(log, "a", i);
            static_cast<void>(log.flush(std::chrono::minutes(1)));
        }
        const bool told = log.close(std::chrono::minutes(1)) && log.lost().lines != 0 && !log.lost().why.empty();
        ::_exit(told ? 0 : 1);
    }
    int status = -1;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    for (const std::string& line : lines(0))
    {
        rapidjson::Document parsed;
        parsed.Parse(line.data(), line.size());
        BOOST_TEST(!parsed.HasParseError(), line);
    }
}

BOOST_AUTO_TEST_SUITE_END()
