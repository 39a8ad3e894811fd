#include "plugins/files/line_window.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::files::line_window;

namespace {

/// What a window of a text gives, the text fed in pieces of every size: they must all agree.
line_window look(std::string_view text, std::size_t first, std::size_t lines, std::size_t bytes)
{
    line_window whole(first, lines, bytes);
    whole.feed(text);
    for (std::size_t size = 1; size < text.size(); ++size)
    {
        line_window pieces(first, lines, bytes);
        for (std::size_t at = 0; at < text.size(); at += size)
            pieces.feed(text.substr(at, size));
        BOOST_TEST(pieces.text() == whole.text());
        BOOST_TEST(pieces.next() == whole.next());
        BOOST_TEST(pieces.done() == whole.done());
        BOOST_TEST(pieces.cut() == whole.cut());
    }
    return whole;
}

constexpr std::string_view five = "one\ntwo\nthree\nfour\nfive";

} // namespace

BOOST_AUTO_TEST_SUITE(a_line_window)

BOOST_AUTO_TEST_CASE(takes_all_if_it_may)
{
    const line_window made = look(five, 1, 100, 100);
    BOOST_TEST(made.text() == five);
    BOOST_TEST(made.next() == 6);
    BOOST_TEST(made.seen() == 5);
    BOOST_TEST(!made.done());
    BOOST_TEST(look(five, 1, 5, 100).done() == false, "exactly all is not more");
}

BOOST_AUTO_TEST_CASE(takes_some_lines)
{
    const line_window made = look(five, 2, 2, 100);
    BOOST_TEST(made.text() == "two\nthree\n");
    BOOST_TEST(made.next() == 4);
    BOOST_TEST(made.done());
    BOOST_TEST(look(five, 5, 2, 100).text() == "five");
}

BOOST_AUTO_TEST_CASE(takes_whole_lines_up_to_the_bytes)
{
    const line_window made = look(five, 1, 100, 10);
    BOOST_TEST(made.text() == "one\ntwo\n");
    BOOST_TEST(made.next() == 3);
    BOOST_TEST(made.done());
    BOOST_TEST(!made.cut());
}

BOOST_AUTO_TEST_CASE(cuts_a_line_that_alone_is_too_long)
{
    const line_window made = look("0123456789\nx\n", 1, 100, 4);
    BOOST_TEST(made.text() == "0123");
    BOOST_TEST(made.cut());
    BOOST_TEST(made.done());
    BOOST_TEST(made.next() == 2);
}

BOOST_AUTO_TEST_CASE(beyond_the_end)
{
    const line_window made = look(five, 9, 1, 100);
    BOOST_TEST(made.text() == "");
    BOOST_TEST(made.seen() == 5);
    BOOST_TEST(look("", 1, 1, 1).seen() == 0);
    BOOST_TEST(look("a\n", 1, 9, 9).seen() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
