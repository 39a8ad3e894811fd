// Every recorded answer of an Ollama server gives what is expected of it, however it is cut and whatever
// harmless rewriting it went through; a body that was cut short never counts as complete.
#include "tests/plugins/ollama/decoding.hpp"

#include "tests/support/wire_data.hpp"
#include "tests/support/wire_transforms.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>
#include <string>
#include <string_view>

using namespace codexflow;

namespace {

std::string_view name_of(ollama::outcome result)
{
    switch (result)
    {
    case ollama::outcome::complete: return "complete";
    case ollama::outcome::incomplete: return "incomplete";
    case ollama::outcome::error: return "error";
    case ollama::outcome::truncated: return "truncated";
    case ollama::outcome::broken: return "broken";
    default: return "open";
    }
}

/// The same JSON but for blanks, by writing every leaf out.
std::string flat(const json::value& value)
{
    std::string text;
    if (value.is_object())
    {
        for (const json::member m : value.members())
            text += std::string(m.name) + "=" + flat(m.value) + ";";
        return "{" + text + "}";
    }
    for (const json::value v : value.elements())
        text += flat(v) + ",";
    return value.is_array() ? "[" + text + "]"
                            : std::string(value.is_string() ? value.string() : value.raw());
}

void check(const test::pieces& body, const json::value& expected)
{
    const test::ollama_answer got = test::decode_ollama(body);
    const json::value choice = expected["choices"][0];
    BOOST_TEST(name_of(got.result) == expected["outcome"].string());
    BOOST_TEST(got.text == choice["text"].string());
    BOOST_TEST(got.reasoning == choice["reasoning"].string());
    BOOST_TEST(got.decoder.done_reason() == choice["finish_reason"].string());
    BOOST_TEST((got.decoder.summary().input_tokens == expected["usage"]["input_tokens"].as_uint64()));
    BOOST_TEST((got.decoder.summary().output_tokens == expected["usage"]["output_tokens"].as_uint64()));
    const auto same_time = [&](const ollama::timings::duration& got_time, std::string_view name) {
        const auto want = expected["usage"][name].as_int64();
        BOOST_TEST((want ? got_time == std::chrono::nanoseconds(*want) : !got_time), name);
    };
    same_time(got.decoder.measured().total, "total_duration_ns");
    same_time(got.decoder.measured().load, "load_duration_ns");
    same_time(got.decoder.measured().prompt, "prompt_eval_duration_ns");
    same_time(got.decoder.measured().answer, "eval_duration_ns");
    if (got.result == ollama::outcome::error)
        BOOST_TEST(got.decoder.error()->message == expected["error"]["message"].string());
    BOOST_REQUIRE(got.decoder.calls().size() == choice["tool_calls"].size());
    for (std::size_t i = 0; i != got.decoder.calls().size(); ++i)
    {
        const ollama::tool_call& call = got.decoder.calls()[i];
        const json::value want = choice["tool_calls"][i];
        BOOST_TEST(call.name == want["name"].string());
        BOOST_TEST((call.index == want["wire_index"].as_int64()));
        BOOST_TEST(call.id == (want["id"].is_null() ? "call_1" : want["id"].string()));
        json::document arguments;
        BOOST_REQUIRE(arguments.parse(call.arguments));
        BOOST_TEST(flat(arguments.root()) == flat(want["arguments"]));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(ollama_recordings)

BOOST_AUTO_TEST_CASE(wire_01_whole)
{
    for (const test::wire_entry& entry : test::wire_data("ollama", "stream"))
        BOOST_TEST_CONTEXT(entry.id) { check(test::whole(entry.body), entry.entry["expected"]); }
}

BOOST_AUTO_TEST_CASE(wire_02_one_byte_per_read)
{
    for (const test::wire_entry& entry : test::wire_data("ollama", "stream"))
        BOOST_TEST_CONTEXT(entry.id) { check(test::byte_wise(entry.body), entry.entry["expected"]); }
}

BOOST_AUTO_TEST_CASE(wire_03_random_pieces)
{
    for (const test::wire_entry& entry : test::wire_data("ollama", "stream"))
    {
        for (unsigned seed = 0; seed != 50; ++seed)
        {
            BOOST_TEST_CONTEXT(entry.id << ", seed " << seed)
            {
                check(test::random_pieces(entry.body, seed), entry.entry["expected"]);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(wire_10_cr_lf_blank_lines_and_no_last_lf)
{
    for (const test::wire_entry& entry : test::wire_data("ollama", "stream"))
    {
        for (const test::variant& variant : test::ndjson_variants(entry.body))
        {
            BOOST_TEST_CONTEXT(entry.id << ", " << variant.name)
            {
                check(test::whole(variant.body), entry.entry["expected"]);
                check(test::byte_wise(variant.body), entry.entry["expected"]);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(wire_11_cut_short)
{
    for (const test::wire_entry& entry : test::wire_data("ollama", "stream"))
    {
        const std::string& body = entry.body;
        const std::size_t last = body.find_last_of('}'); // of the line that says done, or the error
        std::mt19937 random(5);
        for (int i = 0; i != 200; ++i)
        {
            const std::size_t cut = random() % last;
            const test::ollama_answer got = test::decode_ollama(std::string_view(body).substr(0, cut));
            BOOST_TEST_CONTEXT(entry.id << ", cut at " << cut)
            {
                BOOST_TEST(name_of(got.result) == "truncated");
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
