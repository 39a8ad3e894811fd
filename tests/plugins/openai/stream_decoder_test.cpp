#include "tests/plugins/openai/decoding.hpp"

#include "tests/support/wire_transforms.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace codexflow;
using openai::outcome;
using test::decode_openai;

namespace {

std::string event(std::string_view data)
{
    return "data: " + test::replace_all(std::string(data), "\n", "\ndata: ") + "\n\n";
}

std::string delta(std::string_view members, std::string_view finish = "null")
{
    return event(R"({"model":"m","choices":[{"index":0,"delta":{)" + std::string(members) +
                 R"(},"finish_reason":)" + std::string(finish) + "}]}");
}

const std::string hello = delta(R"("role":"assistant","content":"Hel")") + delta(R"("content":"lo")");
const std::string done = "data: [DONE]\n\n";

bool is(const test::openai_answer& got, outcome expected) { return got.result == expected; }

} // namespace

BOOST_AUTO_TEST_SUITE(openai_stream)

BOOST_AUTO_TEST_CASE(text_and_end)
{
    test::openai_answer got = decode_openai(hello + delta("", "\"stop\"") + done);
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text() == "Hello");
    BOOST_TEST(got.decoder.summary().model == "m");
    BOOST_TEST(got.decoder.choices().at(0).finish == "stop");
}

BOOST_AUTO_TEST_CASE(ends_that_count_and_ends_that_do_not)
{
    BOOST_TEST(is(decode_openai(hello + delta("", "\"stop\"")), outcome::complete)); // no end mark
    BOOST_TEST(is(decode_openai(hello + done), outcome::complete));                  // no finish
    BOOST_TEST(is(decode_openai(hello + delta("", "\"length\"") + done), outcome::incomplete));
    BOOST_TEST(is(decode_openai(hello + delta("", "\"content_filter\"") + done), outcome::incomplete));
    BOOST_TEST(is(decode_openai(hello), outcome::truncated));
    BOOST_TEST(is(decode_openai(hello + event(R"({"choices":[]})")), outcome::truncated)); // Ollama's /v1
    BOOST_TEST(is(decode_openai(": ping\n\n"), outcome::truncated));
    BOOST_TEST(is(decode_openai(""), outcome::truncated));
}

BOOST_AUTO_TEST_CASE(wire_76_what_follows_the_end_mark_is_ignored)
{
    test::openai_answer got = decode_openai(hello + delta("", "\"stop\"") + done +
                                            delta(R"("content":"more")") + done + event("{"));
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text() == "Hello");
}

BOOST_AUTO_TEST_CASE(wire_77_two_end_marks_are_one)
{
    test::openai_answer got = decode_openai(hello + delta("", "\"stop\"") + done + done);
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text() == "Hello");
    BOOST_TEST(is(decode_openai(event(R"({"error":{"message":"m"}})") + done + done), outcome::error));
}

BOOST_AUTO_TEST_CASE(wire_54_comments_and_pings_are_no_events)
{
    const std::string noise = ": OPENROUTER PROCESSING\n\n:\n\nevent: ping\ndata: 1\n\ndata\n\ndata: 17\n\n";
    BOOST_TEST(decode_openai(noise).decoder.events() == 0U);
    BOOST_TEST(decode_openai(noise + hello + noise).decoder.events() == 2U);
    BOOST_TEST(decode_openai(hello + done).decoder.events() == 2U);
}

BOOST_AUTO_TEST_CASE(wire_22_23_24_70_errors_inside_a_stream)
{
    for (const std::string_view report :
         {"data: {\"error\":{\"message\":\"m\",\"code\":500}}\n\n", "data: {\"error\":\"m\"}\n\n",
          "event: error\ndata: {\"message\":\"m\"}\n\n", "error: {\"code\":500,\"message\":\"m\"}\n\n",
          "data: {\"object\":\"error\",\"message\":\"m\"}\n\n",
          "data: "
          "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"!\"}}],\"error\":{\"message\":\"m\"}}\n\n"})
    {
        BOOST_TEST_CONTEXT(report)
        {
            test::openai_answer got =
                decode_openai(hello + std::string(report) + delta("", "\"stop\"") + done);
            BOOST_TEST(is(got, outcome::error));
            BOOST_REQUIRE(got.decoder.error().has_value());
            BOOST_TEST(got.decoder.error()->message == "m");
            BOOST_TEST(got.text().substr(0, 5) == "Hello");
            BOOST_TEST(!got.decoder.may_call_tools());
            BOOST_TEST(is(decode_openai(std::string(report)), outcome::error)); // as the very first event
        }
    }
    BOOST_TEST(is(decode_openai(event(R"({"error":null,"choices":[]})") + hello + done), outcome::complete));
}

BOOST_AUTO_TEST_CASE(an_event_that_is_not_json_breaks_the_answer)
{
    const test::openai_answer got = decode_openai(hello + event("{\"choices\": oops}") + done);
    BOOST_TEST(is(got, outcome::broken));
    BOOST_TEST(got.decoder.fault() == "an event is not JSON (not a JSON value): {\"choices\": oops}");
    BOOST_TEST(is(decode_openai(std::string("data: \0\0\n\n", 10)), outcome::broken));
    const std::string big = event(std::string(100, 'x'));
    BOOST_TEST(is(decode_openai(test::whole(big), 50), outcome::broken));
}

