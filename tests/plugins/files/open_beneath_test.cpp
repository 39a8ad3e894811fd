// Paths that try to get out, or to hang or deceive, through both ways of following.
#include "plugins/files/open_beneath.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

using namespace codexflow;
using namespace codexflow::files;

namespace {

/// A folder beside files that are none of its business.
struct fixture
{
    test::temp_dir dir;
    std::filesystem::path inside = dir / "root";
    owned_fd root;

    fixture()
    {
        dir.write("secret", "outside\n");
        dir.write("root-twin/c.txt", "c\n");
        dir.write("root/a.txt", "a\n");
        dir.write("root/src/deep/b.txt", "b\n");
        root = owned_fd(::open(inside.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        BOOST_REQUIRE(root.get() >= 0);
    }

    void link(const std::string& target, const std::string& name) const
    {
        std::filesystem::create_symlink(target, inside / name);
    }

    /// "file", "folder", "link", "other" or the name of the errno; the same whoever follows.
    std::string what(const std::string& path, last_link last = last_link::follow) const
    {
        const std::string kernel = what(path, last, follower::kernel);
        BOOST_TEST(what(path, last, follower::steps) == kernel, path);
        return kernel;
    }
    std::string what(const std::string& path, last_link last, follower how) const
    {
        const opened found = open_beneath(root.get(), path, last, how);
        struct stat about
        {};
        if (!found.good())
            return ::strerrorname_np(found.code);
        BOOST_REQUIRE(::fstat(found.handle.get(), &about) == 0);
        return S_ISREG(about.st_mode)   ? "file"
               : S_ISDIR(about.st_mode) ? "folder"
               : S_ISLNK(about.st_mode) ? "link"
                                        : "other";
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(opening_beneath, fixture)

BOOST_AUTO_TEST_CASE(finds_what_is_there)
{
    BOOST_TEST(what("a.txt") == "file");
    BOOST_TEST(what(".//src//deep/../deep/./b.txt") == "file");
    BOOST_TEST(what("src/") == "folder");
    BOOST_TEST(what(".") == "folder");
    BOOST_TEST(what("src/..") == "folder");
    BOOST_TEST(what("none") == "ENOENT");
    BOOST_TEST(what("none/../a.txt") == "ENOENT", "the way must be there, too");
}

BOOST_AUTO_TEST_CASE(paths_that_try_to_get_out)
{
    const std::string absolute = (dir / "secret").string();
    for (const std::string& path :
         {std::string(".."), std::string("../secret"), std::string("src/../../secret"),
          std::string("./.././root/a.txt"), std::string("src/deep/../../../secret"),
          std::string("../root/a.txt"), std::string("../root-twin/c.txt"), absolute, std::string("/"),
          std::string("//etc/passwd"), std::string("/proc/self/root"), std::string("/proc/self/cwd"),
          std::string("/dev/zero")})
        BOOST_TEST(what(path) == "EXDEV", path);
}

BOOST_AUTO_TEST_CASE(links_that_try_to_get_out)
{
    link("../secret", "up");
    link((dir / "secret").string(), "absolute");
    link("..", "parent");
    link("src/deep/../../../secret", "winding");
    link("/proc/self/root", "magic");
    link("/proc/self/fd", "descriptors");
    link("parent/secret", "chain-2");
    link("chain-2", "chain-1");
    link("src/../parent", "chain-3");
    link(std::filesystem::canonical(inside).string() + "/a.txt", "absolute-inside");
    for (const char* path :
         {"up", "absolute", "parent", "parent/secret", "parent/root/a.txt", "winding", "magic",
          "magic/etc/passwd", "descriptors/0", "chain-1", "chain-3/secret", "absolute-inside"})
        BOOST_TEST(what(path) == "EXDEV", path);
}

BOOST_AUTO_TEST_CASE(links_that_stay)
{
    link("src/deep", "short");
    link("../a.txt", "src/up");
    link("src/up", "twice");
    BOOST_TEST(what("short/b.txt") == "file");
    BOOST_TEST(what("short/../../a.txt") == "file", "the way back is that of the folder, not of its name");
    BOOST_TEST(what("twice") == "file");
    BOOST_TEST(what("twice", last_link::keep) == "link");
    BOOST_TEST(what("short", last_link::keep) == "link");
    BOOST_TEST(what("short/b.txt", last_link::keep) == "file");
}

BOOST_AUTO_TEST_CASE(links_in_a_circle)
{
    link("two", "one");
    link("one", "two");
    link("self/self", "self");
    BOOST_TEST(what("one") == "ELOOP");
    BOOST_TEST(what("self") == "ELOOP");
}

BOOST_AUTO_TEST_CASE(names_that_deceive)
{
    dir.write("root/two\nlines", "x");
    dir.write("root/ blank ", "x");
    dir.write("root/-rf", "x");
    dir.write("root/.../x", "x");
    dir.write("root/..\xEF\xBC\x8F", "x"); // ".." and a fullwidth slash: a name like any other
    BOOST_TEST(what("two\nlines") == "file");
    BOOST_TEST(what(" blank ") == "file");
    BOOST_TEST(what("blank") == "ENOENT");
    BOOST_TEST(what("-rf") == "file");
    BOOST_TEST(what(".../x") == "file");
    BOOST_TEST(what("..\xEF\xBC\x8F") == "file");
    BOOST_TEST(what("..\xEF\xBC\x8F..\xEF\xBC\x8Fsecret") == "ENOENT");
    BOOST_TEST(what("\xE2\x80\xA5/secret") == "ENOENT"); // a two dot leader is no ".."
    BOOST_TEST(what("A.TXT") == "ENOENT", "case counts");
    BOOST_TEST(what("%2e%2e/secret") == "ENOENT");
    BOOST_TEST(what("..\\secret") == "ENOENT");
    BOOST_TEST(what("~/x") == "ENOENT");
    BOOST_TEST(what(std::string("a.txt\0/../../secret", 19)) == "EINVAL");
    BOOST_TEST(what(std::string("\0", 1)) == "EINVAL");
    BOOST_TEST(what("") == "ENOENT");
    BOOST_TEST(what("a.txt/") == "ENOTDIR");
    BOOST_TEST(what("a.txt/.") == "ENOTDIR");
    BOOST_TEST(what("a.txt/..") == "ENOTDIR");
    BOOST_TEST(what("a.txt/../a.txt") == "ENOTDIR");
    BOOST_TEST(what(std::string(300, 'x')) == "ENAMETOOLONG");
    std::string deep;
    for (int i = 0; i != 3000; ++i)
        deep += "./";
    BOOST_TEST(what(deep) == "ENAMETOOLONG");
}

BOOST_AUTO_TEST_CASE(things_that_are_no_files_are_named_and_not_opened)
{
    BOOST_REQUIRE(::mkfifo((inside / "pipe").c_str(), 0600) == 0);
    BOOST_TEST(what("pipe") == "other", "and the test did not hang");
    link("/dev/zero", "device");
    BOOST_TEST(what("device") == "EXDEV");
}

BOOST_AUTO_TEST_CASE(hard_links_are_files_of_the_folder)
{
    // A second name for a file outside is a file inside to the kernel, and so to us. Who can make one there
    // could have copied the file; and writing replaces the name and leaves the other file as it was.
    std::filesystem::create_hard_link(dir / "secret", inside / "hard");
    BOOST_TEST(what("hard") == "file");
}

BOOST_AUTO_TEST_CASE(magic_links_below_the_root_are_not_followed)
{
    root = owned_fd(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    for (const follower how : {follower::kernel, follower::steps})
    {
        BOOST_TEST(what("proc/self/root/etc", last_link::follow, how) != "folder");
        BOOST_TEST(what("proc/self/fd/0", last_link::follow, how) != "file");
        BOOST_TEST(what("proc/self/cwd", last_link::follow, how) != "folder");
    }
    const opened version = open_beneath(root.get(), "proc/version", last_link::follow);
    BOOST_REQUIRE(version.good());
    BOOST_TEST(shows_the_system(version.handle.get()));
    BOOST_TEST(!shows_the_system(root.get()));
}

BOOST_AUTO_TEST_CASE(what_was_found_is_opened_and_not_what_took_its_name)
{
    const opened found = open_beneath(root.get(), "a.txt", last_link::follow);
    std::filesystem::remove(inside / "a.txt");
    link("../secret", "a.txt");
    const opened file = open_again(found.handle.get(), O_RDONLY);
    char byte = 0;
    BOOST_TEST(::read(file.handle.get(), &byte, 1) == 1);
    BOOST_TEST(byte == 'a');
}

BOOST_AUTO_TEST_SUITE_END()
