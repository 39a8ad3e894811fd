#include "tests/support/temp_dir.hpp"

#include <codexflow/line_replacement.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

using codexflow::file_error;
using codexflow::line_file;
using codexflow::line_replacement;
using codexflow::owned_fd;
using codexflow::test::read_file;
using codexflow::test::temp_dir;

namespace {

struct with_content
{
    temp_dir dir;
    std::string path = dir.write("a", "one\ntwo\nthree\n");
    owned_fd old;
    std::uint64_t size = 0;

    with_content() { BOOST_REQUIRE(!codexflow::detail::open_between_appends(path, old, size)); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(line_replacement_suite, with_content)

BOOST_AUTO_TEST_CASE(what_is_kept_and_what_came_meanwhile)
{
    line_file appender(path);
    appender.append("four\n");
    line_replacement next(path);
    BOOST_REQUIRE(!next.begin());
    BOOST_REQUIRE(!next.copy(old.get(), 4, size));
    appender.append("five\n");
    BOOST_TEST(read_file(path) == "one\ntwo\nthree\nfour\nfive\n"); // nothing has changed so far
    BOOST_REQUIRE(!next.commit(old.get(), size));
    BOOST_TEST(next.size() == 20U);
    appender.append("six\n"); // it had the old file open
    BOOST_TEST(read_file(path) == "two\nthree\nfour\nfive\nsix\n");
    BOOST_TEST(!std::filesystem::exists(path + ".new"));
    struct stat about
    {};
    BOOST_REQUIRE(::stat(path.c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(given_up_it_leaves_nothing)
{
    {
        line_replacement next(path);
        BOOST_REQUIRE(!next.begin());
        BOOST_REQUIRE(!next.write("x\n"));
    }
    BOOST_TEST(read_file(path) == "one\ntwo\nthree\n");
    BOOST_TEST(!std::filesystem::exists(path + ".new"));
}

BOOST_AUTO_TEST_CASE(what_a_dead_process_left_is_taken_over)
{
    dir.write("a.new", "rubbish");
    line_replacement next(path);
    BOOST_REQUIRE(!next.begin());
    BOOST_REQUIRE(!next.write("x\n"));
    BOOST_REQUIRE(!next.commit(old.get(), size));
    BOOST_TEST(read_file(path) == "x\n");
}

BOOST_AUTO_TEST_CASE(a_file_of_which_nothing_is_left_goes)
{
    line_file appender(path);
    appender.append("four\n");
    std::uint64_t all = size + 5;
    {
        line_replacement next(path);
        BOOST_REQUIRE(!next.begin());
        BOOST_REQUIRE(!next.commit(old.get(), all));
    }
    BOOST_TEST(!std::filesystem::exists(path));
    BOOST_TEST(!std::filesystem::exists(path + ".new"));
    BOOST_TEST(!appender.append("five\n").error);
    BOOST_TEST(read_file(path) == "five\n");
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_ended_and_kept)
{
    std::ofstream(path, std::ios::app) << "half";
    line_replacement next(path);
    BOOST_REQUIRE(!next.begin());
    BOOST_REQUIRE(!next.commit(old.get(), size));
    BOOST_TEST(read_file(path) == "half\n");
}

BOOST_AUTO_TEST_CASE(another_file_of_the_name_is_not_replaced)
{
    line_file(path).rotate(0, 1);
    line_file(path).append("new, and longer than the other\n");
    line_replacement next(path);
    BOOST_REQUIRE(!next.begin());
    const file_error fault = next.commit(old.get(), size);
    BOOST_TEST(fault.code == ESTALE);
    BOOST_TEST(read_file(path) == "new, and longer than the other\n");
    BOOST_TEST(read_file(path + ".1") == "one\ntwo\nthree\n");
}

BOOST_AUTO_TEST_SUITE_END()
