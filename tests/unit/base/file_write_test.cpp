#include "engine/base/file_write.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& path)
{
    struct stat found = {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0U;
}

std::size_t files_in(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(file_write)

BOOST_AUTO_TEST_CASE(a_file_is_made_and_replaced_as_a_whole)
{
    const test::temp_dir dir;
    const fs::path file = dir / "a";
    BOOST_TEST(replace_file(file, "one", 0600).has_value());
    BOOST_TEST(test::read_file(file) == "one");
    BOOST_TEST(mode_of(file) == 0600U);
    fs::permissions(file, fs::perms(0640));
    BOOST_TEST(replace_file(file, "two", 0600, flush::later).has_value());
    BOOST_TEST(test::read_file(file) == "two");
    BOOST_TEST(mode_of(file) == 0640U); // whose it was
    BOOST_TEST(files_in(dir.path()) == 1U);
}

BOOST_AUTO_TEST_CASE(a_reader_keeps_what_it_opened)
{
    const test::temp_dir dir;
    const fs::path file = dir.write("a", "one");
    fs::create_hard_link(file, dir / "old");
    BOOST_TEST(replace_file(file, "two", 0644).has_value());
    BOOST_TEST(test::read_file(dir / "old") == "one");
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_stays_one)
{
    const test::temp_dir dir;
    fs::create_directory(dir / "real");
    dir.write("real/a", "one");
    fs::create_symlink("real/a", dir / "link");
    BOOST_TEST(replace_file(dir / "link", "two", 0644).has_value());
    BOOST_TEST(fs::is_symlink(dir / "link"));
    BOOST_TEST(test::read_file(dir / "real/a") == "two");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_leaves_nothing)
{
    const test::temp_dir dir;
    const auto absent = replace_file(dir / "none/a", "x", 0644);
    BOOST_TEST_REQUIRE(!absent.has_value());
    BOOST_TEST(to_string(absent.error()) ==
               (dir / "none/a").string() + ": cannot write: No such file or directory");
    fs::create_directory(dir / "folder");
    BOOST_TEST(!replace_file(dir / "folder", "x", 0644).has_value());
    BOOST_TEST(files_in(dir.path()) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
