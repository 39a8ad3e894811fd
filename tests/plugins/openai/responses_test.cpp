// The Responses interface: what the recordings do not hold, what single ones were recorded for, and requests.
#include "plugins/openai/finished_answer.hpp"
#include "plugins/openai/responses_body.hpp"
#include "tests/plugins/openai/responses_decoding.hpp"
#include "tests/plugins/wire_case.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <string_view>

using namespace codexflow;
using openai::outcome;
using test::decode_responses;

namespace {

std::string event(std::string_view type, std::string_view members = "")
{
    const std::string rest = members.empty() ? "" : "," + std::string(members);
    return "event: " + std::string(type) + "\ndata: {\"type\":\"" + std::string(type) + "\"" + rest + "}\n\n";
}

std::string text_delta(std::string_view text, int output = 0, int part = 0)
{
    return event("response.output_text.delta",
                 "\"item_id\":\"i\",\"output_index\":" + std::to_string(output) + ",\"content_index\":" +
                     std::to_string(part) + ",\"delta\":\"" + std::string(text) + "\"");
}

std::string item_event(std::string_view what, int output, std::string_view item)
{
    return event("response.output_item." + std::string(what),
                 "\"output_index\":" + std::to_string(output) + ",\"item\":" + std::string(item));
}

std::string completed(std::string_view output)
{
    return event("response.completed",
                 R"("response":{"status":"completed","model":"m","output":)" + std::string(output) + "}");
}

const std::string hello_item =
    R"({"type":"message","id":"x","content":[{"type":"output_text","text":"Hello"}]})";
const std::string hello =
    item_event("added", 0, R"({"type":"message","content":[]})") + text_delta("Hel") + text_delta("lo");

std::optional<test::responses_answer> recorded(std::string_view id)
{
    const std::string body = test::wire_body(id);
    if (body.empty())
        return std::nullopt;
    return decode_responses(test::random_pieces(body, 1));
}

std::string body_of(std::string_view request, std::string_view settings)
{
    json::document doc;
    BOOST_REQUIRE_MESSAGE(doc.parse(request), doc.error().message);
    return openai::write_responses_body(doc.root(), openai::read_settings(settings));
}

} // namespace

BOOST_AUTO_TEST_SUITE(responses)

BOOST_AUTO_TEST_CASE(text_is_given_once_although_it_comes_four_times)
{
    const auto got = decode_responses(
        hello + event("response.output_text.done", R"("output_index":0,"content_index":0,"text":"Hello")") +
        event("response.content_part.done",
              R"("output_index":0,"part":{"type":"output_text","text":"Hello"})") +
        item_event("done", 0, hello_item) + completed("[" + hello_item + "]"));
    BOOST_TEST((got.result == outcome::complete));
    BOOST_TEST(got.text() == "Hello");
    BOOST_TEST(got.decoder.summary().model == "m");
    BOOST_TEST(got.decoder.provider_state() == "");
}

BOOST_AUTO_TEST_CASE(text_that_no_piece_brought_is_not_lost)
{
    BOOST_TEST(decode_responses(
                   event("response.output_text.done", R"("output_index":0,"content_index":0,"text":"A")") +
                   completed("[]"))
                   .text() == "A");
    BOOST_TEST(decode_responses(item_event("done", 0, hello_item) + completed("[]")).text() == "Hello");
    BOOST_TEST(decode_responses(completed("[" + hello_item + "]")).text() == "Hello");
    const auto parts = decode_responses(
        text_delta("one ") +
        completed(
            R"([{"type":"message","content":[{"type":"output_text","text":"one "},{"type":"output_text","text":"two"}]}])"));
    BOOST_TEST(parts.text() == "one two");
}

BOOST_AUTO_TEST_CASE(the_order_is_that_of_the_output)
{
    const auto got = decode_responses(
        item_event("added", 1, R"({"type":"function_call","call_id":"b","name":"g"})") +
        item_event("added", 0, R"({"type":"function_call","call_id":"a","name":"f"})") +
        event("response.function_call_arguments.delta", R"("output_index":1,"delta":"{\"x\":")") +
        event("response.function_call_arguments.delta", R"("output_index":0,"delta":"{}")") +
        event("response.function_call_arguments.delta", R"("output_index":1,"delta":"1}")") +
        event("response.completed", R"("response":{"status":"completed"})"));
    const auto calls = openai::calls_of(got.decoder);
    BOOST_TEST_REQUIRE(calls.size() == 2U);
    BOOST_TEST(calls[0].id == "a");
    BOOST_TEST(calls[1].arguments == R"({"x":1})");
}

