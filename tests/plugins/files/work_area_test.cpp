#include "plugins/files/work_area.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <sys/un.h>

#include <sys/socket.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::files;

namespace {

/// A workspace that may be written, a library beside it that may be read, and a secret that is nobody's.
struct fixture
{
    test::temp_dir dir;
    std::filesystem::path space = dir / "space";
    std::filesystem::path library = dir / "library";

    fixture()
    {
        dir.write("secret", "outside\n");
        dir.write("space/a.txt", "a\n");
        dir.write("space/sub/b.txt", "b\n");
        dir.write("library/c.txt", "c\n");
    }

    work_area area() const
    {
        return work_area(space.string(), {tool_root(space.string(), tool_access::write),
                                          tool_root(library.string(), tool_access::read)});
    }
    static std::string why(const std::function<void()>& act)
    {
        try
        {
            act();
        }
        catch (const tool_error& e)
        {
            return e.what();
        }
        return "fine";
    }
    std::string reading(const std::string& path) const
    {
        return why([&] { area().read_file(path); });
    }
    /// What is wrong with writing there; as a tool would: the place, and what is there.
    std::string writing(const std::string& path, bool make = false) const
    {
        return why([&] { work_area::existing(area().place_for(path, make), path); });
    }
    static bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_work_area, fixture)

BOOST_AUTO_TEST_CASE(reads_in_every_root)
{
    BOOST_TEST(reading("a.txt") == "fine");
    BOOST_TEST(reading((space / "sub/b.txt").string()) == "fine");
    BOOST_TEST(reading((library / "c.txt").string()) == "fine");
    BOOST_TEST(reading("none") == "none: there is no such file or folder");
    const std::string outside = reading("../secret");
    BOOST_TEST(outside == "../secret: it lies outside the folders that this task may use: " +
                              library.string() + ", " + space.string());
    BOOST_TEST(has(reading((dir / "secret").string()), "lies outside"));
    BOOST_TEST(has(reading(dir.path().string() + "/space/../secret"), "lies outside"));
    BOOST_TEST(has(reading("../library/c.txt"), "lies outside"), "a relative path stays below the workspace");
    BOOST_TEST(has(reading(library.string() + "-twin/c.txt"), "lies outside"));
}

BOOST_AUTO_TEST_CASE(a_root_above_holds_what_leaves_the_one_below)
{
    const work_area both(space.string(), {tool_root(space.string(), tool_access::write),
                                          tool_root(dir.path().string(), tool_access::read)});
    BOOST_TEST(why([&] { both.read_file("../secret"); }) == "fine");
    BOOST_TEST(why([&] { both.place_for("a.txt", false); }) == "fine");
    BOOST_TEST(why([&] { both.place_for("../new", false); }) ==
               "../new: this task may read here but not write");
    // The nearest root decides, not the way that led there.
    const work_area outer(dir.path().string(), {tool_root(dir.path().string(), tool_access::write),
                                                tool_root(library.string(), tool_access::read)});
    for (const char* way : {"library/x", "space/../library/x", "link/x", "library/made/x"})
    {
        std::filesystem::remove(dir / "link");
        std::filesystem::create_symlink("library", dir / "link");
        BOOST_TEST(has(why([&] { outer.place_for(way, true); }), "may read here but not write"), way);
    }
    BOOST_TEST(!std::filesystem::exists(library / "made"), "nor is a folder made");
    BOOST_TEST(why([&] { outer.place_for("space/x", false); }) == "fine");
}

BOOST_AUTO_TEST_CASE(reads_nothing_but_files)
{
    BOOST_REQUIRE(::mkfifo((space / "pipe").c_str(), 0600) == 0);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    const std::string there = (space / "s").string();
    BOOST_REQUIRE(there.size() < sizeof name.sun_path);
    there.copy(name.sun_path, there.size());
    BOOST_REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    const owned_fd owner(socket);
    BOOST_TEST(reading("sub") == "sub: it is a folder, not a file");
    BOOST_TEST(reading("pipe") == "pipe: it is a pipe, not a file");
    BOOST_TEST(reading("s") == "s: it is a socket, not a file");
    BOOST_TEST(writing("pipe") == "pipe: it is a pipe, not a file");
    const work_area all("/", {tool_root("/", tool_access::write)});
    BOOST_TEST(why([&] { all.read_file("/dev/null"); }) == "/dev/null: it is a device, not a file");
    BOOST_TEST(has(why([&] { all.read_file("proc/version"); }), "/proc or /sys"));
    BOOST_TEST(has(why([&] { all.read_file("/proc/self/environ"); }), "/proc"));
    BOOST_TEST(has(why([&] { all.read_folder("/proc"); }), "/proc or /sys"));
}

BOOST_AUTO_TEST_CASE(writes_where_it_may)
{
    BOOST_TEST(writing("a.txt") == "fine");
    BOOST_TEST(writing("new.txt") == "fine");
    BOOST_TEST(writing("sub/new.txt") == "fine");
    BOOST_TEST(writing((space / "new.txt").string()) == "fine");
    BOOST_TEST(has(writing("none/new.txt"), "there is no such file or folder"));
    BOOST_TEST(writing("none/deeper/new.txt", true) == "fine");
    BOOST_TEST(std::filesystem::is_directory(space / "none/deeper"));
    BOOST_TEST(has(writing((library / "c.txt").string()), "may read here but not write"));
    BOOST_TEST(has(writing("../x"), "lies outside"));
    BOOST_TEST(has(writing("../made/x", true), "lies outside"));
    BOOST_TEST(has(writing("gone/../../made/x", true), "lies outside"));
    BOOST_TEST(!std::filesystem::exists(dir / "made"));
    BOOST_TEST(has(writing("a.txt/x"), "not a folder"));
    BOOST_TEST(has(writing("a.txt/x", true), "not a folder"));
    for (const char* path : {"", ".", "..", "sub/", "sub/.", "sub/..", "/"})
        BOOST_TEST(has(writing(path), "names a folder"), path);
    BOOST_TEST(writing("sub") == "sub: it is a folder, not a file");
    BOOST_TEST(has(writing(std::string("x\0y", 3)), "no file can have this name"));
    BOOST_TEST(has(writing(std::string(256, 'x')), "too long"));
}

BOOST_AUTO_TEST_CASE(never_writes_through_a_link)
{
    std::filesystem::create_symlink("../secret", space / "out");
    std::filesystem::create_symlink("a.txt", space / "in");
    std::filesystem::create_symlink("../library", space / "folder");
    std::filesystem::create_symlink("sub", space / "inner");
    BOOST_TEST(writing("out") == "out: it is a symbolic link, not a file");
    BOOST_TEST(writing("in") == "in: it is a symbolic link, not a file");
    BOOST_TEST(has(writing("folder/x"), "lies outside"));
    BOOST_TEST(has(writing("folder/made/x", true), "lies outside"));
    BOOST_TEST(!std::filesystem::exists(library / "made"));
    BOOST_TEST(writing("inner/b.txt") == "fine", "a folder may be a link that stays inside");
}

BOOST_AUTO_TEST_CASE(needs_a_root)
{
    BOOST_TEST(why([] { work_area("/w", {}); }) == "this task has no folder to work in");
    BOOST_TEST(why([&] { work_area("/w", {tool_root((dir / "gone").string(), tool_access::write)}); }) !=
               "fine");
    BOOST_TEST(why([] { work_area("/w", {tool_root("relative", tool_access::write)}); }) != "fine");
}

BOOST_AUTO_TEST_CASE(shows_names_that_deceive_in_quotes)
{
    BOOST_TEST(shown("a b.txt") == "a b.txt");
    BOOST_TEST(shown("a\nb") == R"("a\nb")");
    BOOST_TEST(shown("\x1b[2J") == R"("\u001b[2J")");
    BOOST_TEST(shown("") == R"("")");
}

BOOST_AUTO_TEST_SUITE_END()
