#include "tests/unit/base/document_outcome.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace codexflow::doc {
namespace {

BOOST_AUTO_TEST_SUITE(document_json)

BOOST_AUTO_TEST_CASE(json_keeps_the_place_of_every_key_and_value)
{
    const auto read =
        parse_json("{\n\t\"a\": [1, -2.5e3, {\"b\" : null}],\r\n  \"\xC3\xA9\": \"x\", \"c\": true}", "f");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(place(*read) == "1:1");
    const member* a = read->find_member("a");
    BOOST_TEST_REQUIRE(a != nullptr);
    BOOST_TEST(a->where.line == 2U);
    BOOST_TEST(a->where.column == 2U);
    BOOST_TEST(place(a->value) == "2:7");
    BOOST_TEST(place(a->value.items[0]) == "2:8");
    BOOST_TEST(place(a->value.items[1]) == "2:11");
    BOOST_TEST(a->value.items[1].text == "-2.5e3");
    BOOST_TEST(place(a->value.items[2]) == "2:19");
    BOOST_TEST(place(*a->value.items[2].find("b")) == "2:26");
    BOOST_TEST(place(*read->find("\xC3\xA9")) == "3:8");
    BOOST_TEST(place(*read->find("c")) == "3:18"); // characters, not bytes
    BOOST_TEST(read->find("d") == nullptr);
    BOOST_TEST(read->items.empty());
}

BOOST_AUTO_TEST_CASE(json_accepts_byte_order_mark_crlf_and_tabs)
{
    BOOST_TEST(json("\xEF\xBB\xBF{\r\n\t\"a\":\t1\r\n}\r\n") == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(json_errors_say_where_and_what_was_expected)
{
    const sample samples[] = {
        {"", "f:1:1: expected a value, found the end of the text"},
        {" \n ", "f:2:2: expected a value, found the end of the text"},
        {"{\"a\": }", "f:1:7: expected a value, found '}'"},
        {"{\"a\" 1}", "f:1:6: expected ':' after the key, found '1'"},
        {"{\"a\": 1\n \"b\": 2}", "f:2:2: expected ',' or '}', found '\"'"},
        {"{\"a\": 1,}", "f:1:9: expected a key in double quotes, found '}' | remove the ',' before it"},
        {"[1 2]", "f:1:4: expected ',' or ']', found '2'"},
        {"[1,]", "f:1:4: expected a value, found ']' | remove the ',' before it"},
        {"[1", "f:1:3: expected ',' or ']', found the end of the text"},
        {"{a: 1}", "f:1:2: expected a key in double quotes, found 'a'"},
        {"{'a': 1}",
         "f:1:2: expected a key in double quotes, found ''' | JSON strings stand in double quotes"},
        {"{\"a\": 1} x", "f:1:10: expected the end of the text after the value, found 'x'"},
        {"{\"a\": 1, // note\n}",
         "f:1:10: expected a key in double quotes, found '/' | JSON has no comments"},
        {"{\"a\": tru}", "f:1:10: expected a value, found '}'"},
        {"\"a\nb\"",
         "f:1:3: expected no line end or tab inside a string, found the end of the line | write \\n or \\t"},
        {"\"a\tb\"", "f:1:3: expected no line end or tab inside a string, found a tab | write \\n or \\t"},
        {"\"a", "f:1:3: expected a closing '\"', found the end of the text"},
        {"\"\\q\"", "f:1:2: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u, found '\\'"},
        {"[\"\\ud83d x\"]", "f:1:3: expected the second half of the surrogate pair, found '\\'"},
        {"[\"\\udc00\"]",
         "f:1:2: the string holds half of a surrogate pair | characters above U+FFFF need both halves: "
         "\\ud83d\\ude00"},
        {"[1.]", "f:1:4: expected a digit after '.', found ']'"},
        {"[1e999]", "f:1:2: expected a number below 1.8e308, found '1'"},
        {"[01]", "f:1:3: expected ',' or ']', found '1'"},
        {"{\"a\":1,\n\"b\":2,\n \"a\":3,\"b\":4}",
         "f:3:2: the key 'a' stands here for the second time; the first is at f:1:2 | remove one of the two"},
        {std::string_view("[1,\0]", 5), "f:1:4: the control character 0x00 is not allowed | write it as an "
                                        "escape in a double-quoted string"},
        {"[\"\xC3\xA9\xFF\"]", "f:1:4: the byte 0xFF is not UTF-8 | save the file as UTF-8"},
        {"\xFF\xFE{", "f:1:1: the text is UTF-16 | save it as UTF-8"},
    };
    for (const auto& [text, expected] : samples)
        BOOST_TEST(json(text) == expected);
}

BOOST_AUTO_TEST_CASE(json_nesting_is_bounded)
{
    BOOST_TEST(json(std::string(128, '[') + std::string(128, ']')).size() == 256U);
    BOOST_TEST(json(std::string(129, '[') + std::string(129, ']')) ==
               "f:1:129: more than 128 levels of nesting");
    BOOST_TEST(json(std::string(1'000'000, '[')) == "f:1:129: more than 128 levels of nesting");
}

BOOST_AUTO_TEST_CASE(a_very_long_line_takes_linear_time)
{
    std::string text = "[";
    for (int i = 0; i < 200'000; ++i)
        text += "\"\xC3\xA9\",";
    text += "1]";
    const auto began = std::chrono::steady_clock::now();
    const auto read = parse_json(text, "f");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->items.back().where.column == 1U + 200'000U * 4U + 1U);
    BOOST_TEST((std::chrono::steady_clock::now() - began < std::chrono::seconds(10)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow::doc
