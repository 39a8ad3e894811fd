#include "engine/record/secret_mask.hpp"

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;

namespace {

struct fixture
{
    secret_mask mask;

    fixture()
    {
        mask.add("KEY", "sk-abcdefgh");
        mask.add("LONG", "sk-abcdefgh-and-more-of-it");
        mask.add("OTHER", "fghijklmno");
        mask.add("TWIN", "aaaaaaaab");
    }

    std::string whole(std::string text) const
    {
        mask.apply(text);
        return text;
    }

    /// The same text in pieces of @p size.
    std::string in_pieces(const std::string& text, std::size_t size) const
    {
        std::string held;
        std::string out;
        for (std::size_t at = 0; at < text.size(); at += size)
            mask.feed(held, std::string_view(text).substr(at, size), out);
        return out + mask.end(held);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(secret_masking, fixture)

BOOST_AUTO_TEST_CASE(an_empty_mask_changes_nothing)
{
    const secret_mask none;
    std::string text = "sk-abcdefgh";
    none.apply(text);
    BOOST_TEST(none.empty());
    BOOST_TEST(text == "sk-abcdefgh");
    BOOST_TEST(!mask.empty());
}

BOOST_AUTO_TEST_CASE(short_values_are_left_alone)
{
    secret_mask only_short;
    only_short.add("TINY", "1234567");
    only_short.add("NONE", "");
    BOOST_TEST(only_short.empty());
}

BOOST_AUTO_TEST_CASE(pieces_give_what_the_whole_gives)
{
    struct row
    {
        std::string text, masked;
    };
    const std::vector<row> rows{
        {"", ""},
        {"nothing to hide", "nothing to hide"},
        {"sk-abcdefgh", "[secret:KEY]"},
        {"(sk-abcdefgh)(sk-abcdefgh)", "([secret:KEY])([secret:KEY])"},
        {"sk-abcdefgh-and-more-of-it!", "[secret:LONG]!"},
        {"sk-abcdefgh-and-less", "[secret:KEY]-and-less"},
        {"sk-sk-sk-abcdefgh", "sk-sk-[secret:KEY]"},
        {"sk-abcdefghijklmno", "[secret:KEY]ijklmno"}, // of two that overlap the first one is taken
        {"aaaaaaaaaaab", "aaa[secret:TWIN]"},
        {"ends like sk-abc", "ends like sk-abc"},
    };
    for (const row& one : rows)
    {
        BOOST_TEST(whole(one.text) == one.masked);
        for (std::size_t size = 1; size <= one.text.size(); ++size)
            BOOST_TEST(in_pieces(one.text, size) == one.masked, "in pieces of " << size << ": " << one.text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_certain_is_not_held_back)
{
    std::string held;
    std::string out;
    mask.feed(held, "my name is s", out);
    BOOST_TEST(out == "my name is ");
    BOOST_TEST(held == "s");
    mask.feed(held, "am, and", out);
    BOOST_TEST(out == "my name is sam, and");
    BOOST_TEST(held.empty());
}

BOOST_AUTO_TEST_CASE(a_value_cut_off_at_the_end_is_masked_too)
{
    BOOST_TEST(whole("key sk-abcdefg") == "key [secret:KEY]");               // cut by one byte
    BOOST_TEST(whole("key sk-abcdefgh-and-more") == "key [secret:LONG]");    // more than half of the long one
    BOOST_TEST(whole("key sk-abcdefgh-") == "key [secret:KEY]-");            // less, but the short one in whole
    BOOST_TEST(whole("key sk-abcd") == "key sk-abcd");                       // too short to tell
    BOOST_TEST(whole("key fghijklm") == "key [secret:OTHER]");
}

BOOST_AUTO_TEST_SUITE_END()
