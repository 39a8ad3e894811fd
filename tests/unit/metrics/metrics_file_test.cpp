#include "engine/metrics/metrics_file.hpp"

#include "tests/support/manual_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

run_metrics run(const std::string& id, std::uint64_t tasks)
{
    agent_metrics one;
    one.tasks = one.ok = tasks;
    return {id, 1, {{"coder", one}}};
}

struct fixture
{
    test::temp_dir folder;
    test::manual_clock time;
    const std::filesystem::path file = folder / "data/metrics/agents.json";

    result<metrics_merge> merge(const run_metrics& one) { return merge_metrics(file, {&one, 1}, time, std::chrono::minutes(1)); }
    std::uint64_t tasks() const { return read_metrics(file)->total().at("coder").tasks; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(metrics_file_suite, fixture)

BOOST_AUTO_TEST_CASE(the_file_is_made_for_its_owner_alone)
{
    BOOST_TEST(read_metrics(file)->total().empty());
    BOOST_TEST_REQUIRE(merge(run("a", 2)).has_value());
    struct stat about = {};
    BOOST_TEST_REQUIRE(::stat(file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
    BOOST_TEST(tasks() == 2U);
    BOOST_TEST_REQUIRE(merge(run("a", 3)).has_value());
    BOOST_TEST_REQUIRE(merge(run("b", 1)).has_value());
    BOOST_TEST(tasks() == 4U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_understood_is_put_aside_and_not_lost)
{
    folder.write("data/metrics/agents.json", "{\"agents\": {\"co");
    BOOST_TEST(!read_metrics(file).has_value());
    const auto merged = merge(run("a", 2));
    BOOST_TEST_REQUIRE(merged.has_value());
    BOOST_TEST(test::read_file(merged->set_aside) == "{\"agents\": {\"co");
    BOOST_TEST(tasks() == 2U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_is_an_error_with_its_path)
{
    folder.write("data", "a file");
    const auto merged = merge(run("a", 2));
    BOOST_TEST_REQUIRE(!merged.has_value());
    BOOST_TEST(merged.error().where.file == (folder / "data/metrics").string());
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_never_free_is_an_error)
{
    BOOST_TEST_REQUIRE(merge(run("a", 2)).has_value());
    const int held = ::open((file.string() + ".lock").c_str(), O_RDWR);
    BOOST_TEST_REQUIRE(::flock(held, LOCK_EX) == 0);
    const run_metrics one = run("b", 1);
    const auto merged = merge_metrics(file, {&one, 1}, time, std::chrono::milliseconds(0));
    ::close(held);
    BOOST_TEST_REQUIRE(!merged.has_value());
    BOOST_TEST((merged.error().code == errc::unavailable));
    BOOST_TEST(tasks() == 2U);
    BOOST_TEST(merge(one).has_value());
    BOOST_TEST(tasks() == 3U);
}

BOOST_AUTO_TEST_CASE(processes_that_end_at_once_all_count)
{
    constexpr int processes = 8;
    constexpr int runs_of_each = 10;
    std::vector<pid_t> children;
    for (int child = 0; child != processes; ++child)
    {
        const pid_t id = ::fork();
        if (id == 0)
        {
            bool good = true;
            for (int i = 0; i != runs_of_each; ++i)
                good = merge(run("run-" + std::to_string(child) + "-" + std::to_string(i), 1)).has_value() && good;
            ::_exit(good ? 0 : 1);
        }
        children.push_back(id);
    }
    for (const pid_t id : children)
    {
        int status = -1;
        BOOST_TEST(::waitpid(id, &status, 0) == id);
        BOOST_TEST(status == 0);
    }
    BOOST_TEST(tasks() == processes * runs_of_each);
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
        BOOST_TEST(entry.path().extension() != ".tmp", entry.path().string());
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_leaves_the_old_file)
{
    BOOST_TEST_REQUIRE(merge(run("a", 2)).has_value());
    const std::string before = test::read_file(file);
    const pid_t child = ::fork();
    if (child == 0)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit bound{10, 10};
        ::setrlimit(RLIMIT_FSIZE, &bound);
        ::_exit(merge(run("b", 1)).has_value() ? 1 : 0);
    }
    int status = -1;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    BOOST_TEST(test::read_file(file) == before);
    BOOST_TEST_REQUIRE(merge(run("b", 1)).has_value());
    BOOST_TEST(tasks() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
