#include "plugins/cli/words.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

using codexflow::cli::split_words;
using words = std::vector<std::string>;

namespace {

void check(std::string_view line, const words& expected)
{
    BOOST_TEST_CONTEXT(line)
    BOOST_TEST(split_words(line) == expected, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(splitting_words)

BOOST_AUTO_TEST_CASE(blanks_part_words)
{
    check("", {});
    check("  \t ", {});
    check("claude -p", {"claude", "-p"});
    check("  a\tb \n c  ", {"a", "b", "c"});
}

BOOST_AUTO_TEST_CASE(quotes_keep_blanks)
{
    check("say 'two words'", {"say", "two words"});
    check("say \"two words\"", {"say", "two words"});
    check("a'b c'd\"e f\"", {"ab cde f"});
    check("'' \"\"", {"", ""});
    check(R"('a\b')", {R"(a\b)"});
}

BOOST_AUTO_TEST_CASE(backslashes)
{
    check(R"(a\ b \\ \' \")", {"a b", "\\", "'", "\""});
    check(R"("a\"b" "a\\b" "a\nb" "\$HOME" "\`")", {"a\"b", "a\\b", R"(a\nb)", "$HOME", "`"});
    check("\"a\\\nb\"", {"ab"});
}

BOOST_AUTO_TEST_CASE(nothing_is_expanded)
{
    check("echo $HOME ~ * a|b > c", {"echo", "$HOME", "~", "*", "a|b", ">", "c"});
}

BOOST_AUTO_TEST_CASE(what_is_not_closed_is_refused)
{
    for (const char* line : {"'a", "\"a", "\"a\\", "a\\", "a 'b' \"c"})
        BOOST_CHECK_EXCEPTION(split_words(line), codexflow::failure, [](const codexflow::failure& f) {
            return f.status() == CFLOW_E_INVALID &&
                   std::string_view(f.what()).find("'command'") != std::string_view::npos;
        });
}

BOOST_AUTO_TEST_SUITE_END()
