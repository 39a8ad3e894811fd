#include <codexflow/search_words.hpp>

#include <boost/test/unit_test.hpp>

using codexflow::folded;
using codexflow::has_all_words;
using codexflow::has_word;
using codexflow::search_words;

BOOST_AUTO_TEST_SUITE(words_to_search_for)

BOOST_AUTO_TEST_CASE(letters_are_folded_and_all_else_stays)
{
    BOOST_TEST(folded("Über ÄÖÜß Ñandú ÿ × Ž ŁÓDŹ") == "über äöüß ñandú ÿ × ž łódź");
    BOOST_TEST(folded("ΑΩ ПРИВЕТ Ёж Ђ") == "αω привет ёж ђ");
    const std::string others = "日本 \xF0\x9F\x98\x80 \xFF\x80 \xC3"; // and what is no text
    BOOST_TEST(folded(others) == others);
    BOOST_TEST(folded("\xC3" "A\xD0") == "\xC3" "a\xD0");
}

BOOST_AUTO_TEST_CASE(what_is_asked_is_split_at_all_that_is_no_letter_or_digit)
{
    const std::vector<std::string> wanted{"foo", "bar", "x1", "über", "baz"};
    BOOST_TEST(search_words("  Foo-bar_X1 (ÜBER) \"baz*\" ") == wanted, boost::test_tools::per_element());
    BOOST_TEST(search_words("\"' -- *").empty());
}

BOOST_AUTO_TEST_CASE(a_word_is_found_where_one_begins_with_it)
{
    BOOST_TEST(has_word("run the tests", "test"));
    BOOST_TEST(!has_word("the latest", "test"));
    BOOST_TEST(has_word("the latest test", "test"));
    BOOST_TEST(has_word("a_test", "test"));
    BOOST_TEST(!has_word("", "test"));
    BOOST_TEST(has_all_words("one two", {"two", "one"}));
    BOOST_TEST(!has_all_words("one two", {"two", "three"}));
}

BOOST_AUTO_TEST_SUITE_END()
