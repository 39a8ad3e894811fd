#include "engine/workspace/program_search.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::workspace::program_candidates;
using files = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(program_search)

BOOST_AUTO_TEST_CASE(a_name_is_looked_for_in_the_path_that_is_given)
{
    const files found = program_candidates("tool", {"HOME=/h", "PATH=/a:/b/c", "LANG=C"});
    BOOST_TEST(found == (files{"/a/tool", "/b/c/tool"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_name_with_a_slash_is_a_file)
{
    for (const char* name : {"/bin/sh", "./tool", "sub/tool"})
        BOOST_TEST(program_candidates(name, {"PATH=/a"}) == files{name}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_a_path_there_is_a_usual_one)
{
    BOOST_TEST(program_candidates("sh", {}) == (files{"/bin/sh", "/usr/bin/sh"}),
               boost::test_tools::per_element());
    BOOST_TEST(program_candidates("sh", {"PATH="}).empty());
}

BOOST_AUTO_TEST_CASE(folders_that_depend_on_where_we_are_do_not_count)
{
    const files found = program_candidates("tool", {"PATH=:.:bin:/a::"});
    BOOST_TEST(found == files{"/a/tool"}, boost::test_tools::per_element());
    BOOST_TEST(program_candidates("", {"PATH=/a"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
