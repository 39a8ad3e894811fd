#include "plugins/fields/session.hpp"
#include "tests/support/pieces.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace codexflow;

namespace {

std::string in_pieces(const fields::names& by, const test::pieces& text)
{
    using taken = redactor::session::taken;
    fields::session session(by);
    std::string made;
    bool settled = false;
    for (const std::string_view piece : text)
    {
        const taken what = settled ? taken::settled : session.pass(piece);
        settled = what == taken::settled; // and is not asked again
        made += what == taken::nothing ? session.feed(piece) : std::string(piece);
    }
    return made += session.end();
}

/// Whole, and the same in two pieces and byte by byte.
std::string redacted(std::string_view text, const std::string& settings = "{}")
{
    const fields::names by(settings);
    fields::session session(by);
    std::string whole = session.feed(text);
    whole += session.end();
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        BOOST_TEST(in_pieces(by, {text.substr(0, cut), text.substr(cut)}) == whole);
    BOOST_TEST(in_pieces(by, test::byte_wise(text)) == whole);
    return whole;
}

const std::string remove_them = R"({"mode":"remove"})";

} // namespace

BOOST_AUTO_TEST_SUITE(documents)

BOOST_AUTO_TEST_CASE(values_of_secret_members_are_replaced)
{
    BOOST_TEST(redacted(R"({"user":"ann","password":"hunter2","n":1})") == R"({"user":"ann","password":"[REDACTED]","n":1})");
    BOOST_TEST(redacted("{ \"token\" :\n 12.5e3 , \"a\" : [ ] }") == "{ \"token\" :\n \"[REDACTED]\" , \"a\" : [ ] }");
    BOOST_TEST(redacted(R"({"secret":{"a":["}]\"",{}]},"b":2})") == R"({"secret":"[REDACTED]","b":2})");
    BOOST_TEST(redacted(R"([{"api_key":["a","b"]},{"x":{"password":"p\"q\\"}}])") ==
               R"([{"api_key":"[REDACTED]"},{"x":{"password":"[REDACTED]"}}])");
    BOOST_TEST(redacted(R"({"p\u0061ssword":"x"})") == R"({"p\u0061ssword":"[REDACTED]"})");
}

BOOST_AUTO_TEST_CASE(what_says_nothing_stays)
{
    const std::string text = R"({"password":null,"token":"","secret":true,"api_key":false})";
    BOOST_TEST(redacted(text) == text);
}

BOOST_AUTO_TEST_CASE(members_are_removed_with_their_commas)
{
    BOOST_TEST(redacted(R"({"a":1,"password":"x","b":2})", remove_them) == R"({"a":1,"b":2})");
    BOOST_TEST(redacted(R"({"password":"x","b":2})", remove_them) == R"({"b":2})");
    BOOST_TEST(redacted(R"({"a":1,"password":{"x":1}})", remove_them) == R"({"a":1})");
    BOOST_TEST(redacted(R"({"password":"","token":null})", remove_them) == R"({})");
    BOOST_TEST(redacted(R"({"password":1,"token":2,"a":{"secret":"x"},"pwd":[]})", remove_them) == R"({"a":{}})");
    const std::string wide = "{\"a\":1," + std::string(600, ' ') + "\"password\":\"x\"}"; // too far to be held back
    BOOST_TEST(redacted(wide, remove_them) == "{\"a\":1," + std::string(600, ' ') + "\"password\":\"[REDACTED]\"}");
}

BOOST_AUTO_TEST_CASE(documents_in_strings)
{
    BOOST_TEST(redacted(R"({"body":"{\"password\":\"hunter2\",\"n\":1}"})") ==
               R"({"body":"{\"password\":\"[REDACTED]\",\"n\":1}"})");
    BOOST_TEST(redacted(R"({"a":"{\"b\":\"[{\\\"token\\\":\\\"t\\\"}]\"}"})") ==
               R"({"a":"{\"b\":\"[{\\\"token\\\":\\\"[REDACTED]\\\"}]\"}"})");
    BOOST_TEST(redacted(R"(["\n {\u0022password\":7}"])") == R"(["\n {\u0022password\":\"[REDACTED]\"}"])");
    BOOST_TEST(redacted(R"({"a":"{\"password\":\"cut off"})") == R"({"a":"{\"password\":\"[REDACTED]\""})");
}

BOOST_AUTO_TEST_CASE(documents_behind_each_other_and_cut_off)
{
    BOOST_TEST(redacted("{\"token\":\"a\"}\n{\"token\":\"b\"}\n") == "{\"token\":\"[REDACTED]\"}\n{\"token\":\"[REDACTED]\"}\n");
    BOOST_TEST(redacted("{\"a\":1} and {\"token\":\"b\"}") == "{\"a\":1} and {\"token\":\"b\"}"); // no document any more
    BOOST_TEST(redacted("{\"token\":\"abc") == "{\"token\":\"[REDACTED]\"");
    BOOST_TEST(redacted("{\"a\":\"\\u00") == "{\"a\":\"\\u00");
}

BOOST_AUTO_TEST_CASE(other_text_stays)
{
    for (const char* text : {"", " ", "plain", "password: x", "[link](http://a) {\"token\":\"b\"}", "{token: \"b\"}", "{\"a\" \"token\":1}",
                             "[1,2", "{\"max_tokens\":5,\"usage\":{\"tokens\":[1,2.50,-3e5]}}", "{}", "[]", "[[],{}]", "{\"a\":tru",
                             "{\"a\":[}", "[,]", "\"{\\\"token\\\":1}\"", "{\"\xC3\xA4\":\"\\u00e4\\uD83D\\uDE00\"}"})
        BOOST_TEST(redacted(text) == text);
    const std::string deep = std::string(600, '[') + "{\"token\":1}" + std::string(600, ']');
    BOOST_TEST(redacted(deep) == deep);
}

BOOST_AUTO_TEST_CASE(the_way_of_plain_text_is_short)
{
    using taken = redactor::session::taken;
    const fields::names by("{}");
    fields::session prose(by);
    BOOST_TEST((prose.pass(" \n") == taken::unchanged));
    BOOST_TEST((prose.pass("Here {") == taken::settled));
    fields::session document(by);
    BOOST_TEST((document.pass(" {") == taken::nothing));
    BOOST_TEST(document.feed(" {\"code\":\"x") == " {\"code\":\"x");
    BOOST_TEST((document.pass("int main() { return 0; }") == taken::unchanged));
    BOOST_TEST((document.pass("\\n\"") == taken::nothing));
}

BOOST_AUTO_TEST_CASE(random_texts_in_random_pieces)
{
    const std::vector<std::string> parts{"{", "}", "[", "]", ":", ",", "\"", "\"password\"", "\"a\"", "\"token\":", "1", "true", " ", "\\", "\\\"",
                                         "\"{\\\"token\\\":\\\"x\\\"}\"", "\\u0022", "null", "\xC3\xA4", "x", "\n"};
    std::mt19937 random(6);
    const fields::names replace("{}"), remove(remove_them);
    for (int round = 0; round != 20'000; ++round)
    {
        std::string text = round % 2 == 0 ? "{" : "";
        for (std::size_t count = random() % 20; count != 0; --count)
            text += parts[random() % parts.size()];
        for (const fields::names* by : {&replace, &remove})
        {
            const std::string wanted = in_pieces(*by, {text});
            if (in_pieces(*by, test::random_pieces(text, static_cast<unsigned>(round), 5)) != wanted ||
                in_pieces(*by, test::byte_wise(text)) != wanted)
                BOOST_ERROR("pieces matter: " << text);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
