#include "plugins/files/line_search.hpp"
#include "plugins/files/path_patterns.hpp"
#include "plugins/files/regular_expression.hpp"

#include <codexflow/tool_call.hpp>

#include <boost/test/unit_test.hpp>
#include <re2/re2.h>

#include <string>

using namespace codexflow;
using namespace codexflow::files;

namespace {

constexpr std::string_view text = "one\ntwo\nthree\nfour\nfive\nsix\r\nseven\n";

search_limits limits(std::size_t context, std::size_t matches = 100, std::size_t bytes = 10'000)
{
    search_limits made;
    made.context = context;
    made.matches = matches;
    made.bytes = bytes;
    return made;
}

/// The output of a search in two files, in steps of every size: they must all agree.
std::string found(const std::string& pattern, const search_limits& given)
{
    const auto compiled = compile(pattern, letter_case::exact);
    std::string first;
    for (std::size_t step = 1; step < 40; ++step)
    {
        line_search search(*compiled, given);
        for (const char* path : {"a", "b"})
        {
            search.begin(path, text);
            while (search.step(step))
                ;
        }
        if (step == 1)
            first = search.text();
        BOOST_TEST(search.text() == first);
    }
    return first;
}

} // namespace

BOOST_AUTO_TEST_SUITE(a_line_search)

BOOST_AUTO_TEST_CASE(gives_lines)
{
    BOOST_TEST(found("^t", limits(0)) == "a:2:two\na:3:three\nb:2:two\nb:3:three\n");
    BOOST_TEST(found("six$", limits(0)) == "a:6:six\nb:6:six\n", "CR belongs to the end of a line");
    BOOST_TEST(found("nine", limits(0)) == "");
}

BOOST_AUTO_TEST_CASE(gives_context)
{
    BOOST_TEST(found("two|six", limits(1)) ==
               "a-1-one\na:2:two\na-3-three\n--\na-5-five\na:6:six\na-7-seven\n--\n"
               "b-1-one\nb:2:two\nb-3-three\n--\nb-5-five\nb:6:six\nb-7-seven\n");
    BOOST_TEST(
        found("two|four", limits(1)).starts_with("a-1-one\na:2:two\na-3-three\na:4:four\na-5-five\n--\nb"));
}

BOOST_AUTO_TEST_CASE(keeps_its_limits)
{
    BOOST_TEST(found("e", limits(0, 2)) == "a:1:one\na:3:three\n");
    BOOST_TEST(found("e", limits(0, 100, 20)) == "a:1:one\na:3:three\n");
    const auto any = compile(".", letter_case::exact);
    line_search search(*any, limits(0));
    const std::string line(1000, 'x');
    search.begin("p", line);
    search.step(5000);
    BOOST_TEST(search.text() == "p:1:" + std::string(400, 'x') + "...\n");
    BOOST_TEST(!search.full());
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_a_pattern)
{
    const auto is = [](const char* part) {
        return [part](const tool_error& e) {
            return std::string_view(e.what()).find(part) != std::string_view::npos;
        };
    };
    BOOST_CHECK_EXCEPTION(compile("(", letter_case::exact), tool_error, is("missing )"));
    BOOST_CHECK_EXCEPTION(compile("(?=x)", letter_case::exact), tool_error, is("no look-around"));
    BOOST_CHECK_EXCEPTION(compile(std::string(20'000, 'x'), letter_case::exact), tool_error,
                          is("longer than"));
    BOOST_CHECK_EXCEPTION(path_patterns({"a", "[x"}), tool_error, is("not closed"));
}

BOOST_AUTO_TEST_CASE(is_linear_whatever_the_pattern)
{
    const auto evil = compile("(a*)*(a*)*(a*)*b", letter_case::exact);
    const std::string many(100'000, 'a');
    BOOST_TEST(!RE2::PartialMatch(many, *evil));
}

BOOST_AUTO_TEST_CASE(patterns_of_paths)
{
    BOOST_TEST(path_patterns({}).fits("anything"));
    const path_patterns some({"**/*.cpp", "docs/"});
    BOOST_TEST(some.fits("a.cpp"));
    BOOST_TEST(some.fits("x/y/a.cpp"));
    BOOST_TEST(some.fits("docs/a/b"));
    BOOST_TEST(!some.fits("a.hpp"));
}

BOOST_AUTO_TEST_SUITE_END()
