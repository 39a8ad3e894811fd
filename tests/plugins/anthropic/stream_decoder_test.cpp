// What the recordings do not hold, and what single ones were recorded for, each said in words of its own.
#include "tests/plugins/anthropic/decoding.hpp"

#include "plugins/anthropic/paused_turn.hpp"
#include "tests/plugins/wire_case.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace codexflow;
using anthropic::outcome;
using test::decode_anthropic;

namespace {

std::string event(std::string_view type, std::string_view members = "")
{
    const std::string rest = members.empty() ? "" : "," + std::string(members);
    return "event: " + std::string(type) + "\ndata: {\"type\":\"" + std::string(type) + "\"" + rest + "}\n\n";
}

std::string text_delta(std::string_view text, int index = 0)
{
    return event("content_block_delta", "\"index\":" + std::to_string(index) +
                                            R"(,"delta":{"type":"text_delta","text":")" + std::string(text) +
                                            "\"}");
}

std::string block(int index, std::string_view json)
{
    return event("content_block_start",
                 "\"index\":" + std::to_string(index) + ",\"content_block\":" + std::string(json));
}

std::string stop(std::string_view reason, std::string_view usage = R"({"output_tokens":5})")
{
    return event("message_delta", R"("delta":{"stop_reason":")" + std::string(reason) + R"("},"usage":)" +
                                      std::string(usage)) +
           event("message_stop");
}

const std::string start =
    event("message_start", R"("message":{"model":"m","usage":{"input_tokens":3,"output_tokens":1}})");
const std::string open_text = block(0, R"({"type":"text","text":""})");
const std::string block_end = event("content_block_stop", "\"index\":0");
const std::string hello = start + open_text + text_delta("Hel") + text_delta("lo") + block_end;

bool is(const test::anthropic_answer& got, outcome expected) { return got.result == expected; }

/// The recording, decoded in random pieces; nothing where the recordings are absent.
std::optional<test::anthropic_answer> recorded(std::string_view id)
{
    const std::string body = test::wire_body(id);
    if (body.empty())
        return std::nullopt;
    return decode_anthropic(test::random_pieces(body, 1));
}

} // namespace

BOOST_AUTO_TEST_SUITE(anthropic_stream)

BOOST_AUTO_TEST_CASE(text_and_end)
{
    const test::anthropic_answer got = decode_anthropic(hello + stop("end_turn"));
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text == "Hello");
    BOOST_TEST(got.decoder.summary().model == "m");
    BOOST_TEST(got.decoder.summary().input_tokens.value() == 3U);
    BOOST_TEST(got.decoder.summary().output_tokens.value() == 5U);
    BOOST_TEST(got.decoder.finish_word() == "stop");
    BOOST_TEST(got.decoder.provider_state() == "");
}

BOOST_AUTO_TEST_CASE(ends_and_their_words)
{
    for (const auto& [reason, word, end] :
         {std::tuple("end_turn", "stop", outcome::complete),
          std::tuple("stop_sequence", "stop", outcome::complete),
          std::tuple("max_tokens", "length", outcome::incomplete),
          std::tuple("model_context_window_exceeded", "length", outcome::incomplete),
          std::tuple("refusal", "content_filter", outcome::incomplete),
          std::tuple("pause_turn", "pause", outcome::incomplete),
          std::tuple("newer_word", "stop", outcome::complete)})
    {
        const test::anthropic_answer got = decode_anthropic(hello + stop(reason));
        BOOST_TEST(got.decoder.finish_word() == word);
        BOOST_TEST(is(got, end), reason);
    }
    BOOST_TEST(is(decode_anthropic(hello), outcome::truncated));
    BOOST_TEST(is(decode_anthropic(hello + "data: [DONE]\n\n"), outcome::truncated)); // a gateway's word only
    BOOST_TEST(is(decode_anthropic(""), outcome::truncated));
    BOOST_TEST(
        is(decode_anthropic(hello + "event: data\ndata: [DONE]\n\n" + stop("end_turn")), outcome::complete));
}

BOOST_AUTO_TEST_CASE(a_refusal_is_told_apart)
{
    const test::anthropic_answer got = decode_anthropic(
        hello +
        event("message_delta", R"("delta":{"stop_reason":"refusal","stop_details":{"explanation":"no"}})") +
        event("message_stop"));
    BOOST_TEST(got.decoder.summary().refusal == "no");
    BOOST_TEST(got.text == "Hello");
}

