#include <codexflow/glob.hpp>

#include <boost/test/unit_test.hpp>

#include <regex>
#include <string>
#include <vector>

using namespace codexflow;

namespace {

/// Whether @p path fits @p glob. std::regex reads the same syntax; the paths here are short.
bool fits(const std::string& glob, const std::string& path)
{
    const glob::translation made = glob::to_regex(glob);
    BOOST_TEST_REQUIRE(made.good(), glob << ": " << made.fault);
    return std::regex_search(glob::normal_path(path), std::regex(made.regex));
}

struct row
{
    const char* glob;
    std::vector<const char*> yes, no;
};

} // namespace

BOOST_AUTO_TEST_SUITE(globs)

BOOST_AUTO_TEST_CASE(what_they_match)
{
    const std::vector<row> rows{
        {"**/*.ts", {"a.ts", "src/a.ts", "a/b/c/.ts", ".x/a.ts", "/abs/a.ts"}, {"a.tsx", "ts", "a.ts/b"}},
        {"**/api/**/*.js",
         {"api/x.js", "src/api/x.js", "api/v1/a/x.js"},
         {"rapi/x.js", "api.js", "api/x.ts", "api/x.js/y"}},
        {"*.puml", {"a.puml", ".puml"}, {"docs/a.puml"}},
        {"*.adr.md", {"1.adr.md"}, {"adr.md", "a/1.adr.md"}},
        {".github/workflows/*.yml",
         {".github/workflows/ci.yml", "./.github/workflows/ci.yml"},
         {"github/workflows/ci.yml"}},
        {"**/.github/**", {".github/x", "a/.github/b/c"}, {".github", "x.github/y"}},
        {"**/design/**", {"design/x.md", "docs/design/a/b"}, {"design", "docs/design", "redesign/x"}},
        {"src/**", {"src/a", "src/a/b"}, {"src", "src/", "a/src/b"}},
        {"src/", {"src/a", "src/a/b"}, {"src"}},
        {"**", {"a", "a/b", ".x"}, {""}},
        {"*", {"a", ".x"}, {"a/b", ""}},
        {"*/x", {"a/x"}, {"x", "a/b/x"}},
        {"a/**/b", {"a/b", "a/x/b", "a/x/y/b"}, {"a/xb", "ab"}},
        {"**/**/b", {"b", "a/b"}, {"ab"}},
        {"a**b", {"ab", "axxb"}, {"a/b"}},
        {"a?c", {"abc", "a-c"}, {"ac", "a/c"}},
        {"*.{ts,tsx}", {"a.ts", "a.tsx"}, {"a.t", "a.{ts,tsx}"}},
        {"{src/**,lib}/*.{c,h}", {"src/a.c", "src/x/a.h", "lib/a.c"}, {"lib/x/a.c", "a.c"}},
        {"x{a,b{c,d}}", {"xa", "xbc", "xbd"}, {"xb", "x"}},
        {"x{,.min}.js", {"x.js", "x.min.js"}, {"xmin.js"}},
        {"{a}", {"a"}, {"{a}"}},
        {"a}", {"a}"}, {"a"}},
        {"[abc].c", {"a.c", "c.c"}, {"d.c", "ab.c"}},
        {"[a-c0-9].c", {"b.c", "5.c"}, {"-.c", "d.c"}},
        {"[!a-c].c", {"d.c", "-.c"}, {"a.c", "/.c"}},
        {"[^a].c", {"b.c"}, {"a.c"}},
        {"a[!x]b", {"ayb"}, {"a/b", "axb"}},
        {"[]-].c", {"].c", "-.c"}, {"a.c"}},
        {"[+-9].c", {"+.c", "5.c", "..c"}, {"/.c"}},
        {"[{,}].c", {"{.c", ",.c"}, {"a.c"}},
        {"\\*.c", {"*.c"}, {"a.c"}},
        {"a\\{b,c\\}", {"a{b,c}"}, {"ab"}},
        {"[\\]].c", {"].c"}, {"\\.c"}},
        {"a.b+c(d)|e$^", {"a.b+c(d)|e$^"}, {"axb+c(d)|e$^"}},
        {"./a", {"a", "./a", "././/a"}, {"b/a"}},
        {"/a", {"a"}, {"b/a"}},
        {"über/*.c", {"über/a.c"}, {"uber/a.c"}},
    };
    for (const row& one : rows)
    {
        for (const char* path : one.yes)
            BOOST_TEST(fits(one.glob, path), one.glob << " is to match " << path);
        for (const char* path : one.no)
            BOOST_TEST(!fits(one.glob, path), one.glob << " is not to match " << path);
    }
}

BOOST_AUTO_TEST_CASE(what_is_none_is_told)
{
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", "it is empty"},
        {"./", "it is empty"},
        {"a{b", "the { is not closed"},
        {"a{b,[}]", "the { is not closed"},
        {"a[b", "the [ is not closed"},
        {"a[]", "the [ is not closed"},
        {"[b-a]", "a range in [...] runs backwards"},
        {"[/]", "[/] matches nothing: a set stands within one part of a path"},
        {"[[:alpha:]]", "sets such as [:alpha:] are not known: write [a-z]"},
        {"a\\", "a \\ ends it, or stands before a /"},
        {"a//b", "it has an empty part (//), and no path has"},
        {"a/./b", "a part that is . is in no path"},
        {std::string(1025, 'a'), "it is longer than 1024 bytes"},
        {"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "its braces give more than 256 patterns"},
    };
    for (const auto& [given, fault] : rows)
    {
        const glob::translation made = glob::to_regex(given);
        BOOST_TEST(made.fault == fault, given << ": " << made.fault);
        BOOST_TEST(made.regex.empty());
    }
    BOOST_TEST(glob::to_regex("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}").good()); // 256
}

BOOST_AUTO_TEST_CASE(paths_are_made_normal)
{
    BOOST_TEST(glob::normal_path("./a//b/") == "a/b");
    BOOST_TEST(glob::normal_path("././a") == "a");
    BOOST_TEST(glob::normal_path(".github/x") == ".github/x");
    BOOST_TEST(glob::normal_path("../a") == "../a");
    BOOST_TEST(glob::normal_path("/a") == "/a");
    BOOST_TEST(glob::normal_path("/") == "/");
    BOOST_TEST(glob::normal_path("") == "");
}

BOOST_AUTO_TEST_CASE(parts_without_wildcards_are_counted)
{
    BOOST_TEST(glob::literal_parts("**/*.ts") == 0U);
    BOOST_TEST(glob::literal_parts("**/api/**/*.js") == 1U);
    BOOST_TEST(glob::literal_parts("app.json") == 1U);
    BOOST_TEST(glob::literal_parts(".github/workflows/*.yml") == 2U);
    BOOST_TEST(glob::literal_parts("./src/{a,b}/x.c") == 2U);
    BOOST_TEST(glob::literal_parts("") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
