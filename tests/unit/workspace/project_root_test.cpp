#include "engine/workspace/project_root.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <string>

using namespace codexflow;
using codexflow::workspace::project_root;

namespace {

/// A project beside a file that is none of its business.
struct fixture
{
    test::temp_dir dir;
    std::filesystem::path inside = dir / "project";

    fixture()
    {
        dir.write("secret", "outside\n");
        dir.write("project/a.txt", "a\n");
        dir.write("project/src/deep/b.txt", "b\n");
        dir.write("project-twin/c.txt", "c\n");
    }

    void link(const std::string& target, const std::string& name) const
    {
        std::filesystem::create_symlink(target, inside / name);
    }

    /// "file", "folder", "other", or the error.
    std::string what(const std::string& path) const
    {
        const auto root = project_root::open(inside);
        BOOST_REQUIRE(root.has_value());
        const auto found = root->find(path);
        if (!found)
            return std::string(to_string(found.error().code)) + ": " + found.error().message;
        const char* kind = found->what == project_root::kind::file     ? "file"
                           : found->what == project_root::kind::folder ? "folder"
                                                                       : "other";
        return kind + std::string(found->through_link ? " through a link" : "");
    }

    const std::string outside = "permission_denied: it lies outside the project";
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_project_root, fixture)

BOOST_AUTO_TEST_CASE(finds_what_is_there)
{
    BOOST_TEST(what("a.txt") == "file");
    BOOST_TEST(what("./src//deep/../deep/b.txt") == "file");
    BOOST_TEST(what("src/") == "folder");
    BOOST_TEST(what("") == "folder");
    BOOST_TEST(what("src/..") == "folder");
    BOOST_TEST(what("none") == "not_found: no such file");
    BOOST_TEST(what("a.txt/x") == "not_found: no such file");
    BOOST_TEST(what("a.txt/..") == "not_found: no such file");
    BOOST_TEST(what(std::string("a\0b", 3)) == "invalid_argument: its name holds a NUL byte");
    BOOST_TEST(what(std::string(300, 'x')) == "invalid_argument: its name is too long");
}

BOOST_AUTO_TEST_CASE(does_not_leave)
{
    BOOST_TEST(what("../secret") == outside);
    BOOST_TEST(what("src/../../secret") == outside);
    BOOST_TEST(what("..") == outside);
    BOOST_TEST(what("/etc/passwd") == outside);
    BOOST_TEST(what((dir / "project-twin/c.txt").string()) == outside);
    BOOST_TEST(what("../project/a.txt") == outside, "also when it would come back");
}

BOOST_AUTO_TEST_CASE(takes_absolute_paths_that_are_inside)
{
    const auto real = std::filesystem::canonical(inside);
    BOOST_TEST(what((real / "src/deep/b.txt").string()) == "file");
    BOOST_TEST(what(real.string()) == "folder");
}

BOOST_AUTO_TEST_CASE(follows_links_that_stay_inside)
{
    link("src/deep", "short");
    link("../a.txt", "src/up");
    link(std::filesystem::canonical(inside).string() + "/a.txt", "absolute");
    BOOST_TEST(what("short/b.txt") == "file");
    BOOST_TEST(what("short") == "folder through a link");
    BOOST_TEST(what("src/up") == "file through a link");
    BOOST_TEST(what("absolute") == "file through a link");
    BOOST_TEST(what("short/../../a.txt") == "file", "the way back is that of the folder, not of its name");
}

BOOST_AUTO_TEST_CASE(refuses_links_that_leave)
{
    link("../secret", "relative");
    link((dir / "secret").string(), "absolute");
    link("..", "parent");
    link("src/deep/../../../secret", "winding");
    link("/proc/self/root", "magic");
    for (const char* name : {"relative", "absolute", "parent/secret", "winding", "magic/etc/passwd"})
        BOOST_TEST(what(name) == outside, name);
}

BOOST_AUTO_TEST_CASE(gives_up_on_links_in_a_circle)
{
    link("two", "one");
    link("one", "two");
    BOOST_TEST(what("one") == "invalid_argument: its symbolic links lead in a circle");
}

BOOST_AUTO_TEST_CASE(never_opens_what_is_no_file)
{
    BOOST_REQUIRE(::mkfifo((inside / "pipe").c_str(), 0600) == 0);
    link("/dev/zero", "device");
    BOOST_TEST(what("pipe") == "other");
    BOOST_TEST(what("device") == outside);
}

BOOST_AUTO_TEST_CASE(opens_what_was_found_and_not_what_took_its_name)
{
    const auto root = project_root::open(inside).value();
    const auto found = root.find("a.txt").value();
    std::filesystem::remove(inside / "a.txt");
    link("../secret", "a.txt");
    const auto file = project_root::open_file(found).value();
    char byte = 0;
    BOOST_TEST(::read(file.get(), &byte, 1) == 1);
    BOOST_TEST(byte == 'a');
}

BOOST_AUTO_TEST_CASE(needs_a_folder)
{
    BOOST_TEST(!project_root::open(inside / "none").has_value());
    BOOST_TEST(!project_root::open(inside / "a.txt").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