BOOST_AUTO_TEST_CASE(wire_14_pings_and_blank_events_are_skipped)
{
    const std::string noise =
        "event: ping\ndata: 2026-11-17 10:00\n\ndata: \n\ndata\n\nevent: x\n\ndata: 17\n\n";
    BOOST_TEST(is(decode_openai(noise + hello + noise + done), outcome::complete));
}

BOOST_AUTO_TEST_CASE(wire_80_unknown_events_and_members_are_ignored)
{
    const std::string unknown = "event: novelty\n" + event(R"({"type":"new","timings":{"x":1}})") +
                                delta(R"("content":"","annotations":[{"a":[1]}],"audio":null)");
    test::openai_answer got = decode_openai(unknown + hello + unknown + done);
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text() == "Hello");
}

BOOST_AUTO_TEST_CASE(wire_18_32_reasoning_and_refusal_are_not_text)
{
    test::openai_answer got = decode_openai(delta(R"("reasoning_content":"a","content":"x","reasoning":"")") +
                                            delta(R"("reasoning":"b","refusal":"no","content":null)") + done);
    BOOST_TEST(got.texts[0].at(0) == "x");
    BOOST_TEST(got.texts[0].at(1) == "ab");
    BOOST_TEST(got.texts[0].at(2) == "no");
}

BOOST_AUTO_TEST_CASE(wire_26_content_may_be_an_array)
{
    test::openai_answer got = decode_openai(
        delta(
            R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"1"},
                             {"type":"thinking","thinking":"so"},{"type":"text","text":"2"},{"type":"new"}])") +
        done);
    BOOST_TEST(got.texts[0].at(0) == "12");
    BOOST_TEST(got.texts[0].at(1) == "hmso");
}

BOOST_AUTO_TEST_CASE(wire_72_characters_cut_between_deltas_are_joined)
{
    test::openai_answer got = decode_openai(delta(R"("content":"\ud83c","reasoning":"\ud83c")") +
                                            delta(R"("content":"\udf0d!","reasoning":"?")") +
                                            delta(R"("content":"\ud83c")") + done);
    BOOST_TEST(got.texts[0].at(0) == "\xF0\x9F\x8C\x8D!\xEF\xBF\xBD");
    BOOST_TEST(got.texts[0].at(1) == "\xEF\xBF\xBD?");
}

BOOST_AUTO_TEST_CASE(the_last_usage_counts)
{
    const test::openai_answer got =
        decode_openai(event(R"({"choices":[],"usage":{"prompt_tokens":1}})") + hello +
                      event(R"({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,
                               "completion_tokens_details":{"reasoning_tokens":0}}})") +
                      event(R"({"choices":[],"usage":null})") + done);
    BOOST_TEST(got.decoder.summary().input_tokens.value() == 3U);
    BOOST_TEST(got.decoder.summary().output_tokens.value() == 4U);
    BOOST_TEST(got.decoder.summary().reasoning_tokens.value() == 0U);
    BOOST_TEST(!got.decoder.summary().cached_tokens.has_value());
}

BOOST_AUTO_TEST_CASE(wire_11_tool_calls_count_only_after_a_proper_end)
{
    const std::string call =
        delta(R"("tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}])");
    BOOST_TEST(decode_openai(call + delta("", "\"tool_calls\"") + done).decoder.may_call_tools());
    BOOST_TEST(decode_openai(call + delta("", "\"stop\"") + done).decoder.may_call_tools());
    BOOST_TEST(decode_openai(call + done).decoder.may_call_tools());
    BOOST_TEST(!decode_openai(call + delta("", "\"length\"") + done).decoder.may_call_tools());
    BOOST_TEST(!decode_openai(call).decoder.may_call_tools());
}

BOOST_AUTO_TEST_CASE(wire_71_calls_without_index_in_one_event)
{
    // As openai-mock-api sends them: no index, finish "stop".
    const test::openai_answer got =
        decode_openai(delta(R"("tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},
                                             {"id":"b","function":{"name":"g","arguments":"{}"}}])",
                            "\"stop\"") +
                      done);
    BOOST_TEST(got.calls().size() == 2U);
    BOOST_TEST(got.decoder.may_call_tools());
}

BOOST_AUTO_TEST_CASE(one_whole_document)
{
    const std::string body =
        R"({"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello",
        "reasoning_content":"hm","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        "finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":4}})";
    for (const test::pieces& pieces :
         {test::whole(body), test::byte_wise(body), test::random_pieces(body, 1)})
    {
        test::openai_answer got = decode_openai(pieces);
        BOOST_TEST(is(got, outcome::complete));
        BOOST_TEST(got.texts[0].at(0) == "Hello");
        BOOST_TEST(got.texts[0].at(1) == "hm");
        BOOST_TEST(got.calls().at(0).name == "f");
        BOOST_TEST(got.decoder.summary().output_tokens.value() == 4U);
    }
    BOOST_TEST(is(decode_openai("\r\n" + body + "\n"), outcome::complete));
    BOOST_TEST(is(decode_openai(body.substr(0, body.size() - 1)), outcome::truncated));
    BOOST_TEST(is(decode_openai(R"({"error":{"message":"m"}})"), outcome::error));
    BOOST_TEST(is(decode_openai(R"({"hello":1})"), outcome::broken));
    BOOST_TEST(is(decode_openai(R"({"choices":[]})"), outcome::broken));
    BOOST_TEST(is(decode_openai("{oops}"), outcome::broken));
    BOOST_TEST(is(decode_openai(test::whole(body), 50), outcome::broken));
}

BOOST_AUTO_TEST_SUITE_END()
