#include "plugins/shell/bounded_output.hpp"

#include <codexflow/utf8.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using codexflow::shell::bounded_output;

namespace {

/// In pieces of every size from 1 to 7 in turn.
bounded_output taken(std::string_view all, std::size_t limit)
{
    bounded_output out(limit);
    for (std::size_t size = 1; !all.empty(); size = size % 7 + 1)
    {
        out.take(all.substr(0, size));
        all.remove_prefix(std::min(size, all.size()));
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(shell_output)

BOOST_AUTO_TEST_CASE(what_fits_is_kept_whole)
{
    BOOST_TEST(bounded_output(10).text() == "");
    const bounded_output exact = taken("0123456789", 10);
    BOOST_TEST(exact.text() == "0123456789");
    BOOST_TEST(!exact.truncated());
    BOOST_TEST(taken("012345", 10).text() == "012345");
}

BOOST_AUTO_TEST_CASE(of_more_the_beginning_and_the_end)
{
    const bounded_output out = taken("0123456789A", 10);
    BOOST_TEST(out.truncated());
    BOOST_TEST(out.size() == 11U);
    BOOST_TEST(out.text() == "01234\n[1 bytes left out]\n6789A");
    bounded_output at_once(10);
    at_once.take(std::string(1000, 'x') + "the end");
    BOOST_TEST(at_once.text() == "xxxxx\n[997 bytes left out]\ne end");
}

BOOST_AUTO_TEST_CASE(any_amount_gives_the_same_whatever_the_pieces)
{
    std::string all;
    for (int i = 0; i != 5000; ++i)
        all += std::to_string(i) + ' ';
    bounded_output whole(101);
    whole.take(all);
    BOOST_TEST(taken(all, 101).text() == whole.text());
    BOOST_TEST(whole.text().size() < 101U + 40U);
    BOOST_TEST(whole.text().ends_with("4998 4999 "));
}

BOOST_AUTO_TEST_CASE(no_character_is_cut)
{
    std::string all;
    for (int i = 0; i != 50; ++i)
        all += "a\xE2\x82\xAC\xF0\x9F\x98\x80"; // of 1, 3 and 4 bytes
    for (std::size_t limit = 10; limit != 40; ++limit)
    {
        const std::string text = taken(all, limit).text();
        BOOST_TEST(codexflow::utf8::valid_prefix(text) == text.size());
        BOOST_TEST(text.find(codexflow::utf8::replacement) == text.npos, text);
    }
    BOOST_TEST(taken("a\xFF", 10).text() == "a\xEF\xBF\xBD"); // what never was a character is mended
}

BOOST_AUTO_TEST_SUITE_END()