BOOST_AUTO_TEST_CASE(wire_80_what_is_not_known_is_ignored)
{
    const test::anthropic_answer got = decode_anthropic(
        event("news", R"("x":1)") + start + event("ping") + "event: ping\ndata: not json\n\n" + open_text +
        event("content_block_delta", R"("index":0,"delta":{"type":"mood_delta","text":"no"})") +
        text_delta("yes") + block(1, R"({"type":"hologram","shape":"cube"})") +
        event("content_block_delta", R"("index":1,"delta":{"type":"shape_delta","shape":"ball"})") +
        event("content_block_stop", "\"index\":1") + stop("end_turn"));
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text == "yes");
    BOOST_TEST(got.decoder.blocks().size() == 2U);
    BOOST_TEST(
        got.decoder.provider_state() ==
        R"([{"type":"text","text":"yes"},{"type":"hologram","shape":"cube"}])"); // kept for the next turn
}

BOOST_AUTO_TEST_CASE(a_message_that_begins_again_counts_from_there)
{
    const test::anthropic_answer again = decode_anthropic(start + open_text + hello + stop("end_turn"));
    BOOST_TEST(is(again, outcome::complete));
    BOOST_TEST(again.text == "Hello");
    BOOST_TEST(again.decoder.blocks().size() == 1U);

    const test::anthropic_answer late = decode_anthropic(hello + hello + stop("end_turn"));
    BOOST_TEST(is(late, outcome::broken)); // what was passed on cannot be taken back
    BOOST_TEST(late.text == "Hello");
    BOOST_TEST(!late.decoder.fault().empty());
}

BOOST_AUTO_TEST_CASE(errors)
{
    const test::anthropic_answer got = decode_anthropic(
        hello + event("error", R"("error":{"type":"api_error","message":"oh"})") + stop("end_turn"));
    BOOST_TEST(is(got, outcome::error));
    BOOST_TEST(got.decoder.error()->message == "oh");
    BOOST_TEST(got.text == "Hello");
    BOOST_TEST(is(decode_anthropic(start + "data: {oops\n\n"), outcome::broken));
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_streamed)
{
    const std::string whole =
        R"({"type":"message","model":"m","content":[{"type":"thinking","thinking":"hm","signature":"s"},
            {"type":"text","text":"Hello"},{"type":"tool_use","id":"c","name":"f","input":{"n":1.0}}],
            "stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":9}})";
    const test::anthropic_answer got = decode_anthropic(test::byte_wise(whole));
    BOOST_TEST(is(got, outcome::complete));
    BOOST_TEST(got.text == "Hello");
    BOOST_TEST(got.thinking == "hm");
    BOOST_TEST(got.calls().at(0)->arguments() == R"({"n":1.0})");
    BOOST_TEST(got.decoder.may_call_tools());
    BOOST_TEST(is(decode_anthropic(std::string_view(whole).substr(0, whole.size() - 9)), outcome::truncated));
    BOOST_TEST(is(decode_anthropic(R"({"type":"error","error":{"message":"m"}})"), outcome::error));
    BOOST_TEST(is(decode_anthropic(R"({"id":"x"})"), outcome::broken));
    BOOST_TEST(is(decode_anthropic(test::whole(whole), 40), outcome::broken)); // longer than allowed
}

BOOST_AUTO_TEST_CASE(wire_73_arguments_stay_as_they_were_written)
{
    const std::string json = R"({\"a\":9007199254740993,\"b\":1e400,\"c\":-0,\"d\":1.0})";
    const test::anthropic_answer got = decode_anthropic(
        start + block(0, R"({"type":"tool_use","id":"c","name":"f","input":{}})") +
        event("content_block_delta",
              R"("index":0,"delta":{"type":"input_json_delta","partial_json":")" + json + "\"}") +
        block_end + stop("tool_use"));
    BOOST_TEST(got.calls().at(0)->arguments() == R"({"a":9007199254740993,"b":1e400,"c":-0,"d":1.0})");
    const test::anthropic_answer none = decode_anthropic(
        start + block(0, R"({"type":"tool_use","id":"c","name":"f","input":{}})") + block_end + stop("tool_use"));
    BOOST_TEST(none.calls().at(0)->arguments() == "{}");
}

