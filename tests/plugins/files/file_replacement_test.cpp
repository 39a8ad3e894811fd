#include "plugins/files/file_replacement.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <iterator>
#include <string>

using namespace codexflow;
using namespace codexflow::files;
using condition = file_replacement::condition;

namespace {

struct fixture
{
    test::temp_dir dir;
    std::filesystem::path file = dir.write("space/a.txt", "old\n");
    work_area area{(dir / "space").string(), {tool_root((dir / "space").string(), tool_access::write)}};
    write_place place = area.place_for("a.txt", false);
    open_file old = work_area::existing(place, "a.txt");

    std::size_t names() const
    {
        const std::filesystem::directory_iterator all(dir / "space");
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_file_replacement, fixture)

BOOST_AUTO_TEST_CASE(is_put_in_place_in_one_step)
{
    file_replacement made(place, "a.txt", old);
    made.write("new ");
    made.write("content\n");
    BOOST_TEST(test::read_file(file) == "old\n");
    made.commit(condition::unchanged);
    BOOST_TEST(test::read_file(file) == "new content\n");
    BOOST_TEST(names() == 1);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_when_it_is_given_up)
{
    {
        file_replacement made(place, "a.txt", old);
        made.write("half");
        BOOST_TEST(names() == 2);
    }
    BOOST_TEST(names() == 1);
    BOOST_TEST(test::read_file(file) == "old\n");
}

BOOST_AUTO_TEST_CASE(keeps_the_permissions)
{
    std::filesystem::permissions(file, std::filesystem::perms(0751));
    file_replacement made(place, "a.txt", work_area::existing(place, "a.txt"));
    made.commit(condition::none);
    struct stat about
    {};
    BOOST_REQUIRE(::stat(file.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 07777) == 0751);
}

BOOST_AUTO_TEST_CASE(leaves_hard_links_and_what_links_lead_to)
{
    dir.write("secret", "outside\n");
    std::filesystem::create_hard_link(file, dir / "second-name");
    file_replacement first(place, "a.txt", old);
    first.write("new");
    first.commit(condition::none);
    BOOST_TEST(test::read_file(dir / "second-name") == "old\n");

    std::filesystem::remove(file);
    std::filesystem::create_symlink("../secret", file); // meanwhile
    file_replacement second(place, "a.txt", old);
    second.write("new");
    second.commit(condition::none);
    BOOST_TEST(!std::filesystem::is_symlink(file));
    BOOST_TEST(test::read_file(dir / "secret") == "outside\n");
}

BOOST_AUTO_TEST_CASE(loses_no_change_of_others)
{
    file_replacement made(place, "a.txt", old);
    made.write("mine");
    dir.write("space/a.txt", "theirs\n");
    BOOST_CHECK_THROW(made.commit(condition::unchanged), tool_error);
    BOOST_TEST(test::read_file(file) == "theirs\n");
    std::filesystem::remove(file);
    BOOST_CHECK_THROW(made.commit(condition::unchanged), tool_error);
    BOOST_TEST(!std::filesystem::exists(file));
}

BOOST_AUTO_TEST_SUITE_END()
