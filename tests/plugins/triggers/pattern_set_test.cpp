#include "plugins/triggers/pattern_set.hpp"
#include "tests/bench/generated_rules.hpp"

#include <re2/re2.h>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::triggers;

namespace {

pattern_set made_of(const std::vector<std::string>& patterns, letter_case letters = letter_case::ignored)
{
    pattern_set set(letters);
    for (const std::string& one : patterns)
    {
        const auto fault = set.add(one);
        BOOST_TEST_REQUIRE(!fault, one << ": " << fault.value_or(""));
    }
    set.compile();
    return set;
}

std::vector<std::uint32_t> numbers_of(const std::vector<found_rule>& found)
{
    std::vector<std::uint32_t> numbers;
    for (const found_rule& one : found)
        numbers.push_back(one.rule);
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(triggers_patterns)

BOOST_AUTO_TEST_CASE(each_with_its_leftmost_place)
{
    const pattern_set set = made_of({"^review .* code$", "co?de", "x", "", "\\bsmells?\\b"});
    const auto found = set.find("Review the CODE");
    const std::vector<found_rule> expected{{0, 0, 15}, {1, 11, 15}, {3, 0, 0}};
    BOOST_TEST((found == expected));
    BOOST_TEST(set.size() == 5U);
    BOOST_TEST((numbers_of(set.find("")) == std::vector<std::uint32_t>{3}));
}

BOOST_AUTO_TEST_CASE(what_re2_refuses_is_told_and_left_out)
{
    pattern_set set(letter_case::ignored);
    BOOST_TEST(set.add("a(").value_or("") == "missing ): a(");
    BOOST_TEST(!set.add("fine"));
    BOOST_TEST(set.add("(?=look)").value_or("").starts_with("invalid perl operator"));
    BOOST_TEST(set.add("(a)\\1").value_or("").starts_with("invalid escape sequence"));
    BOOST_TEST(set.add("a{1,100000}").value_or("").starts_with("invalid repetition size"));
    BOOST_TEST(set.add("((a{100}){100}){100}").has_value());
    BOOST_TEST(set.add("(\\pL{1,900}x){1,900}").has_value());
    set.compile();
    BOOST_TEST((numbers_of(set.find("fine")) == std::vector<std::uint32_t>{0}));
}

BOOST_AUTO_TEST_CASE(the_filter_hides_no_match)
{
    // Pieces with letters that have several cases, alternatives, classes, counts and no piece at all.
    const std::vector<std::string> patterns{
        "kelvin",   "straße",    "Über.*code", "[kK]ick",    "is(s|t)anbul", "i\u0307stanbul",
        "İstanbul", "ſet",       "set",        "(abc|de+f)", "a{3}b",        ".*",
        "^$",       "[^a-z]+",   "x|y|z",      "\\d+ api",   "ΣΊΣΥ",         "(?-i)API",
        "ab.*cd",   "\\x{212A}", "привет|мир", "a|",         "(?s)one.two",  "\\Qa.b\\E",
    };
    const std::vector<std::string> texts{
        "KELVIN",
        "kelvin",
        "\u212Aelvin",
        "STRASSE straße",
        "über den CODE",
        "KICK \u212Aick",
        "istanbul ISSANBUL",
        "İstanbul",
        "i\u0307stanbul",
        "ſET",
        "aaab",
        "",
        "42 api",
        "42 API",
        "σίσυ ΣΊΣυ",
        "ПРИВЕТ",
        "deeeef",
        "ab\ncd",
        "one\ntwo",
        "A.B",
        "\u017Fet \u212A",
    };
    for (const letter_case letters : {letter_case::ignored, letter_case::exact})
    {
        const pattern_set set = made_of(patterns, letters);
        re2::RE2::Options options;
        options.set_case_sensitive(letters == letter_case::exact);
        for (const std::string& text : texts)
        {
            std::vector<std::uint32_t> expected;
            for (std::uint32_t i = 0; i != patterns.size(); ++i)
                if (re2::RE2::PartialMatch(text, re2::RE2(patterns[i], options)))
                    expected.push_back(i);
            BOOST_TEST_CONTEXT(text)
            BOOST_TEST(numbers_of(set.find(text)) == expected, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(random_patterns_match_as_each_alone)
{
    test::numbers from(11);
    const auto pick = [&](std::initializer_list<const char*> list) {
        return *(list.begin() + from.below(list.size()));
    };
    for (int round = 0; round != 60; ++round)
    {
        std::vector<std::string> patterns;
        for (std::size_t left = 1 + from.below(30); left != 0; --left)
        {
            std::string one = from.below(5) == 0 ? "^" : "";
            for (std::size_t parts = 1 + from.below(4); parts != 0; --parts)
                one += std::string(pick({"ab", "ba", "k", "(a|bb)", "[ab]", ".", "ä", "S"})) +
                       pick({"", "", "*", "+", "?", "{2}"});
            patterns.push_back(one + (from.below(5) == 0 ? "$" : ""));
        }
        const pattern_set set = made_of(patterns);
        re2::RE2::Options options;
        options.set_case_sensitive(false);
        for (int each = 0; each != 20; ++each)
        {
            std::string text;
            for (std::size_t left = from.below(14); left != 0; --left)
                text += pick({"a", "b", "A", "B", "k", "\u212A", "ä", "Ä", "s", "\u017F", " "});
            std::vector<std::uint32_t> expected;
            for (std::uint32_t i = 0; i != patterns.size(); ++i)
                if (re2::RE2::PartialMatch(text, re2::RE2(patterns[i], options)))
                    expected.push_back(i);
            BOOST_TEST_REQUIRE(numbers_of(set.find(text)) == expected, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(patterns_made_to_be_slow_end)
{
    // A backtracking matcher needs longer than the universe for these; that this test ends shows the rest.
    const pattern_set set =
        made_of({"(a+)+$", "(a|aa)+$", "((a*)*)*b", "(a?){50}a{50}$", "(.*)(.*)(.*)x", "(x+x+)+y"});
    const std::string text = std::string(1U << 20, 'a') + '!';
    BOOST_TEST(numbers_of(set.find(text)).empty());
    BOOST_TEST((numbers_of(set.find(std::string(1U << 20, 'a'))) == std::vector<std::uint32_t>{0, 1, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