BOOST_AUTO_TEST_CASE(a_custom_tool_gets_its_text_as_an_argument)
{
    const auto got = decode_responses(
        item_event("added", 0, R"({"type":"custom_tool_call","call_id":"c","name":"patch","input":""})") +
        event("response.custom_tool_call_input.delta", R"("output_index":0,"delta":"+ a\n")") +
        event("response.custom_tool_call_input.done", R"("output_index":0,"input":"+ a\n")") +
        completed(R"([{"type":"custom_tool_call","call_id":"c","name":"patch","input":"+ a\n"}])"));
    const auto calls = openai::calls_of(got.decoder);
    BOOST_TEST_REQUIRE(calls.size() == 1U);
    BOOST_TEST(calls[0].arguments == R"({"input":"+ a\n"})");
    BOOST_TEST(got.decoder.provider_state() ==
               R"({"responses":[{"type":"custom_tool_call","call_id":"c","name":"patch","input":"+ a\n"}]})");
}

BOOST_AUTO_TEST_CASE(what_the_server_does_itself_is_not_ours)
{
    const std::string search = R"({"type":"web_search_call","id":"w","status":"completed"})";
    const auto got =
        decode_responses(item_event("added", 0, search) + event("response.web_search_call.searching") +
                         event("response.news", R"("output_index":7)") + text_delta("found", 1) +
                         completed("[" + search + "," + hello_item + "]"));
    BOOST_TEST(openai::answer_of(got.decoder).finish == "stop");
    BOOST_TEST(openai::calls_of(got.decoder).empty());
    BOOST_TEST(got.text() == "found");
    BOOST_TEST(got.decoder.provider_state().find("web_search_call") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(ends)
{
    BOOST_TEST((decode_responses(hello).result == outcome::truncated));
    BOOST_TEST((decode_responses(hello + "data: [DONE]\n\n").result == outcome::truncated));
    BOOST_TEST((decode_responses("").result == outcome::truncated));
    BOOST_TEST((decode_responses(hello + "data: {oops\n\n").result == outcome::broken));
    const auto filtered = decode_responses(
        hello +
        event("response.incomplete",
              R"("response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"}})"));
    BOOST_TEST((filtered.result == outcome::incomplete));
    BOOST_TEST(openai::answer_of(filtered.decoder).finish == "content_filter");
    const auto stopped =
        decode_responses(event("response.cancelled", R"("response":{"status":"cancelled"})"));
    BOOST_TEST((stopped.result == outcome::error));
    // An event without a name, as one gateway sends them, with an end mark behind it.
    const auto nameless =
        decode_responses(R"(data: {"type":"response.output_text.delta","output_index":0,"delta":"Hi"})"
                         "\n\n"
                         R"(data: {"type":"response.completed","response":{"status":"completed"}})"
                         "\n\ndata: [DONE]\n\n");
    BOOST_TEST((nameless.result == outcome::complete));
    BOOST_TEST(nameless.text() == "Hi");
}

BOOST_AUTO_TEST_CASE(errors_flat_and_nested)
{
    const auto flat =
        decode_responses(event("error", R"("code":"server_error","message":"oh","param":null)"));
    BOOST_TEST((flat.result == outcome::error));
    BOOST_TEST(flat.decoder.error()->message == "oh");
    BOOST_TEST(flat.decoder.error()->code == "server_error");
    const auto failed = decode_responses(
        event("response.failed",
              R"("response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"slow"}})"));
    BOOST_TEST((failed.result == outcome::error));
    BOOST_TEST(error_kind(*failed.decoder.error()) == "rate_limited");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_not_streamed)
{
    const std::string whole =
        R"({"object":"response","status":"completed","error":null,"model":"m","output":[
            {"type":"reasoning","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}]},)" +
        hello_item + R"(],"usage":{"input_tokens":3,"output_tokens":9}})";
    const auto got = decode_responses(test::byte_wise(whole));
    BOOST_TEST((got.result == outcome::complete));
    BOOST_TEST(got.text() == "Hello");
    BOOST_TEST(got.reasoning() == "a\n\nb");
    BOOST_TEST(got.decoder.summary().output_tokens.value() == 9U);
    BOOST_TEST(
        (decode_responses(std::string_view(whole).substr(0, whole.size() - 4)).result == outcome::truncated));
    BOOST_TEST((decode_responses(R"({"error":{"message":"m"}})").result == outcome::error));
    BOOST_TEST((decode_responses(R"({"id":"x"})").result == outcome::broken));
}

BOOST_AUTO_TEST_CASE(wire_81_one_failure_is_told_once)
{
    if (const auto got = recorded("responses/error-then-failed"))
    {
        BOOST_TEST((got->result == outcome::error));
        BOOST_TEST(error_kind(*got->decoder.error()) == "quota");
    }
}

BOOST_AUTO_TEST_CASE(wire_81_two_calls)
{
    if (const auto got = recorded("responses/parallel-function-calls"))
    {
        const auto calls = openai::calls_of(got->decoder);
        BOOST_TEST_REQUIRE(calls.size() == 2U);
        BOOST_TEST(calls[0].id == "call_NnEvpiwdL8XrZ6F3T9VJyVw7"); // what a result names, not the item's id
        BOOST_TEST(calls[1].arguments == R"({"a":2,"b":3})");
        BOOST_TEST(openai::answer_of(got->decoder).finish == "tool_calls");
    }
}

BOOST_AUTO_TEST_CASE(wire_81_an_answer_of_nothing_but_reasoning)
{
    if (const auto got = recorded("responses/incomplete-max-output"))
    {
        BOOST_TEST(openai::answer_of(got->decoder).finish == "length");
        BOOST_TEST(got->text() == "");
        BOOST_TEST(got->decoder.provider_state() == ""); // half a turn is not given back
    }
}

BOOST_AUTO_TEST_CASE(wire_81_ids_that_change_on_the_way)
{
    if (const auto got = recorded("responses/copilot-id-rotation"))
    {
        BOOST_TEST(got->decoder.items().size() == 2U);
        BOOST_TEST(got->reasoning() == "**Counting character occurrences**");
        BOOST_TEST(got->decoder.provider_state() == ""); // not sealed: the server has nothing to know it by
    }
}

BOOST_AUTO_TEST_CASE(wire_81_sealed_reasoning_goes_back_before_its_call)
{
    if (const auto got = recorded("responses/reasoning-summary-tool"))
    {
        const std::string state = got->decoder.provider_state();
        json::document doc;
        BOOST_TEST_REQUIRE(doc.parse(state));
        const json::value items = doc.root()["responses"];
        BOOST_TEST_REQUIRE(items.size() == 2U);
        BOOST_TEST(!items[0]["encrypted_content"].string().empty());
        BOOST_TEST(items[1]["call_id"].string() == openai::calls_of(got->decoder).at(0).id);
    }
}

BOOST_AUTO_TEST_CASE(wire_81_a_refusal_is_not_text)
{
    if (const auto got = recorded("responses/refusal"))
    {
        BOOST_TEST(got->text() == "");
        BOOST_TEST(got->refusal().starts_with("I'm sorry"));
    }
}

BOOST_AUTO_TEST_CASE(wire_86_a_plain_question)
{
    BOOST_TEST(body_of(R"({"model":"a","system":"be brief","messages":[{"role":"user","content":"hi"}],
                           "stream":true,"agent":"secret","task_id":"t"})",
                       R"({"api":"responses","model":"b"})") ==
               R"({"model":"a","instructions":"be brief","input":[{"role":"user","content":"hi"}],)"
               R"("store":false,"stream":true})");
}

