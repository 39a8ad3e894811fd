#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

json::fault fault_of(std::string_view text)
{
    json::document doc;
    doc.parse(text);
    BOOST_TEST(doc.root().exists() == (doc.error().what == json::fault::none));
    return doc.error().what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_reader)

BOOST_AUTO_TEST_CASE(reads_a_chunk)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(
        R"( {"id":"x","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"n":3} )"));
    const json::value root = doc.root();
    BOOST_TEST(root["choices"][0]["delta"]["content"].string() == "Hello");
    BOOST_TEST(root["choices"][0]["finish_reason"].is_null());
    BOOST_TEST(root["choices"].size() == 1U);
    BOOST_TEST(root.size() == 3U);
    BOOST_TEST(root["n"].as_int64().value() == 3);
    BOOST_TEST(root["choices"].raw() == R"([{"index":0,"delta":{"content":"Hello"},"finish_reason":null}])");
}

BOOST_AUTO_TEST_CASE(what_is_absent_chains)
{
    json::document doc;
    BOOST_TEST(!doc.root()["before"]["anything"].exists());
    BOOST_REQUIRE(doc.parse(R"({"a":[1],"s":"x"})"));
    const json::value missing = doc.root()["b"][7]["c"];
    BOOST_TEST(!missing.exists());
    BOOST_TEST(missing.string() == "");
    BOOST_TEST(missing.raw() == "");
    BOOST_TEST(missing.size() == 0U);
    BOOST_TEST(!missing.as_int64().has_value());
    BOOST_TEST(!doc.root()["a"][1].exists());
    BOOST_TEST(!doc.root()["s"]["x"].exists());
    BOOST_TEST(!doc.root()[std::size_t{0}].exists()); // an object has no elements
    for (const json::value v : missing.elements())
        BOOST_FAIL("an element of nothing: " << v.raw());
}

BOOST_AUTO_TEST_CASE(the_last_of_equal_names_counts)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(R"({"a":1,"b":0,"a":2,"\u0061":3})"));
    BOOST_TEST(doc.root()["a"].as_int64().value() == 3);
}

BOOST_AUTO_TEST_CASE(wire_73_numbers_keep_their_text)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse("[9007199254740993,1e400,-0,1.0,9223372036854775807,18446744073709551615,-5]"));
    const json::value list = doc.root();
    std::vector<std::string_view> texts;
    for (const json::value v : list.elements())
        texts.push_back(v.raw());
    const std::vector<std::string_view> expected{
        "9007199254740993", "1e400", "-0", "1.0", "9223372036854775807", "18446744073709551615", "-5"};
    BOOST_TEST(texts == expected, boost::test_tools::per_element());
    BOOST_TEST(list[0].as_int64().value() == 9007199254740993);
    BOOST_TEST(!list[1].as_double().has_value());
    BOOST_TEST(list[2].as_int64().value() == 0);
    BOOST_TEST(!list[3].as_int64().has_value()); // 1.0 is not the integer 1
    BOOST_TEST(list[3].as_double().value() == 1.0);
    BOOST_TEST(list[4].as_int64().value() == INT64_MAX);
    BOOST_TEST(!list[5].as_int64().has_value());
    BOOST_TEST(list[5].as_uint64().value() == UINT64_MAX);
    BOOST_TEST(!list[6].as_uint64().has_value());
}

BOOST_AUTO_TEST_CASE(literals)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse("[true,false,null]"));
    BOOST_TEST(doc.root()[0].as_bool().value() == true);
    BOOST_TEST(doc.root()[1].as_bool().value() == false);
    BOOST_TEST(!doc.root()[2].as_bool().has_value());
    BOOST_TEST(doc.root()[2].is_null());
}

BOOST_AUTO_TEST_CASE(strings_are_views_unless_they_have_escapes)
{
    const std::string text = R"(["plain text","a\"b\\c\/d\b\f\n\r\te","\u00e9\u20ac\ud83c\udf0d","\u0000"])";
    json::document doc;
    BOOST_REQUIRE(doc.parse(text));
    BOOST_TEST(static_cast<const void*>(doc.root()[0].string().data()) ==
               static_cast<const void*>(text.data() + 2));
    BOOST_TEST(doc.root()[1].string() == "a\"b\\c/d\b\f\n\r\te");
    BOOST_TEST(doc.root()[2].string() == "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\x8D");
    BOOST_TEST(doc.root()[3].string() == "\0"sv);
}

BOOST_AUTO_TEST_CASE(plain_runs_of_every_length_end_at_the_right_place)
{
    json::document doc;
    for (std::size_t length = 0; length != 40; ++length)
    {
        const std::string run(length, '\x7F');
        const std::string text = "[\"" + run + "\",\"" + run + "\\n\xC3\xA9\"]";
        BOOST_REQUIRE(doc.parse(text));
        BOOST_TEST((fault_of("\"" + run + "\x1F\"") == json::fault::syntax));
    }
    const std::string text = R"({"a":"01234567\n01234567","b":"!!!!!!!!"})";
    BOOST_REQUIRE(doc.parse(text));
    BOOST_TEST(doc.root()["a"].string() == "01234567\n01234567");
    BOOST_TEST(doc.root()["b"].string() == "!!!!!!!!");
}

