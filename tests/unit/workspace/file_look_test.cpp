#include "engine/workspace/file_look.hpp"

#include "engine/workspace/project_root.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string>

using namespace codexflow;
using codexflow::workspace::file_look;
using codexflow::workspace::look_at_file;
using codexflow::workspace::project_root;

namespace {

struct fixture
{
    test::temp_dir dir;

    file_look look(const std::string& name, std::size_t most = 65'536) const
    {
        return look_at_file(project_root::open(dir.path()).value(), name, most);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(looking_at_a_file, fixture)

BOOST_AUTO_TEST_CASE(text_comes_whole_when_it_fits)
{
    dir.write("a.txt", "hello\n");
    const file_look seen = look("./a.txt");
    BOOST_TEST(seen.path == "./a.txt");
    BOOST_TEST(seen.text == "hello\n");
    BOOST_TEST(seen.size == 6U);
    BOOST_TEST(seen.why_not == "");
    dir.write("empty", "");
    BOOST_TEST(look("empty").why_not == "");
}

BOOST_AUTO_TEST_CASE(of_a_large_one_only_the_start_is_read_and_no_character_is_cut)
{
    std::string text;
    while (text.size() < 30'000)
        text += "\xE2\x82\xAC"; // three bytes each
    dir.write("euro", text);
    for (const std::size_t most : {9'000U, 9'001U, 9'002U})
    {
        const file_look seen = look("euro", most);
        BOOST_TEST(seen.size == 30'000U);
        BOOST_TEST(seen.text.size() == 9'000U);
        BOOST_TEST(seen.why_not == "");
    }
    BOOST_TEST(look("euro", 1).text == "");
}

BOOST_AUTO_TEST_CASE(a_huge_one_costs_no_more_than_what_is_asked_of_it)
{
    dir.write("huge", "first line\n");
    BOOST_REQUIRE(::truncate((dir / "huge").c_str(), off_t{1} << 40) == 0); // a terabyte of holes
    const file_look seen = look("huge", 5);
    BOOST_TEST(seen.why_not == "a binary file");
    BOOST_TEST(seen.size == std::uint64_t{1} << 40U);
    BOOST_TEST(seen.text == "");
}

BOOST_AUTO_TEST_CASE(binary_files_are_not_shown)
{
    dir.write("nul", std::string("PNG\0", 4));
    dir.write("late", std::string(8191, 'x') + '\0');
    dir.write("latin", "caf\xE9 au lait\n");
    dir.write("torn", "cut \xE2\x82"); // ends inside a character
    BOOST_TEST(look("nul").why_not == "a binary file");
    BOOST_TEST(look("nul").size == 4U);
    BOOST_TEST(look("late", 10).why_not == "a binary file");
    BOOST_TEST(look("latin").why_not == "not text in UTF-8");
    BOOST_TEST(look("torn").why_not == "not text in UTF-8");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_never_waited_for)
{
    BOOST_REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
    std::filesystem::create_directory(dir / "folder");
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = (dir / "socket").string();
    BOOST_REQUIRE(name.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    BOOST_REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    BOOST_TEST(look("pipe").why_not == "not a regular file");
    BOOST_TEST(look("socket").why_not == "not a regular file");
    BOOST_TEST(look("folder").why_not == "a folder");
    ::close(fd);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_says_why)
{
    BOOST_TEST(look("none").why_not == "no such file");
    BOOST_TEST(look("../up").why_not == "it lies outside the project");
    BOOST_TEST(look("/dev/zero").why_not == "it lies outside the project");
    std::filesystem::create_symlink("gone", dir / "dangling");
    BOOST_TEST(look("dangling").why_not == "no such file");
    if (::geteuid() == 0)
    {
        BOOST_TEST_MESSAGE("skipped: the superuser may read everything");
        return;
    }
    std::filesystem::permissions(dir.write("closed", "x"), std::filesystem::perms::none);
    BOOST_TEST(look("closed").why_not == "it may not be read");
}

BOOST_AUTO_TEST_SUITE_END()
