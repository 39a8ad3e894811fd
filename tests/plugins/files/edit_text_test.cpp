#include "plugins/files/edit_text.hpp"
#include "plugins/files/similar_lines.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace codexflow::files;

namespace {

bool says(const edited& result, std::string_view part)
{
    return result.problem.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(editing)

BOOST_AUTO_TEST_CASE(replaces_the_one_place)
{
    const edited made = edit_text("int a;\nint b;\n", "int b;", "long b;", false);
    BOOST_TEST(made.problem == "");
    BOOST_TEST(made.text == "int a;\nlong b;\n");
    BOOST_TEST(made.count == 1);
    BOOST_TEST(edit_text("abc", "abc", "", false).text == "");
    BOOST_TEST(edit_text("x\r\ny", "x\r\n", "z\r\n", false).text == "z\r\ny");
}

BOOST_AUTO_TEST_CASE(replaces_all_places_if_asked)
{
    const edited made = edit_text("a.a.a", "a", "aa", true);
    BOOST_TEST(made.text == "aa.aa.aa");
    BOOST_TEST(made.count == 3);
    BOOST_TEST(edit_text("aaa", "aa", "b", true).text == "ba", "places do not overlap");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_ambiguous)
{
    const edited made = edit_text("x\ny\nx\nx\n", "x", "z", false);
    BOOST_TEST(says(made, "occurs 3 times, at the lines 1, 3, 4;"), made.problem);
    BOOST_TEST(says(made, "replace_all"));
    BOOST_TEST(made.text == "");
    BOOST_TEST(says(edit_text("x x x x x x x", "x", "z", false), "at the lines 1, 1, 1, 1, 1 and more"));
}

BOOST_AUTO_TEST_CASE(shows_what_may_have_been_meant)
{
    const edited made = edit_text("int main()\n{\n\treturn 0;\n}\n", "\n    return 0;", "return 1;", false);
    BOOST_TEST(says(made, "does not occur"), made.problem);
    BOOST_TEST(made.problem.ends_with("\n3: \treturn 0;"), made.problem);
    BOOST_TEST(says(edit_text("alpha\n", "completely different", "x", false), "nor does anything like it"));
}

BOOST_AUTO_TEST_CASE(tells_of_line_ends)
{
    BOOST_TEST(says(edit_text("a\r\nb\r\n", "a\nb", "c", false), "CR LF"));
}

BOOST_AUTO_TEST_CASE(refuses_what_makes_no_sense)
{
    BOOST_TEST(says(edit_text("a", "", "b", true), "'old' is empty"));
    BOOST_TEST(says(edit_text("a", "a", "a", true), "the same"));
}

BOOST_AUTO_TEST_CASE(likeness)
{
    const auto near = similar_lines("one two\nfoo(bar)\nfoo( bar )\nfoo(baz)\nqqq\n", "  foo(bar)\nmore");
    BOOST_REQUIRE(near.size() == 3);
    BOOST_TEST(near[0].number == 2);
    BOOST_TEST(near[0].likeness == 1);
    BOOST_TEST(near[1].likeness == 1, "blanks do not count");
    BOOST_TEST(near[2].likeness < 1);
    BOOST_TEST(similar_lines("a\n", " \n\t\n").empty());
    BOOST_TEST(similar_lines("", "x").empty());
}

BOOST_AUTO_TEST_SUITE_END()