BOOST_AUTO_TEST_CASE(wire_86_settings_go_along_under_the_names_of_this_interface)
{
    BOOST_TEST(
        body_of(
            R"({"messages":[],"stream":false})",
            R"({"api":"responses","model":"b","max_tokens":9,"reasoning_effort":"low","temperature":1,"seed":3,
                           "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},
                           "options":{"truncation":"auto"}})") ==
        R"({"model":"b","input":[],"store":false,"include":["reasoning.encrypted_content"],"stream":false,)"
        R"("temperature":1,"max_output_tokens":9,"reasoning":{"effort":"low","summary":"auto"},)"
        R"("text":{"format":{"type":"json_schema","name":"n","schema":{}}},"truncation":"auto"})");
}

BOOST_AUTO_TEST_CASE(wire_86_tools_and_their_history)
{
    BOOST_TEST(
        body_of(R"({"model":"a","messages":[
        {"role":"assistant","content":"so","tool_calls":[{"id":"c1","name":"f","arguments":"{\"n\":1.0}"}]},
        {"role":"tool","content":"42","tool_call_id":"c1"}],
        "tools":[{"name":"f","description":"d","parameters":{"type":"object"}}]})",
                R"({"api":"responses"})") ==
        R"({"model":"a","input":[{"role":"assistant","content":"so"},)"
        R"({"type":"function_call","call_id":"c1","name":"f","arguments":"{\"n\":1.0}"},)"
        R"({"type":"function_call_output","call_id":"c1","output":"42"}],)"
        R"("tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":false}],)"
        R"("store":false,"stream":true})");
}

BOOST_AUTO_TEST_CASE(what_the_server_wanted_back_goes_back_unchanged)
{
    BOOST_TEST(
        body_of(R"({"model":"a","messages":[{"role":"assistant","content":"so","provider_state":
        "{\"responses\":[{\"type\":\"reasoning\",\"encrypted_content\":\"e\"},{\"type\":\"custom_tool_call\",\"call_id\":\"c\"}]}",
        "tool_calls":[{"id":"c","name":"f"}]},{"role":"tool","content":"1","tool_call_id":"c"}]})",
                R"({"api":"responses"})") ==
        R"({"model":"a","input":[{"type":"reasoning","encrypted_content":"e"},)"
        R"({"type":"custom_tool_call","call_id":"c"},)"
        R"({"type":"custom_tool_call_output","call_id":"c","output":"1"}],"store":false,"stream":true})");
}

BOOST_AUTO_TEST_SUITE_END()