BOOST_AUTO_TEST_CASE(lone_surrogates_are_kept_for_the_joiner)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(R"(["\ud83c","\udf0d","\ud83c\ud83c\udf0d","\ud83cx"])"));
    BOOST_TEST(doc.root()[0].string() == "\xED\xA0\xBC");
    BOOST_TEST(doc.root()[1].string() == "\xED\xBC\x8D");
    BOOST_TEST(doc.root()[2].string() == "\xED\xA0\xBC\xF0\x9F\x8C\x8D");
    BOOST_TEST(doc.root()[3].string() == "\xED\xA0\xBCx");
}

BOOST_AUTO_TEST_CASE(members_come_in_their_order)
{
    json::document doc;
    BOOST_REQUIRE(doc.parse(R"({"b":[1,2],"a":{"x":[]},"":{}})"));
    std::string seen;
    for (const json::member m : doc.root().members())
        seen.append(m.name).append("=").append(m.value.raw()).append(";");
    BOOST_TEST(seen == R"(b=[1,2];a={"x":[]};={};)");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_refused_with_its_place)
{
    for (const std::string_view text :
         {"{a:1}"sv,   "[1,]"sv,        "{\"a\":1,}"sv, "[1 2]"sv, "01"sv,  "1."sv,        ".5"sv,
          "+1"sv,      "1e"sv,          "-"sv,          "nul"sv,   "NaN"sv, "'a'"sv,       "\"a"sv,
          "\"\\x\""sv, "\"\\u12g4\""sv, "{} x"sv,       "{}{}"sv,  "]"sv,   "{\"a\" 1}"sv, "\"a\nb\""sv,
          "// c\n1"sv, "[1}"sv,         ""sv,           " "sv,     "\xFF"sv})
        BOOST_TEST((fault_of(text) != json::fault::none), "accepted: " << text);
    json::document doc;
    BOOST_TEST(!doc.parse(R"({"a": tru})"));
    BOOST_TEST(doc.error().offset == 9U);
    BOOST_TEST(!doc.parse(R"([1,2)"));
    BOOST_TEST((doc.error().what == json::fault::unexpected_end));
}

BOOST_AUTO_TEST_CASE(a_prefix_is_never_whole)
{
    const std::string text = R"({"a":[1,-2.5e3,"x\ud83c\udf0d",{"b":null}],"c":true})";
    for (std::size_t size = 0; size != text.size(); ++size)
        BOOST_TEST((fault_of(std::string_view(text).substr(0, size)) == json::fault::unexpected_end),
                   "at " << size);
    BOOST_TEST((fault_of(text) == json::fault::none));
}

BOOST_AUTO_TEST_CASE(blanks_and_one_mark_are_allowed_around_the_value)
{
    BOOST_TEST((fault_of("\xEF\xBB\xBF {\"a\":1} \t\r\n   ") == json::fault::none));
    BOOST_TEST((fault_of("\xEF\xBB\xBF\xEF\xBB\xBF{}") == json::fault::syntax));
}

BOOST_AUTO_TEST_CASE(nul_bytes_are_named)
{
    json::document doc;
    const std::string zeros(64, '\0');
    BOOST_TEST(!doc.parse(zeros));
    BOOST_TEST(doc.error().message == "a NUL byte, which JSON never holds");
    BOOST_TEST(!doc.parse("{}\0\0"sv));
    BOOST_TEST(doc.error().offset == 2U);
}

BOOST_AUTO_TEST_CASE(depth_ends_at_128)
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    BOOST_TEST((fault_of(nested(128)) == json::fault::none));
    BOOST_TEST((fault_of(nested(129)) == json::fault::too_deep));
    BOOST_TEST((fault_of(std::string(1 << 20, '[')) == json::fault::too_deep));
}

BOOST_AUTO_TEST_CASE(the_number_of_values_is_bounded)
{
    json::document doc(4);
    BOOST_TEST(doc.parse("[1,2,3]"));
    BOOST_TEST(!doc.parse("[1,2,3,4]"));
    BOOST_TEST((doc.error().what == json::fault::too_large));
}

BOOST_AUTO_TEST_CASE(a_released_document_holds_nothing_and_reads_on)
{
    json::document doc;
    BOOST_TEST(doc.parse(R"({"a":"x\ny"})"));
    doc.release();
    BOOST_TEST(!doc.root().exists());
    BOOST_TEST(doc.parse("[1,2]"));
    BOOST_TEST(doc.root().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_document_is_used_again_after_a_fault_and_after_a_huge_text)
{
    json::document doc;
    BOOST_TEST(!doc.parse("["));
    BOOST_TEST(!doc.root().exists());
    std::string huge = "[\"\\n\"";
    for (int i = 0; i != 100'000; ++i)
        huge += ",1";
    huge += "]";
    BOOST_REQUIRE(doc.parse(huge));
    BOOST_TEST(doc.root().size() == 100'001U);
    BOOST_REQUIRE(doc.parse("[\"\\t\"]"));
    BOOST_TEST(doc.root()[0].string() == "\t");
    BOOST_TEST((doc.error().what == json::fault::none));
}

BOOST_AUTO_TEST_SUITE_END()
