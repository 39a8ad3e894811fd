#include "engine/plan/glob_shape.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::glob_covers;
using codexflow::why_glob_never_fits;

BOOST_AUTO_TEST_SUITE(shapes_of_globs)

BOOST_AUTO_TEST_CASE(some_fit_no_path)
{
    for (const char* glob : {"src//a", "a/../b", "a/./b", "../a", "{a/.,../b}", "//a"})
        BOOST_TEST(why_glob_never_fits(glob).has_value(), glob);
    for (const char* glob :
         {"/src/*.c", "./a", "src/", "**/*.ts", "src/**", ".github/**", "...", "a/.b", "{../a,b}", "", "{", "*", "a..b"})
        BOOST_TEST(!why_glob_never_fits(glob).has_value(), glob);
}

BOOST_AUTO_TEST_CASE(a_wider_one_covers_a_narrower_one)
{
    const std::pair<const char*, const char*> covers[] = {
        {"**/*.ts", "src/**/*.ts"},
        {"**/*.ts", "a.ts"},
        {"**/*.ts", "src/a.ts"},
        {"**/*", "**/*.ts"},
        {"**", "a/b"},
        {"src/**", "src/a/*.c"},
        {"*.{ts,js}", "*.ts"},
        {"**/*.{ts,tsx}", "app/**/*.{tsx,ts}"},
        {"**/api/**/*.js", "api/x.js"},
        {"**/api/**/*.js", "src/api/v1/*.js"},
        {"a?c", "abc"},
        {"a?c", "a[xy]c"},
        {"*", "??"},
        {"a*", "a"},
        {"[ab].c", "[ab].c"},
        {"**/**/a", "x/y/a"},
        {"a*b*c", "axbxc"},
        {"**/*test*", "src/my_test_*.py"}, {"a**b", "axb"}, {"/a/", "./a/b/c"}, {"src/", "src/**"},
    };
    for (const auto& [wide, narrow] : covers)
        BOOST_TEST(glob_covers(wide, narrow), wide << " covers " << narrow);
}

BOOST_AUTO_TEST_CASE(others_do_not)
{
    const std::pair<const char*, const char*> apart[] = {
        {"*.ts", "src/*.ts"},
        {"src/*", "src/**"},
        {"src/**/*.ts", "**/*.ts"},
        {"*.ts", "*.tsx"},
        {"?", "*"},
        {"a[bc]d", "abd"},
        {"*.{ts,js}", "*.{ts,py}"},
        {"**/api/**/*.js", "**/*.js"},
        {"**/a", "**/b"},
        {"", "a"},
        {"[ab]", "[a]"},
        {"{a", "a"},
        {"*/b", "a/x/b"},
        {"**/x", "xx"},
        {"\\*", "a"},
    };
    for (const auto& [wide, narrow] : apart)
        BOOST_TEST(!glob_covers(wide, narrow), wide << " does not cover " << narrow);
    BOOST_TEST(glob_covers("\\*", "\\*"));
}

BOOST_AUTO_TEST_CASE(intricate_ones_take_no_time)
{
    std::string stars;
    for (int i = 0; i != 200; ++i)
        stars += "*a";
    BOOST_TEST(!glob_covers(stars + "b", stars + "c"));
    std::string braces;
    for (int i = 0; i != 40; ++i)
        braces += "{a,b}";
    BOOST_TEST(!glob_covers(braces, braces + "x"));
    BOOST_TEST(!glob_covers(std::string(5000, '{'), "a"));
}

BOOST_AUTO_TEST_SUITE_END()
