#include "engine/workspace/task_folders.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>

using namespace codexflow;
using namespace codexflow::workspace;
namespace fs = std::filesystem;

namespace {

struct fixture
{
    test::temp_dir dir;
    task_folders folders = open(dir / "runs");

    static task_folders open(const fs::path& runs)
    {
        fs::create_directories(runs);
        auto opened = task_folders::open(runs);
        BOOST_TEST_REQUIRE(opened.has_value());
        return std::move(*opened);
    }
    bool there(const char* path) const { return fs::exists(dir / path); }
    unsigned mode(const char* path) const
    {
        struct stat about = {};
        ::stat((dir / path).c_str(), &about);
        return about.st_mode & 07777U;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(task_folder, fixture)

BOOST_AUTO_TEST_CASE(names_say_which_run)
{
    const std::string name = task_folder_name("20261122T143412Z-4k2j9x", "v1.reviewer-1");
    BOOST_TEST(name == "20261122T143412Z-4k2j9x.v1.reviewer-1");
    BOOST_TEST(run_of_task_folder(name) == "20261122T143412Z-4k2j9x");
    BOOST_TEST(run_of_task_folder("1758293787987-qifyoe") == "1758293787987-qifyoe");
}

BOOST_AUTO_TEST_CASE(a_folder_is_its_owners_only)
{
    BOOST_TEST_REQUIRE(folders.make("coder", "r.coder-1").has_value());
    BOOST_TEST_REQUIRE(folders.put("coder", "r.coder-1", "input.json", "\"x\"\n").has_value());
    BOOST_TEST_REQUIRE(folders.put("coder", "r.coder-1", "input.json", "\"y\"\n").has_value());
    BOOST_TEST(test::read_file(dir / "runs/coder/r.coder-1/input.json") == "\"y\"\n");
    BOOST_TEST(mode("runs/coder/r.coder-1") == 0700u);
    BOOST_TEST(mode("runs/coder/r.coder-1/input.json") == 0600u);
    BOOST_TEST(folders.names("coder").size() == 1u);
    BOOST_TEST(folders.make("coder", "r.coder-1").has_error()); // never shared
}

BOOST_AUTO_TEST_CASE(names_that_lead_elsewhere_are_refused)
{
    for (const auto& [alias, folder] : {std::pair{"..", "x"}, {"a/b", "x"}, {"", "x"}, {"a", ".."}, {"a", "b/c"}, {"a", ""}})
    {
        const auto made = folders.make(alias, folder);
        BOOST_TEST_REQUIRE(made.has_error());
        BOOST_TEST((made.error().code == errc::invalid_argument));
    }
    BOOST_TEST(fs::is_empty(dir / "runs"));
}

BOOST_AUTO_TEST_CASE(a_link_in_place_of_a_folder_leads_nowhere)
{
    fs::create_directories(dir / "outside/r.coder-1");
    fs::create_directory_symlink(dir / "outside", dir / "runs/coder");
    BOOST_TEST(folders.make("coder", "r.coder-2").has_error());
    BOOST_TEST(folders.put("coder", "r.coder-1", "input.json", "x").has_error());
    BOOST_TEST(folders.remove("coder", "r.coder-1").has_error());
    BOOST_TEST(there("outside/r.coder-1"));
    BOOST_TEST(fs::is_empty(dir / "outside/r.coder-1"));
}

BOOST_AUTO_TEST_CASE(a_link_in_place_of_a_file_is_replaced)
{
    dir.write("outside", "kept");
    BOOST_TEST_REQUIRE(folders.make("coder", "t").has_value());
    fs::create_symlink(dir / "outside", dir / "runs/coder/t/output.json");
    BOOST_TEST(folders.put("coder", "t", "output.json", "{}").has_value());
    BOOST_TEST(test::read_file(dir / "outside") == "kept");
    BOOST_TEST(!fs::is_symlink(dir / "runs/coder/t/output.json"));
}

BOOST_AUTO_TEST_CASE(what_a_tool_locked_is_removed_all_the_same)
{
    BOOST_TEST_REQUIRE(folders.make("coder", "t").has_value());
    dir.write("runs/coder/t/cache/deep/file", "x");
    dir.write("runs/coder/t/closed/file", "x");
    fs::permissions(dir / "runs/coder/t/cache/deep", fs::perms(0500));
    fs::permissions(dir / "runs/coder/t/closed", fs::perms(0000));
    BOOST_TEST(folders.remove("coder", "t").has_value());
    BOOST_TEST(folders.remove("coder", "t").has_value()); // it is not there
    BOOST_TEST(!there("runs/coder/t"));
    BOOST_TEST(there("runs/coder"));
    folders.remove_if_empty("coder");
    BOOST_TEST(!there("runs/coder"));
}

BOOST_AUTO_TEST_CASE(an_alias_that_holds_something_stays)
{
    dir.write("runs/coder/notes", "mine");
    folders.remove_if_empty("coder");
    BOOST_TEST(there("runs/coder/notes"));
}

BOOST_AUTO_TEST_SUITE_END()
