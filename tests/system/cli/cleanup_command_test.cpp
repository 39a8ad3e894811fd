#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;
namespace fs = std::filesystem;

namespace {

struct fixture : cli_project
{
    fixture()
    {
        for (const char* task : {"1-a", "2-b", "3-c"})
        {
            write(std::string(".runs/coder/") + task + "/input.json", "{}");
            write(std::string(".runs/coder/") + task + "/output.json", "{}");
            // One after the other, whatever the disk's clock says.
            fs::last_write_time(dir() / ".runs/coder" / task, fs::file_time_type(std::chrono::seconds(task[0])));
        }
        write(".runs/docs/1-a/input.json", "{}");
    }
    bool there(const char* path) const { return fs::exists(dir() / path); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(cleanup_command, fixture)

BOOST_AUTO_TEST_CASE(the_newest_stay)
{
    const auto dry = call({"cleanup", "--runs-max-per-alias", "2", "--dry-run"});
    BOOST_TEST(dry.status == 0);
    BOOST_TEST(dry.out == "remove  .runs/coder/1-a\nRemoved: tasks=1 journals=0 bytes=4 log_bytes=0\n"
                          "nothing was removed\n");
    BOOST_TEST(there(".runs/coder/1-a"));

    const auto end = call({"cleanup", "--runs-max-per-alias", "2"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "removed .runs/coder/1-a\nRemoved: tasks=1 journals=0 bytes=4 log_bytes=0\n");
    BOOST_TEST(end.err == "");
    BOOST_TEST(!there(".runs/coder/1-a"));
    BOOST_TEST(there(".runs/coder/2-b/output.json"));
    BOOST_TEST(there(".runs/docs/1-a/input.json"));
    has(call({"cleanup"}).out, {"Removed: tasks=0 journals=0 bytes=0 log_bytes=0\n"});
}

BOOST_AUTO_TEST_CASE(worktrees_need_force)
{
    write(".runs/coder/1-a/.git", "gitdir: elsewhere\n");
    const auto end = call({"cleanup", "--runs-max-per-alias=1"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"removed .runs/coder/2-b\nRemoved: tasks=1 "});
    BOOST_TEST(there(".runs/coder/1-a/.git"));
    has(call({"cleanup", "--runs-max-per-alias=0", "--force"}).out, {"Removed: tasks=3 "});
    BOOST_TEST(!there(".runs/coder/1-a"));
}

BOOST_AUTO_TEST_CASE(journals_go_only_when_asked_and_a_run_leaves_one_that_has_ended)
{
    BOOST_TEST_REQUIRE(call({"run", "--example", "--quiet"}).status == 0);
    has(call({"cleanup", "--runs-max-per-alias=0"}).out, {"tasks=4 journals=0 "});
    write(".runs/20200101T000000Z-000000/journal.jsonl", "{\"kind\":\"run_started\"}\n");
    const auto end = call({"cleanup", "--journals-max=0", "--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    BOOST_TEST(parsed.root()["removed"][0]["kind"].string() == "journal");
    BOOST_TEST(parsed.root()["kept"][0]["path"].string() == ".runs/20200101T000000Z-000000");
    BOOST_TEST(parsed.root()["kept"][0]["why"].string() == "unfinished");
    has(call({"cleanup", "--journals-max=0", "--force"}).out, {"journals=1 "});
}

BOOST_AUTO_TEST_CASE(the_log_is_cut_at_a_line)
{
    write("data/logs/events.jsonl", "{\"a\":1}\n{\"b\":2}\n");
    has(call({"cleanup", "--logs-max-bytes", "9"}).out, {"log_bytes=8\n"});
    BOOST_TEST(read_file(dir() / "data/logs/events.jsonl") == "{\"b\":2}\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_removes_nothing)
{
    const auto end = call({"cleanup", "--runs-max-per-alias", "few"});
    BOOST_TEST(end.status == 64);
    has(end.err, {"--runs-max-per-alias needs a whole number from 0, not 'few'"});
    BOOST_TEST(there(".runs/coder/1-a"));
}

BOOST_AUTO_TEST_CASE(a_linked_folder_is_refused)
{
    fs::rename(dir() / ".runs", dir() / "elsewhere");
    fs::create_directory_symlink("elsewhere", dir() / ".runs");
    const auto end = call({"cleanup", "--runs-max-per-alias=0"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"'.runs' is a symbolic link or no folder"});
    BOOST_TEST(there("elsewhere/coder/1-a"));
}

BOOST_AUTO_TEST_SUITE_END()
