// What single recordings of Ollama servers were recorded for, and streams of the server's stand-ins.
#include "plugins/ollama/request_body.hpp"
#include "tests/plugins/ollama/decoding.hpp"
#include "tests/plugins/wire_case.hpp"
#include "tests/support/wire_transforms.hpp"

#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;
using ollama::outcome;

namespace {

/// The recording, decoded in random pieces; nothing where the recordings are absent.
std::optional<test::ollama_answer> decode(std::string_view id)
{
    const std::string body = test::wire_body(id);
    if (body.empty())
        return std::nullopt;
    return test::decode_ollama(test::random_pieces(body, 1));
}

constexpr std::string_view two_calls_without_ids =
    R"({"message":{"content":"","tool_calls":[{"function":{"name":"f","arguments":{"x":1}}},)"
    R"({"function":{"name":"g","arguments":{}}}]},"done":false})"
    "\n{\"done\":true,\"done_reason\":\"stop\"}\n";

/// A history of one turn with @p calls, all answered, as the next request sends it.
std::string history_of(const std::vector<ollama::tool_call>& calls)
{
    std::string request;
    json_writer out(request);
    out.begin_object().member("model", "m").key("messages").begin_array();
    out.begin_object().member("role", "assistant").member("content", "").key("tool_calls").begin_array();
    for (const ollama::tool_call& call : calls)
        out.begin_object()
            .member("id", call.id)
            .member("name", call.name)
            .member("arguments", call.arguments)
            .end_object();
    out.end_array().end_object();
    for (const ollama::tool_call& call : calls)
        out.begin_object()
            .member("role", "tool")
            .member("content", "done")
            .member("tool_call_id", call.id)
            .end_object();
    out.end_array().end_object();

    json::document asked;
    BOOST_REQUIRE(asked.parse(request));
    const ollama::provider_settings settings = ollama::read_settings("{}");
    return ollama::write_request_body(asked.root(), settings, ollama::plan_call(asked.root(), settings, {}));
}

} // namespace

BOOST_AUTO_TEST_SUITE(ollama_wire_cases)

BOOST_AUTO_TEST_CASE(wire_34_two_calls_on_two_lines)
{
    if (auto got = decode("ollama/tools-parallel-two-lines"))
    {
        BOOST_TEST((got->result == outcome::complete));
        BOOST_TEST(got->decoder.done_reason() == "stop");
        BOOST_REQUIRE(got->decoder.calls().size() == 2U);
        BOOST_TEST(got->decoder.calls()[0].name == "lookup_harbor_label");
        BOOST_TEST(got->decoder.calls()[1].name == "lookup_orchard_label");
    }
}

BOOST_AUTO_TEST_CASE(wire_35_made_ids_are_unique_and_stay_in_the_history)
{
    const test::ollama_answer got = test::decode_ollama(two_calls_without_ids);
    BOOST_REQUIRE(got.decoder.calls().size() == 2U);
    BOOST_TEST(got.decoder.calls()[0].id == "call_1");
    BOOST_TEST(got.decoder.calls()[1].id == "call_2");

    const std::string body = history_of(got.decoder.calls());
    json::document sent;
    BOOST_REQUIRE(sent.parse(body));
    const json::value messages = sent.root()["messages"];
    BOOST_TEST(messages[0]["tool_calls"][0]["id"].string() == "call_1");
    BOOST_TEST(messages[0]["tool_calls"][1]["id"].string() == "call_2");
    BOOST_TEST(messages[1]["tool_call_id"].string() == "call_1");
    BOOST_TEST(messages[1]["tool_name"].string() == "f");
    BOOST_TEST(messages[2]["tool_name"].string() == "g");

    if (auto recorded = decode("ollama/tools-no-id-doc"))
        BOOST_TEST(recorded->decoder.calls().at(0).id == "call_1");
}

BOOST_AUTO_TEST_CASE(wire_36_thinking_and_then_a_call)
{
    if (auto got = decode("ollama/thinking-then-tool"))
    {
        BOOST_TEST(got->text == "");
        BOOST_TEST(got->reasoning.size() == 2472U);
        BOOST_TEST(got->decoder.calls().at(0).name == "lookup_harbor_label");
    }
}

BOOST_AUTO_TEST_CASE(wire_37_an_error_in_the_middle_keeps_the_text)
{
    if (auto got = decode("ollama/error-midstream-doc"))
    {
        BOOST_TEST((got->result == outcome::error));
        BOOST_TEST(got->decoder.error()->message == "an error was encountered while running the model");
        BOOST_TEST(got->text == " Yes.Ican");
    }
}

