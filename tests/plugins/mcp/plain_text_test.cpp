#include "plugins/mcp/plain_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::mcp;

BOOST_AUTO_TEST_SUITE(plain_texts)

BOOST_AUTO_TEST_CASE(readable_text_stays)
{
    BOOST_TEST(plain_text("a\tb\r\nc\n\xC3\xA4 \xE6\xBC\xA2 \xF0\x9F\x8C\x8D", 100) == "a\tb\nc\n\xC3\xA4 \xE6\xBC\xA2 \xF0\x9F\x8C\x8D");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_is_shown_as_such)
{
    const std::string mark = "\xEF\xBF\xBD";
    BOOST_TEST(plain_text("\x1b[2J", 100) == mark + "[2J");
    BOOST_TEST(plain_text("\xE2\x80\xAE" "abc\xE2\x80\x8B", 100) == mark + "abc" + mark);
    BOOST_TEST(plain_text("\xF3\xA0\x81\x88\xF3\xA0\x81\xA9", 100) == mark + mark); // "Hi" in tags
    BOOST_TEST(plain_text("\xFF" "a\xC3", 100) == mark + "a" + mark);
    BOOST_TEST(plain_text(std::string_view("a\0b", 3), 100) == "a" + mark + "b");
}

BOOST_AUTO_TEST_CASE(a_cut_is_between_characters_and_says_so)
{
    BOOST_TEST(plain_text("abcdef", 3) == "abc...");
    BOOST_TEST(plain_text("ab\xC3\xA4", 3) == "ab...");
    BOOST_TEST(plain_text("abc", 3) == "abc");
    BOOST_TEST(one_line("a\nb\tc", 10) == "a b c");
}

BOOST_AUTO_TEST_SUITE_END()
