#include "cli/render/text_width.hpp"

#include <boost/test/unit_test.hpp>

#include <codexflow/utf8.hpp>

#include <string>

using namespace codexflow::cli;

BOOST_AUTO_TEST_SUITE(text_width)

BOOST_AUTO_TEST_CASE(columns_of_texts)
{
    BOOST_TEST(width_of("") == 0);
    BOOST_TEST(width_of("hello") == 5);
    BOOST_TEST(width_of("h\u00e9llo") == 5);
    BOOST_TEST(width_of("e\u0301") == 1, "a combining accent");
    BOOST_TEST(width_of("\u65e5\u672c") == 4, "two Han characters");
    BOOST_TEST(width_of("\ud55c") == 2, "a Hangul syllable");
    BOOST_TEST(width_of("\uff21") == 2, "a full-width letter");
    BOOST_TEST(width_of("\U0001F680") == 2, "a rocket");
    BOOST_TEST(width_of("\u2705") == 2, "a check mark emoji");
    BOOST_TEST(width_of("\u2014") == 1, "a dash");
    BOOST_TEST(width_of("a\xff") == 2, "a byte that is no UTF-8");
}

BOOST_AUTO_TEST_CASE(clipping_never_splits_a_character)
{
    BOOST_TEST(clip("hello", 5) == "hello");
    BOOST_TEST(clip("hello", 4) == "hel\u2026");
    BOOST_TEST(clip("hello", 1) == "\u2026");
    BOOST_TEST(clip("hello", 0) == "");
    BOOST_TEST(clip("\u65e5\u672c\u8a9e", 5) == "\u65e5\u672c\u2026");
    BOOST_TEST(clip("\u65e5\u672c\u8a9e", 4) == "\u65e5\u2026");
    BOOST_TEST(clip("e\u0301e\u0301e\u0301", 2) == "e\u0301\u2026");
    BOOST_TEST(clip("hello", 4, true) == "\u2026llo");
    BOOST_TEST(clip("\u65e5\u672c\u8a9e", 4, true) == "\u2026\u8a9e");
    BOOST_TEST(clip("ae\u0301", 2, true) == "ae\u0301");
    BOOST_TEST(clip("abe\u0301", 2, true) == "\u2026e\u0301");
}

BOOST_AUTO_TEST_CASE(every_clip_of_mixed_text_is_valid_and_fits)
{
    const std::string text = "a\u00e9\u65e5e\u0301\U0001F680z\u2014\uff21 end";
    for (const bool keep_end : {false, true})
        for (int columns = 0; columns <= width_of(text) + 1; ++columns)
        {
            const std::string cut = clip(text, columns, keep_end);
            BOOST_TEST(width_of(cut) <= columns);
            BOOST_TEST(codexflow::utf8::valid_prefix(cut) == cut.size());
        }
}

BOOST_AUTO_TEST_CASE(fitting_fills_with_spaces)
{
    BOOST_TEST(fit("ab", 4) == "ab  ");
    BOOST_TEST(fit("\u65e5\u672c", 3) == "\u65e5\u2026");
    BOOST_TEST(fit("\u65e5\u672c\u8a9e", 4) == "\u65e5\u2026 ");
    BOOST_TEST(fit("abcdef", 3) == "ab\u2026");
}

BOOST_AUTO_TEST_CASE(one_line_has_no_control_characters)
{
    BOOST_TEST(one_line("  a\n\tb \r\n c  ") == "a b c");
    BOOST_TEST(one_line("x\x1b[31mred\x07") == "x [31mred");
    BOOST_TEST(one_line("\u009b2J") == "2J", "the one-character form of the same");
    BOOST_TEST(one_line("a\xff") == "a\ufffd");
}

BOOST_AUTO_TEST_CASE(terminal_text_keeps_lines_but_no_escapes)
{
    BOOST_TEST(without_controls("a\n\tb\r\nc") == "a\n\tb\r\nc");
    BOOST_TEST(without_controls("\x1b]0;title\x07") == "\ufffd]0;title\ufffd");
    BOOST_TEST(without_controls("50 %\rdone") == "50 %\ufffddone");
    BOOST_TEST(without_controls("h\u00e9\u65e5") == "h\u00e9\u65e5");
}

BOOST_AUTO_TEST_CASE(nothing_hides_in_what_a_person_decides_on)
{
    BOOST_TEST(without_disguise("rm \u202e gpj.x\u200b") == "rm \ufffd gpj.x\ufffd");
    BOOST_TEST(without_disguise("a\nb\x1b[2K") == "a\nb\ufffd[2K");
    BOOST_TEST(without_disguise("h\u00e9\u65e5") == "h\u00e9\u65e5");
}

BOOST_AUTO_TEST_SUITE_END()
