#include "plugins/offline/fragments.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow::offline;

BOOST_AUTO_TEST_SUITE(offline_fragments)

BOOST_AUTO_TEST_CASE(texts_are_cut_behind_words)
{
    const std::vector<std::string> expected{"one two  ", "three\nfour ", "five"};
    BOOST_TEST(cut_by_words("one two  three\nfour five", 2) == expected, boost::test_tools::per_element());
    const std::vector<std::string> blank_first{" a b\n", "c"};
    BOOST_TEST(cut_by_words(" a b\nc", 2) == blank_first, boost::test_tools::per_element());
    BOOST_TEST(cut_by_words("", 3).empty());
    BOOST_TEST(cut_by_words("word", 1).size() == 1U);
}

BOOST_AUTO_TEST_CASE(joined_again_they_are_the_text)
{
    const std::string text = "  r\xC3\xA9sum\xC3\xA9 of\tall\n\n the things  ";
    for (std::size_t words = 1; words != 6; ++words)
    {
        std::string joined;
        for (const std::string& piece : cut_by_words(text, words))
            joined += piece;
        BOOST_TEST(joined == text);
    }
}

BOOST_AUTO_TEST_CASE(words_are_counted)
{
    BOOST_TEST(count_words("") == 0U);
    BOOST_TEST(count_words("  a b\n\tc ") == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
