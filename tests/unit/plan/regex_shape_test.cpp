#include "engine/plan/regex_shape.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::why_regex_never_matches;

BOOST_AUTO_TEST_SUITE(shapes_of_regular_expressions)

BOOST_AUTO_TEST_CASE(anchors_in_the_wrong_place_match_nothing)
{
    for (const char* pattern :
         {"a^b", "a^", "$a", "(a|bc)^d", "(?i:a)^b", "x+^y", "[^x]^", "a\\Ab", "\\zb", "(a^)|(b^)", "a(^b)",
          "(a$)b", "(?P<n>a)^", "a{2,3}^", "\\d^", "\\p{Greek}^", "(^a)(^b)"})
        BOOST_TEST(why_regex_never_matches(pattern).has_value(), pattern);
    BOOST_TEST(*why_regex_never_matches("a^b") == "something must stand before the beginning of the text");
    BOOST_TEST(*why_regex_never_matches("a$b") == "something must stand behind the end of the text");
}

BOOST_AUTO_TEST_CASE(whatever_might_match_is_left_alone)
{
    for (const char* pattern : {"^a$",
                                "^create .* endpoint$",
                                "a*^b",
                                "(a|)^b",
                                "a?^b",
                                "a{0,2}^b",
                                "(a^|b)",
                                "a\\^b",
                                "[a^]b",
                                "\\b^a",
                                "(?m)a^b",
                                "(?m:a^b)",
                                "(?i)a^b",
                                "",
                                "^",
                                "$^",
                                "^$",
                                "$a*",
                                "$(b|)",
                                "a|^b",
                                "x\\$y",
                                "[]^]a",
                                "(a^",
                                "a)^b",
                                "*^a",
                                "\\Qa^b\\E",
                                "[[:alpha:]]|^b",
                                "($|x)y"})
        BOOST_TEST(!why_regex_never_matches(pattern).has_value(), pattern);
}

BOOST_AUTO_TEST_CASE(deep_and_long_ones_are_given_up)
{
    BOOST_TEST(!why_regex_never_matches(std::string(100'000, '(')).has_value());
    std::string deep = "a^";
    for (int i = 0; i != 500; ++i)
        deep = '(' + deep + ')';
    BOOST_TEST(!why_regex_never_matches(deep).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
