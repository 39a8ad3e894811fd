#include "engine/record/redaction.hpp"

#include "engine/record/json_strings.hpp"
#include "tests/unit/record/fake_redactor.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using test::fake_redactor;
using test::replacing;

namespace {

struct fixture
{
    redaction by;
    void add(fake_redactor::function how, std::string fault = {})
    {
        by.add(std::make_unique<fake_redactor>(std::move(how), std::move(fault)));
    }
    std::string whole(std::string text) const
    {
        by.apply(text);
        return text;
    }
    std::string document(std::string text) const
    {
        by.apply_json(text);
        return text;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(redaction_suite, fixture)

BOOST_AUTO_TEST_CASE(known_values_come_first_and_redactors_in_their_order)
{
    by.values().add("KEY", "value-of-key");
    add(replacing("[secret:KEY]", "<a>"));
    add(replacing("<a>", "<b>"));
    BOOST_TEST(whole("say value-of-key!") == "say <b>!");
}

BOOST_AUTO_TEST_CASE(what_is_not_secret_in_a_document_stays_byte_for_byte)
{
    add(replacing("SECRET", "x"));
    const std::string clean = "{ \"a\" : [1.50, 1e3,\t\"\\u00e4\\/\"],\n \"b\":null }";
    BOOST_TEST(document(clean) == clean);
    BOOST_TEST(document(R"({"n":1.50,"t":"a SECRET"})") == R"({"n":1.50,"t":"a x"})");
}

BOOST_AUTO_TEST_CASE(strings_are_looked_at_as_what_they_say)
{
    add(replacing("SEC\nRET", "x"));
    BOOST_TEST(document(R"({"t":"a SEC\nRET"})") == R"({"t":"a x"})");
    BOOST_TEST(document(R"({"t":"{\"u\":\"SEC\\nRET\"}"})") == R"({"t":"{\"u\":\"x\"}"})"); // a document in a string
    BOOST_TEST(document(R"({"S\u0045C\u000aRET":1})") == R"({"x":1})");
    BOOST_TEST(whole(R"({"t":"a SEC\nRET", cut off)") == R"({"t":"a x", cut off)");
}

BOOST_AUTO_TEST_CASE(a_redactor_that_breaks_documents_is_given_their_strings)
{
    add([](std::string_view text) { return text.size() > 6 ? "gone" : std::string(text); });
    BOOST_TEST(document(R"({"a":"longer than six","b":["short",123456789]})") == R"({"a":"gone","b":["short",123456789]})");
    BOOST_TEST(whole("no document") == "gone");
}

BOOST_AUTO_TEST_CASE(a_redactor_that_fails_leaves_a_document_that_says_so)
{
    add([](std::string_view) { return "[REDACTED: redactor x failed]"; }, "it failed");
    add([](std::string_view) { return "never asked"; });
    BOOST_TEST(document(R"({"a":"text"})") == R"("[REDACTED: redactor x failed]")");
    const auto faults = by.take_faults();
    BOOST_TEST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults.front() == "it failed");
    BOOST_TEST(by.take_faults().empty());
}

BOOST_AUTO_TEST_CASE(half_a_known_value_at_the_end_of_a_string_is_masked)
{
    by.values().add("KEY", "0123456789abcdef");
    BOOST_TEST(document(R"({"cut":"key 0123456789ab","n":1})") == R"({"cut":"key [secret:KEY]","n":1})");
    BOOST_TEST(whole("key 0123456789ab") == "key [secret:KEY]");
}

BOOST_AUTO_TEST_CASE(other_spellings_of_a_known_value_are_masked)
{
    by.values().add("KEY", "a\"b\\c/d e\n");
    BOOST_TEST(whole("it said {a\\\"b\\\\c/d e\\n} to me") == "it said {[secret:KEY]} to me");
    BOOST_TEST(whole("GET /?k=a%22b%5Cc%2Fd%20e%0A HTTP/1.1") == "GET /?k=[secret:KEY] HTTP/1.1");
}

BOOST_AUTO_TEST_CASE(a_stream_gives_what_the_whole_text_gives)
{
    by.values().add("KEY", "value-of-key");
    add(replacing("SECRET", "x"));
    add(replacing("xx", "y"));
    const std::string text = "a SECRETSECRET and value-of-key, value-of-";
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (std::size_t second = first; second <= text.size(); ++second)
        {
            redaction::stream in_pieces(by);
            std::string made(in_pieces.feed(std::string_view(text).substr(0, first)));
            made += in_pieces.feed(std::string_view(text).substr(first, second - first));
            made += in_pieces.feed(std::string_view(text).substr(second));
            made += in_pieces.end();
            BOOST_TEST(made == "a y and [secret:KEY], [secret:KEY]");
        }
}

BOOST_AUTO_TEST_CASE(a_piece_with_nothing_in_it_is_not_copied)
{
    by.values().add("KEY", "value-of-key");
    redaction::stream in_pieces(by);
    const std::string text = "some text";
    BOOST_TEST((in_pieces.feed(text).data() == text.data()));
    BOOST_TEST(in_pieces.end().empty());
}

BOOST_AUTO_TEST_CASE(what_is_json)
{
    BOOST_TEST(is_json(" {\"a\":[1,2.5e3,\"x\"]} "));
    BOOST_TEST(is_json("\"x\""));
    BOOST_TEST(is_json(std::string(100'000, '[') + std::string(100'000, ']')));
    for (const char* text : {"", "{", "{\"a\"}", "{} {}", "[1,]", "\"\xFF\""})
        BOOST_TEST(!is_json(text), text);
    BOOST_TEST(begins_like_json(" \n["));
    BOOST_TEST(!begins_like_json("a{"));
}

BOOST_AUTO_TEST_SUITE_END()
