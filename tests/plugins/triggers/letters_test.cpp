#include "plugins/triggers/letters.hpp"
#include "plugins/triggers/words.hpp"

#include <codexflow/utf8.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace codexflow;
using namespace codexflow::triggers;

namespace {

std::string as_utf8(char32_t c)
{
    std::string text;
    utf8::append(text, c);
    return text;
}

/// The words of @p text between bars, in lower case; '_' for blanks before one.
std::string cut(std::string_view text)
{
    const words made(text);
    std::string shown;
    for (const token& one : made.tokens)
        shown += (one.after_space ? "_|" : "|") + std::string(made.of(one)) + (one.word ? "" : "!");
    return shown;
}

} // namespace

BOOST_AUTO_TEST_SUITE(triggers_letters)

BOOST_AUTO_TEST_CASE(lower_case_keeps_every_byte_at_its_place)
{
    for (char32_t c = 0; c != 0x30000; ++c)
    {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        BOOST_TEST_REQUIRE(as_utf8(fold(c)).size() == as_utf8(c).size(), static_cast<unsigned>(c));
        BOOST_TEST_REQUIRE((fold(fold(c)) == fold(c)), static_cast<unsigned>(c));
        if (fold(c) != c)
            BOOST_TEST_REQUIRE((classify(fold(c)) == classify(c)), static_cast<unsigned>(c));
    }
}

BOOST_AUTO_TEST_CASE(letters_of_several_scripts_have_a_lower_case)
{
    const std::vector<std::pair<std::string, std::string>> rows{
        {"ABC xyz 09_", "abc xyz 09_"},
        {"Überprüfe STRASSE", "überprüfe strasse"},
        {"ÀÉÎÕÜÝŸ ÞÐÆØ", "àéîõüýÿ þðæø"},
        {"ŁÓDŹ ČŠŽ ĞŞ", "łódź čšž ğş"},
        {"ΑΒΓ ΆΈΉΌΎΏ ς", "αβγ άέήόύώ σ"},
        {"ПРОВЕРЬ Ёлка Їжак", "проверь ёлка їжак"},
        {"ＡＰＩ", "ａｐｉ"},
        {"ß İ ı ſ \u212A", "ß İ ı ſ \u212A"}, // their other case is longer, shorter or another alphabet's
        {"", ""},
        {"\xFF"
         "A\xC3",
         "\xFF"
         "a\xC3"}, // not UTF-8
    };
    for (const auto& [given, expected] : rows)
        BOOST_TEST(folded(given) == expected);
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_into_words)
{
    BOOST_TEST(cut("Review the  code") == "|review_|the_|code");
    BOOST_TEST(cut("node.js, C++; ci/cd") == "|node|.!|js|,!_|c|+!|+!|;!_|ci|/!|cd");
    BOOST_TEST(cut(" api_key\tx\n\ry ") == "_|api_key_|x_|y");
    BOOST_TEST(cut("Überprüfe\u00A0den\u3000Code") == "|überprüfe_|den_|code");
    BOOST_TEST(cut("審查代码") == "|審|查|代|码");
    BOOST_TEST(cut("fix代码now") == "|fix|代|码|now");
    BOOST_TEST(cut("„quoted“") == "|„!|quoted|“!");
    BOOST_TEST(cut("") == "");
    BOOST_TEST(cut(" \n ") == "");
    BOOST_TEST(cut("a\xFF"
                   "b") == "|a|\xFF!|b");
}

BOOST_AUTO_TEST_SUITE_END()
