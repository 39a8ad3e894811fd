#include <codexflow/utf8.hpp>
#include <codexflow/utf8_joiner.hpp>

#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using namespace std::string_literals;

namespace {

// "\ud83c" and "\udf0d" as the JSON reader hands them over, and the character they make.
constexpr std::string_view high = "\xED\xA0\xBC";
constexpr std::string_view low = "\xED\xBC\x8D";
constexpr std::string_view globe = "\xF0\x9F\x8C\x8D";

std::string join(const std::vector<std::string>& deltas)
{
    utf8_joiner joiner;
    std::string text;
    for (const std::string& delta : deltas)
        text += joiner.feed(delta);
    return text += joiner.finish();
}

} // namespace

BOOST_AUTO_TEST_SUITE(utf8_text)

BOOST_AUTO_TEST_CASE(valid_text_of_every_length_is_left_alone)
{
    const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D"s + "long ascii run behind";
    BOOST_TEST(utf8::valid_prefix(text) == text.size());
    BOOST_TEST(utf8::clean(text) == text);
}

BOOST_AUTO_TEST_CASE(invalid_runs_become_one_replacement_each)
{
    // Overlong, above U+10FFFF, stray continuation, cut sequence: counted as browsers count them.
    BOOST_TEST(utf8::clean("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    BOOST_TEST(utf8::clean("\xF4\x90x") == "\xEF\xBF\xBD\xEF\xBF\xBDx");
    BOOST_TEST(utf8::clean("a\x80z") == "a\xEF\xBF\xBDz");
    BOOST_TEST(utf8::clean("\xE2\x82z") == "\xEF\xBF\xBDz");
    BOOST_TEST(utf8::clean("\xF0\x9F\x8C") == "\xEF\xBF\xBD");
    BOOST_TEST(utf8::clean(high) == utf8::replacement);
}

BOOST_AUTO_TEST_CASE(append_encodes_every_plane)
{
    std::string out;
    for (const char32_t code : {U'a', U'\u00e9', U'\u20ac', U'\U0001F30D'})
        utf8::append(out, code);
    BOOST_TEST(out == "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D");
}

BOOST_AUTO_TEST_CASE(wire_72_halves_of_a_pair_are_joined_across_pieces)
{
    BOOST_TEST(join({"a" + std::string(high), std::string(low) + "b"}) == "a" + std::string(globe) + "b");
    BOOST_TEST(join({std::string(high), "", std::string(low)}) == globe);
}

BOOST_AUTO_TEST_CASE(lone_halves_are_replaced)
{
    const std::string bad(utf8::replacement);
    BOOST_TEST(join({std::string(high)}) == bad);
    BOOST_TEST(join({std::string(high), "x"}) == bad + "x");
    BOOST_TEST(join({std::string(low), "x"}) == bad + "x");
    BOOST_TEST(join({std::string(high), std::string(high), std::string(low)}) == bad + std::string(globe));
}

BOOST_AUTO_TEST_CASE(a_sequence_cut_between_its_bytes_is_joined)
{
    const std::string text = "x" + std::string(globe) + "\xC3\xA9y" + std::string(high) + std::string(low);
    utf8_joiner joiner;
    std::string out;
    for (const std::string_view byte : test::byte_wise(text))
        out += joiner.feed(byte);
    out += joiner.finish();
    BOOST_TEST(out == "x" + std::string(globe) + "\xC3\xA9y" + std::string(globe));
}

BOOST_AUTO_TEST_CASE(a_clean_piece_is_passed_on_without_a_copy)
{
    utf8_joiner joiner;
    const std::string piece = "plain \xC3\xA9";
    BOOST_TEST(static_cast<const void*>(joiner.feed(piece).data()) == static_cast<const void*>(piece.data()));
}

BOOST_AUTO_TEST_CASE(finish_replaces_a_cut_sequence_once_and_starts_anew)
{
    utf8_joiner joiner;
    BOOST_TEST(joiner.feed("a\xF0\x9F") == "a");
    BOOST_TEST(joiner.finish() == utf8::replacement);
    BOOST_TEST(joiner.feed("b") == "b");
    BOOST_TEST(joiner.finish() == "");
}

BOOST_AUTO_TEST_SUITE_END()
