// Every recorded answer of the Responses interface gives what is expected of it, however it is cut and
// whatever harmless rewriting it went through; a body that was cut short never counts as complete.
#include "plugins/openai/finished_answer.hpp"
#include "tests/plugins/openai/responses_decoding.hpp"

#include "tests/support/wire_data.hpp"
#include "tests/support/wire_transforms.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>

using namespace codexflow;
using openai::outcome;

namespace {

std::string_view name_of(outcome result)
{
    switch (result)
    {
    case outcome::complete: return "complete";
    case outcome::incomplete: return "incomplete";
    case outcome::error: return "error";
    case outcome::truncated: return "truncated";
    case outcome::broken: return "broken";
    default: return "open";
    }
}

void for_each_recording(const std::function<void(const test::wire_entry&)>& check)
{
    for (const test::wire_entry& entry : test::wire_data("responses", "stream"))
        BOOST_TEST_CONTEXT(entry.id) { check(entry); }
}

void check_calls(const openai::responses_decoder& got, const json::value& expected)
{
    const auto calls = openai::calls_of(got);
    BOOST_TEST_REQUIRE(calls.size() == expected.size());
    for (std::size_t i = 0; i != calls.size(); ++i)
    {
        BOOST_TEST(calls[i].id == expected[i]["id"].string());
        BOOST_TEST(calls[i].name == expected[i]["name"].string());
        BOOST_TEST(calls[i].arguments == expected[i]["arguments_raw"].string());
    }
}

void check_usage(const chat_result& got, const json::value& expected)
{
    const auto same = [&](const std::optional<std::uint64_t>& count, std::string_view name) {
        BOOST_TEST(static_cast<bool>(count == expected[name].as_uint64()), name);
    };
    same(got.input_tokens, "input_tokens");
    same(got.output_tokens, "output_tokens");
    same(got.reasoning_tokens, "reasoning_tokens");
    same(got.cached_tokens, "cached_input_tokens");
}

/// The vendor's word, or what follows from a whole answer.
std::string finish_of(const test::responses_answer& got)
{
    if (got.result == outcome::error)
        return "";
    return got.result == outcome::incomplete ? got.decoder.incomplete_reason()
                                             : openai::answer_of(got.decoder).finish;
}

void check(const test::pieces& body, const json::value& expected)
{
    const test::responses_answer got = test::decode_responses(body);
    const json::value choice = expected["choices"][0];
    BOOST_TEST(name_of(got.result) == expected["outcome"].string());
    BOOST_TEST(got.text() == choice["text"].string());
    BOOST_TEST(got.reasoning() == choice["reasoning"].string());
    BOOST_TEST(got.refusal() == choice["refusal"].string());
    BOOST_TEST(finish_of(got) == choice["finish_reason"].string());
    check_calls(got.decoder, choice["tool_calls"]);
    check_usage(got.decoder.summary(), expected["usage"]);
    const json::value types = expected["output_item_types"];
    BOOST_TEST_REQUIRE(got.decoder.items().size() == types.size());
    for (std::size_t i = 0; i != types.size(); ++i)
        BOOST_TEST(got.decoder.items()[i].type == types[i].string());
    if (got.result != outcome::error)
    {
        BOOST_TEST(got.decoder.status() == expected["status"].string());
        return;
    }
    BOOST_TEST(got.decoder.error()->message == expected["error"]["message"].string());
    BOOST_TEST(got.decoder.error()->code == expected["error"]["code"].string());
    BOOST_TEST(got.decoder.error()->type == expected["error"]["type"].string());
}

/// Every recording, rewritten in the way of this name.
void check_rewritten(std::string_view name)
{
    for_each_recording([&](const test::wire_entry& entry) {
        std::size_t found = 0;
        for (const test::variant& variant : test::sse_variants(entry.body))
        {
            if (variant.name != name)
                continue;
            ++found;
            const json::value expected = entry.entry["expected"];
            check(test::whole(variant.body), expected);
            check(test::byte_wise(variant.body), expected);
            check(test::random_pieces(variant.body, 3), expected);
        }
        BOOST_TEST(found == 1U);
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(responses_recordings)

BOOST_AUTO_TEST_CASE(wire_01_whole)
{
    for_each_recording(
        [](const test::wire_entry& entry) { check(test::whole(entry.body), entry.entry["expected"]); });
}

BOOST_AUTO_TEST_CASE(wire_02_one_byte_per_read)
{
    for_each_recording(
        [](const test::wire_entry& entry) { check(test::byte_wise(entry.body), entry.entry["expected"]); });
}

BOOST_AUTO_TEST_CASE(wire_03_random_pieces)
{
    for_each_recording([](const test::wire_entry& entry) {
        for (unsigned seed = 0; seed != 50; ++seed)
            BOOST_TEST_CONTEXT("seed " << seed)
            {
                check(test::random_pieces(entry.body, seed), entry.entry["expected"]);
            }
    });
}

BOOST_AUTO_TEST_CASE(wire_04_line_ends_of_cr_lf) { check_rewritten("CR LF"); }
BOOST_AUTO_TEST_CASE(wire_05_line_ends_of_cr) { check_rewritten("CR"); }
BOOST_AUTO_TEST_CASE(wire_06_byte_order_mark) { check_rewritten("byte order mark"); }
BOOST_AUTO_TEST_CASE(wire_07_comments) { check_rewritten("comments"); }
BOOST_AUTO_TEST_CASE(wire_08_id_and_retry) { check_rewritten("id and retry"); }
BOOST_AUTO_TEST_CASE(wire_09_no_blank_after_the_colon) { check_rewritten("no blank after the colon"); }

BOOST_AUTO_TEST_CASE(wire_11_cut_short)
{
    for_each_recording([](const test::wire_entry& entry) {
        std::size_t end = entry.body.size();
        for (const std::string_view last : {"event: response.completed", "event: response.incomplete"})
            end = std::min(end, entry.body.find(last));
        std::mt19937 random(11);
        for (int i = 0; i != 200; ++i)
        {
            const std::size_t cut = random() % end;
            const auto got = test::decode_responses(std::string_view(entry.body).substr(0, cut));
            BOOST_TEST_CONTEXT("cut at " << cut)
            {
                const bool bad = got.result == outcome::truncated || got.result == outcome::error;
                BOOST_TEST(bad, name_of(got.result));
                BOOST_TEST(!got.decoder.may_call_tools());
            }
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()
