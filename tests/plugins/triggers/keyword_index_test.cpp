#include "plugins/triggers/keyword_index.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow::triggers;

namespace {

/// The place of @p keyword in @p text, as the text there; "-" if it is not there.
std::string place(std::string_view keyword, std::string_view text, bool plurals = false)
{
    keyword_index index(plurals);
    index.add(words(keyword), 0);
    const auto found = index.find(words(text));
    return found.empty() ? "-" : std::string(text.substr(found[0].begin, found[0].end - found[0].begin));
}

} // namespace

BOOST_AUTO_TEST_SUITE(triggers_keywords)

BOOST_AUTO_TEST_CASE(a_keyword_is_a_whole_word)
{
    BOOST_TEST(place("rest", "document the interest rates") == "-");
    BOOST_TEST(place("api", "a rapid prototype") == "-");
    BOOST_TEST(place("api", "write an API.") == "API");
    BOOST_TEST(place("api", "(api)") == "api");
    BOOST_TEST(place("api", "api-docs") == "api");
    BOOST_TEST(place("api", "api_key") == "-");
    BOOST_TEST(place("api", "apis") == "-");
    BOOST_TEST(place("API", "the api") == "api");
    BOOST_TEST(place("überprüfe", "ÜBERPRÜFE den Code") == "ÜBERPRÜFE");
    BOOST_TEST(place("prüfe", "Überprüfe den Code") == "-");
    BOOST_TEST(place("api", "") == "-");
}

BOOST_AUTO_TEST_CASE(several_words_stand_behind_each_other)
{
    BOOST_TEST(place("code review", "do a Code Review now") == "Code Review");
    BOOST_TEST(place("code review", "code\n  review") == "code\n  review");
    BOOST_TEST(place("code review", "code-review") == "-");
    BOOST_TEST(place("code review", "code reviewer") == "-");
    BOOST_TEST(place("code review", "code then review") == "-");
    BOOST_TEST(place("  code   review ", "code review") == "code review");
    BOOST_TEST(place("a a b", "a a a b") == "a a b");
}

BOOST_AUTO_TEST_CASE(punctuation_is_a_part_of_a_keyword)
{
    BOOST_TEST(place("c++", "write C++ code") == "C++");
    BOOST_TEST(place("c++", "c++17") == "c++");
    BOOST_TEST(place("c", "write c++ code") == "-");
    BOOST_TEST(place("c", "c# or f#") == "-");
    BOOST_TEST(place("c", "a + c + b") == "c");
    BOOST_TEST(place("c#", "in C#") == "C#");
    BOOST_TEST(place(".net", "an ASP.NET app") == ".NET");
    BOOST_TEST(place(".net", "the net") == "-");
    BOOST_TEST(place("node.js", "use Node.js.") == "Node.js");
    BOOST_TEST(place("node.js", "node . js") == "-");
    BOOST_TEST(place("node", "node.js") == "node");
    BOOST_TEST(place("ci/cd", "a CI/CD pipeline") == "CI/CD");
}

BOOST_AUTO_TEST_CASE(scripts_without_blanks_are_searched_inside)
{
    BOOST_TEST(place("代码", "请审查代码质量") == "代码");
    BOOST_TEST(place("代码", "代 码") == "-");
}

BOOST_AUTO_TEST_CASE(plurals_only_if_asked_for)
{
    BOOST_TEST(place("endpoint", "two endpoints") == "-");
    BOOST_TEST(place("endpoint", "two Endpoints.", true) == "Endpoints");
    BOOST_TEST(place("class", "many classes", true) == "classes");
    BOOST_TEST(place("code smell", "code smells here", true) == "code smells");
    BOOST_TEST(place("code smell", "codes smell", true) == "-"); // the last word only
    BOOST_TEST(place("endpoints", "an endpoint", true) == "-");
    BOOST_TEST(place("s", "s ss", true) == "s");
}

BOOST_AUTO_TEST_CASE(each_rule_once_with_its_first_place)
{
    keyword_index index(false);
    BOOST_TEST(index.add(words("api docs"), 0) == 0U);
    BOOST_TEST(index.add(words("api"), 1) == 1U);
    BOOST_TEST(index.add(words("API"), 2) == 1U); // the same as the one before
    BOOST_TEST(index.add(words("docs"), 3) == 3U);
    const auto found = index.find(words("the api, api docs and api docs"));
    const std::vector<found_rule> expected{{0, 9, 17}, {1, 4, 7}, {3, 13, 17}};
    BOOST_TEST((found == expected));
}

BOOST_AUTO_TEST_SUITE_END()
