#include "plugins/mcp/result_text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using codexflow::mcp::result_text;

namespace {

std::string content(const std::string& parts) { return result_text("srv", R"({"content":[)" + parts + "]}").content; }

} // namespace

BOOST_AUTO_TEST_SUITE(result_texts)

BOOST_AUTO_TEST_CASE(texts_are_joined_by_lines)
{
    BOOST_TEST(content(R"({"type":"text","text":"a"},{"type":"text","text":"b\n"},{"type":"text","text":"c"})") == "a\nb\nc");
    BOOST_TEST(content("") == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_text_is_described)
{
    BOOST_TEST(content(R"({"type":"image","mimeType":"image/png","data":"AAAA\nAA=="})") == "[image (image/png), 4 bytes, not shown]");
    BOOST_TEST(content(R"({"type":"audio","data":""})") == "[audio, 0 bytes, not shown]");
    BOOST_TEST(content(R"({"type":"resource_link","uri":"file:///a","name":"A","mimeType":"text/plain","description":"the\nfirst"})") ==
               "[link to the resource file:///a (text/plain), named A: the first]");
    BOOST_TEST(content(R"({"type":"resource","resource":{"uri":"x:1","text":"hello"}})") == "[resource x:1]\nhello");
    BOOST_TEST(content(R"({"type":"resource","resource":{"uri":"x:1","mimeType":"a/b","blob":"QUJD"}})") == "[resource x:1 (a/b), 3 bytes, not shown]");
    BOOST_TEST(content(R"({"type":"hologram"})") == "[content of the kind 'hologram', which is not known here]");
    BOOST_TEST(content("5,null") == "[content of the kind '', which is not known here]\n[content of the kind '', which is not known here]");
}

BOOST_AUTO_TEST_CASE(structured_content_stands_in_for_missing_text)
{
    const auto alone = result_text("srv", R"({"structuredContent":{"b":1,"a":2}})");
    BOOST_TEST(alone.content == R"({"a":2,"b":1})");
    BOOST_TEST(alone.details == R"({"structured_content":{"b":1,"a":2}})");
    BOOST_TEST(result_text("srv", R"({"content":[{"type":"text","text":"t"}],"structuredContent":{"a":1}})").content == "t");
}

BOOST_AUTO_TEST_CASE(c82_errors_of_the_tool_are_errors)
{
    const auto bad = result_text("srv", R"({"content":[{"type":"text","text":"no such tool"}],"isError":true})");
    BOOST_TEST(bad.is_error);
    BOOST_TEST(bad.content == "no such tool");
    for (const char* nonsense : {"{}", "[]", "7", "", "{", R"({"content":"text"})"})
    {
        const auto got = result_text("srv", nonsense);
        BOOST_TEST(got.is_error);
        BOOST_TEST(got.content == "the result of the MCP server srv is not as MCP says");
    }
}

BOOST_AUTO_TEST_SUITE_END()