BOOST_AUTO_TEST_CASE(a_call_without_an_id_gets_one)
{
    const test::anthropic_answer got =
        decode_anthropic(start + block(0, R"({"type":"thinking","thinking":"t"})") + block_end +
                         block(1, R"({"type":"tool_use","name":"f","input":{}})") + stop("tool_use"));
    BOOST_TEST(got.calls().at(0)->id == "call_2");
    BOOST_TEST(got.decoder.provider_state().find(R"("id":"call_2")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(wire_78_a_call_cut_by_the_limit_is_not_carried_out)
{
    if (const auto got = recorded("anthropic/max-tokens-partial-json"))
    {
        BOOST_TEST(is(*got, outcome::incomplete));
        BOOST_TEST(got->calls().size() == 1U);
        BOOST_TEST(!got->calls()[0]->arguments_valid());
        BOOST_TEST(!got->decoder.may_call_tools());
        BOOST_TEST(got->decoder.finish_word() == "length");
        BOOST_TEST(got->decoder.provider_state().find("tool_use") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_78_hidden_thinking_goes_back_unread)
{
    if (const auto got = recorded("anthropic/redacted-thinking"))
    {
        BOOST_TEST(got->text == "OK");
        BOOST_TEST(got->thinking == "");
        json::document state;
        const std::string text = got->decoder.provider_state();
        BOOST_TEST_REQUIRE(state.parse(text));
        BOOST_TEST_REQUIRE(state.root().size() == 3U);
        BOOST_TEST(state.root()[0]["type"].string() == "redacted_thinking");
        BOOST_TEST(state.root()[0]["data"].string().size() == 28U);
        BOOST_TEST(state.root()[2]["text"].string() == "OK");
    }
}

BOOST_AUTO_TEST_CASE(wire_78_signed_thinking_goes_back_with_its_signature)
{
    if (const auto got = recorded("anthropic/thinking-then-tool"))
    {
        json::document state;
        const std::string text = got->decoder.provider_state();
        BOOST_TEST_REQUIRE(state.parse(text));
        BOOST_TEST(state.root()[0]["thinking"].string() == got->thinking);
        BOOST_TEST(!state.root()[0]["signature"].string().empty());
        BOOST_TEST(state.root()[1]["input"]["location"].string() == "Florence, Italy");
    }
}

BOOST_AUTO_TEST_CASE(wire_78_arguments_split_within_an_escape)
{
    if (const auto got = recorded("anthropic/unicode-args-escape-split"))
    {
        json::document arguments;
        BOOST_TEST_REQUIRE(arguments.parse(got->calls().at(0)->arguments()));
        BOOST_TEST(arguments.root()["message"].string().ends_with("caf\xC3\xA9\"!"));
    }
}

BOOST_AUTO_TEST_CASE(wire_78_the_servers_own_tools_are_not_ours)
{
    if (const auto got = recorded("anthropic/server-web-search"))
    {
        BOOST_TEST(got->calls().empty());
        BOOST_TEST(is(*got, outcome::complete));
        BOOST_TEST(got->decoder.finish_word() == "stop");
        BOOST_TEST(got->decoder.provider_state().find("web_search_tool_result") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_78_an_error_keeps_what_came_before)
{
    if (const auto got = recorded("anthropic/error-overloaded-doc"))
    {
        BOOST_TEST(is(*got, outcome::error));
        BOOST_TEST(got->text == "Hello there!");
        BOOST_TEST(error_kind(*got->decoder.error()) == "overloaded");
    }
}

BOOST_AUTO_TEST_CASE(wire_78_no_blank_line_is_needed_at_the_end)
{
    if (const auto got = recorded("anthropic/tool-use-no-final-blank"))
    {
        BOOST_TEST(is(*got, outcome::complete));
        BOOST_TEST(got->decoder.may_call_tools());
    }
}

BOOST_AUTO_TEST_CASE(parts_of_a_paused_turn_add_up)
{
    anthropic::paused_turn turn;
    const std::string counts = R"({"input_tokens":10,"output_tokens":5,"cache_read_input_tokens":2,)"
                               R"("cache_creation_input_tokens":1})";
    turn.add(decode_anthropic(hello + stop("pause_turn", counts)).decoder);
    BOOST_TEST(turn.paused());
    BOOST_TEST(turn.blocks() == R"([{"type":"text","text":"Hello"}])");
    turn.add(
        decode_anthropic(start + open_text + text_delta("!") + block_end + stop("end_turn", counts)).decoder);
    BOOST_TEST(!turn.paused());
    const chat_result whole = turn.result();
    BOOST_TEST(whole.finish == "stop");
    BOOST_TEST(whole.provider_state == R"([{"type":"text","text":"Hello"},{"type":"text","text":"!"}])");
    BOOST_TEST(whole.input_tokens.value() == 26U);
    BOOST_TEST(whole.cached_tokens.value() == 4U);
    BOOST_TEST(whole.output_tokens.value() == 10U);
}

BOOST_AUTO_TEST_CASE(a_server_that_only_pauses_is_not_asked_for_ever)
{
    anthropic::paused_turn turn;
    unsigned parts = 0;
    do
    {
        turn.add(decode_anthropic(hello + stop("pause_turn")).decoder);
        ++parts;
    } while (turn.paused());
    BOOST_TEST(parts == anthropic::paused_turn::most_parts);
    BOOST_TEST(turn.result().finish == "length");
}

BOOST_AUTO_TEST_SUITE_END()
