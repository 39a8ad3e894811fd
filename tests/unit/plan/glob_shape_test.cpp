#include "engine/plan/glob_shape.hpp"

#include <codexflow/glob.hpp>

#include <boost/test/unit_test.hpp>

#include <re2/re2.h>

#include <random>
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

BOOST_AUTO_TEST_CASE(what_is_said_is_true_of_any_path)
{
    std::mt19937 random(20'261'124);
    const auto made_of = [&](std::initializer_list<const char*> pieces, std::size_t most) {
        std::string text;
        for (std::size_t n = 1 + random() % most; n != 0; --n)
            text += pieces.begin()[random() % pieces.size()];
        return text;
    };
    const auto fits = [](const std::string& glob, const std::string& path) {
        const auto regex = codexflow::glob::to_regex(glob);
        return regex.good() && RE2::FullMatch(path, RE2(regex.regex, RE2::Quiet));
    };
    int covering = 0, checked = 0;
    for (int round = 0; round != 20'000; ++round)
    {
        const std::string wide = made_of({"*", "**", "**/", "a", "b", "/", "?", "{a,b*}", "[ab]"}, 5);
        const std::string narrow = made_of({"*", "**/", "a", "b", "/", "?", "{a,/b}", "[ab]"}, 5);
        const bool covers = glob_covers(wide, narrow);
        covering += covers ? 1 : 0;
        const bool never = why_glob_never_fits(narrow).has_value();
        for (int i = 0; (covers || never) && i != 20; ++i)
        {
            const std::string path = codexflow::glob::normal_path(made_of({"a", "b", "/", "ab", "x"}, 5));
            if (path.starts_with('/') || path.ends_with('/') || path.find("//") != path.npos || !fits(narrow, path))
                continue;
            ++checked;
            BOOST_TEST(!never, narrow << " fits " << path);
            BOOST_TEST((!covers || fits(wide, path)), wide << " was to cover " << narrow << " but does not fit " << path);
        }
    }
    BOOST_TEST(covering > 500);
    BOOST_TEST(checked > 500);
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
