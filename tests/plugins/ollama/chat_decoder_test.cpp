#include "tests/plugins/ollama/decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using ollama::outcome;
using test::decode_ollama;

namespace {

std::string message(std::string_view members)
{
    return R"({"model":"m","message":{"role":"assistant",)" + std::string(members) + "},\"done\":false}\n";
}

const std::string hello = message(R"("content":"Hel")") + message(R"("content":"lo")");
const std::string done =
    R"({"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","eval_count":2})"
    "\n";

} // namespace

BOOST_AUTO_TEST_SUITE(ollama_stream)

BOOST_AUTO_TEST_CASE(text_and_end)
{
    const test::ollama_answer got = decode_ollama(hello + done);
    BOOST_TEST((got.result == outcome::complete));
    BOOST_TEST(got.text == "Hello");
    BOOST_TEST(got.decoder.summary().model == "m");
    BOOST_TEST(got.decoder.summary().output_tokens.value() == 2U);
    BOOST_TEST(!got.decoder.summary().input_tokens.has_value()); // left out when it is 0
}

BOOST_AUTO_TEST_CASE(ends)
{
    BOOST_TEST((decode_ollama(hello).result == outcome::truncated));
    BOOST_TEST((decode_ollama("").result == outcome::truncated));
    BOOST_TEST(
        (decode_ollama(hello + done + "{oops").result == outcome::complete)); // nothing counts behind it
    BOOST_TEST((decode_ollama(hello + "{\"done\":true}\n").result == outcome::complete));
    BOOST_TEST((decode_ollama("{\"done\":true,\"done_reason\":\"length\"}").result == outcome::incomplete));
}

BOOST_AUTO_TEST_CASE(errors_keep_the_text_before_them)
{
    for (const std::string_view line : {R"({"error":"m"})", R"({"error":{"message":"m","type":"t"}})"})
    {
        const test::ollama_answer got = decode_ollama(hello + std::string(line) + "\n" + done);
        BOOST_TEST((got.result == outcome::error));
        BOOST_TEST(got.decoder.error()->message == "m");
        BOOST_TEST(got.text == "Hello");
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_its_format)
{
    const test::ollama_answer got = decode_ollama(hello + "<html>\n" + done);
    BOOST_TEST((got.result == outcome::broken));
    BOOST_TEST(got.decoder.fault() == "a line is not a JSON object (not a JSON value): <html>");
    BOOST_TEST((decode_ollama("[1]\n").result == outcome::broken));
    BOOST_TEST((decode_ollama(test::whole(hello), 20).result == outcome::broken));
    BOOST_TEST((decode_ollama(std::string(50, '\0')).result == outcome::broken));
}

BOOST_AUTO_TEST_CASE(thinking_text_and_calls_in_one_line)
{
    const test::ollama_answer got = decode_ollama(
        message(
            R"("content":"x","thinking":"t","tool_calls":[{"function":{"name":"f","arguments":{"n":1.0}}},)"
            R"({"id":"call_1","function":{"index":3,"name":"g"}},{"function":{"name":"h","arguments":"{}"}}])") +
        message(R"("content":"","reasoning_content":"u")") + done);
    BOOST_TEST((got.result == outcome::complete));
    BOOST_TEST(got.text == "x");
    BOOST_TEST(got.reasoning == "tu");
    BOOST_REQUIRE(got.decoder.calls().size() == 3U);
    BOOST_TEST(got.decoder.calls()[0].id == "call_2");
    BOOST_TEST(got.decoder.calls()[0].arguments == R"({"n":1.0})");
    BOOST_TEST(got.decoder.calls()[1].id == "call_1");
    BOOST_TEST(got.decoder.calls()[1].arguments == "{}");
    BOOST_TEST(got.decoder.calls()[1].index.value() == 3);
    BOOST_TEST(got.decoder.calls()[2].id == "call_3");
}

BOOST_AUTO_TEST_CASE(characters_cut_between_lines_are_joined)
{
    const test::ollama_answer got =
        decode_ollama(message(R"("content":"\ud83c")") + message(R"("content":"\udf0d\ud83c")") + done);
    BOOST_TEST(got.text == "\xF0\x9F\x8C\x8D\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_SUITE_END()