BOOST_AUTO_TEST_CASE(wire_38_done_for_length)
{
    if (auto got = decode("ollama/done-reason-length"))
    {
        BOOST_TEST((got->result == outcome::incomplete));
        BOOST_TEST(got->decoder.done_reason() == "length");
    }
}

BOOST_AUTO_TEST_CASE(wire_39_durations_are_nanoseconds_of_64_bit)
{
    const test::ollama_answer got = test::decode_ollama(
        R"({"done":true,"total_duration":9223372036854775807,"load_duration":5589157167,"eval_duration":4294967296})");
    const ollama::timings& measured = got.decoder.measured();
    BOOST_TEST(measured.total->count() == INT64_MAX);
    BOOST_TEST((std::chrono::duration_cast<std::chrono::milliseconds>(*measured.load).count() == 5589));
    BOOST_TEST(measured.answer->count() == 4294967296);
    BOOST_TEST(!measured.prompt.has_value());
    const test::ollama_answer beyond =
        test::decode_ollama(R"({"done":true,"total_duration":9223372036854775808,"eval_count":3})");
    BOOST_TEST(!beyond.decoder.measured().total.has_value());
    BOOST_TEST(beyond.decoder.summary().output_tokens.value() == 3U);
}

BOOST_AUTO_TEST_CASE(wire_40_stand_ins_send_error_objects_and_reasoning_content)
{
    const test::ollama_answer got = test::decode_ollama(
        R"({"message":{"content":"","reasoning_content":"hm"},"done":false})"
        "\n"
        R"({"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}})"
        "\n");
    BOOST_TEST((got.result == outcome::error));
    BOOST_TEST(got.reasoning == "hm");
    BOOST_TEST(got.decoder.error()->message == "slow down");
    BOOST_TEST(error_kind(*got.decoder.error()) == "rate_limited");
}

BOOST_AUTO_TEST_CASE(wire_42_one_object_on_a_stream_request)
{
    const std::string body =
        R"({"model":"m","message":{"role":"assistant","content":"Hi","thinking":"hm"},"done":true,"eval_count":2})";
    std::string spread = test::replace_all(body, ",\"", ",\r\n  \"");
    spread.insert(1, "\r\n");
    for (const std::string& form : {body, body + "\n", spread, "\n" + spread + "\n"})
    {
        for (const test::pieces& pieces : {test::whole(form), test::byte_wise(form)})
        {
            const test::ollama_answer got = test::decode_ollama(pieces);
            BOOST_TEST((got.result == outcome::complete), form);
            BOOST_TEST(got.text == "Hi");
            BOOST_TEST(got.reasoning == "hm");
            BOOST_TEST(got.decoder.summary().output_tokens.value() == 2U);
        }
    }
    const std::string cut = spread.substr(0, spread.size() - 8);
    BOOST_TEST((test::decode_ollama(cut).result == outcome::truncated));
    BOOST_TEST((test::decode_ollama("{\n\"message\": oops\n}\n").result == outcome::broken));
    BOOST_TEST((test::decode_ollama("{\n\"error\": \"m\"\n}\n").result == outcome::error));
    BOOST_TEST((test::decode_ollama(test::whole(spread), 40).result == outcome::broken));
    BOOST_TEST((test::decode_ollama(R"({"done":true,"done_reason":"load"})").result == outcome::complete));
}

BOOST_AUTO_TEST_CASE(wire_54_lines_that_are_objects_are_events)
{
    BOOST_TEST(test::decode_ollama("\n\n  \n").decoder.events() == 0U);
    BOOST_TEST(test::decode_ollama(two_calls_without_ids).decoder.events() == 2U);
}

BOOST_AUTO_TEST_CASE(wire_74_lines_of_sixteen_megabytes)
{
    constexpr std::size_t limit = ndjson_decoder::default_limit;
    std::string line = R"({"message":{"content":")";
    line.append(limit - line.size() - 100, 'x').append("\"},\"done\":true}");
    BOOST_TEST((test::decode_ollama(line).result == outcome::complete));
    line.insert(30, 200, 'x');
    BOOST_TEST((test::decode_ollama(line).result == outcome::broken));
    BOOST_TEST(
        (test::decode_ollama(test::random_pieces(line, 1, 100'000), 2 * limit).result == outcome::complete));
}

BOOST_AUTO_TEST_SUITE_END()
