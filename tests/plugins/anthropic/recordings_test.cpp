// Every recorded answer of Anthropic's Messages gives what is expected of it, however it is cut and whatever
// harmless rewriting it went through; a body that was cut short never counts as complete.
#include "tests/plugins/anthropic/decoding.hpp"

#include "tests/support/wire_data.hpp"
#include "tests/support/wire_transforms.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>

using namespace codexflow;
using anthropic::content_block;
using anthropic::outcome;

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

/// The text completions of old are another API with the same framing: see wire_79.
bool is_message(const test::wire_entry& entry) { return entry.id != "anthropic/legacy-complete-crlf"; }

void for_each_recording(const std::function<void(const test::wire_entry&)>& check)
{
    for (const test::wire_entry& entry : test::wire_data("anthropic", "stream"))
    {
        if (is_message(entry))
            BOOST_TEST_CONTEXT(entry.id) { check(entry); }
    }
}

void check_block(const content_block& got, const json::value& expected)
{
    BOOST_TEST(got.index == expected["index"].as_int64().value());
    BOOST_TEST(got.type == expected["type"].string());
    BOOST_TEST(got.closed == expected["block_closed"].as_bool().value_or(true));
    if (got.is_text())
        BOOST_TEST(got.text == expected["text"].string());
    if (got.is_thinking())
        BOOST_TEST(got.text == expected["thinking"].string());
    if (const json::value size = expected["signature_bytes"]; size.exists())
        BOOST_TEST(got.signature.size() == size.as_uint64().value());
    if (!got.is_call())
        return;
    BOOST_TEST(got.id == expected["id"].string());
    BOOST_TEST(got.name == expected["name"].string());
    BOOST_TEST(got.arguments_valid() == expected["arguments_valid"].as_bool().value());
    if (!expected["arguments_raw"].string().empty())
        BOOST_TEST(got.arguments() == expected["arguments_raw"].string());
}

void check_calls(const test::anthropic_answer& got, const json::value& expected)
{
    const auto calls = got.calls();
    BOOST_TEST_REQUIRE(calls.size() == expected.size());
    for (std::size_t i = 0; i != calls.size(); ++i)
    {
        BOOST_TEST(calls[i]->id == expected[i]["id"].string());
        BOOST_TEST(calls[i]->name == expected[i]["name"].string());
        BOOST_TEST(calls[i]->arguments_valid() == expected[i]["arguments_valid"].as_bool().value());
    }
}

void check_usage(const anthropic::stream_decoder& got, const json::value& expected)
{
    const auto same = [&](const std::optional<std::uint64_t>& count, std::string_view name) {
        BOOST_TEST(static_cast<bool>(count == expected[name].as_uint64()), name);
    };
    same(got.summary().input_tokens, "input_tokens");
    same(got.summary().output_tokens, "output_tokens");
    same(got.summary().cached_tokens, "cache_read_input_tokens");
    same(got.cache_written_tokens(), "cache_creation_input_tokens");
}

void check(const test::pieces& body, const json::value& expected)
{
    const test::anthropic_answer got = test::decode_anthropic(body);
    const json::value choice = expected["choices"][0];
    BOOST_TEST(name_of(got.result) == expected["outcome"].string());
    BOOST_TEST(got.text == choice["text"].string());
    BOOST_TEST(got.thinking == choice["reasoning"].string());
    BOOST_TEST(got.decoder.stop_reason() == choice["finish_reason"].string());
    check_calls(got, choice["tool_calls"]);
    check_usage(got.decoder, expected["usage"]);
    const json::value blocks = expected["blocks"];
    BOOST_TEST_REQUIRE(got.decoder.blocks().size() == blocks.size());
    for (std::size_t i = 0; i != blocks.size(); ++i)
        check_block(got.decoder.blocks()[i], blocks[i]);
    if (got.result != outcome::error)
        return;
    BOOST_TEST(got.decoder.error()->message == expected["error"]["message"].string());
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

BOOST_AUTO_TEST_SUITE(anthropic_recordings)

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
        const std::size_t end = std::min(entry.body.find("message_stop"), entry.body.size());
        std::mt19937 random(11);
        for (int i = 0; i != 200; ++i)
        {
            const std::size_t cut = random() % end;
            const test::anthropic_answer got =
                test::decode_anthropic(std::string_view(entry.body).substr(0, cut));
            BOOST_TEST_CONTEXT("cut at " << cut)
            {
                const bool bad = got.result == outcome::truncated || got.result == outcome::error;
                BOOST_TEST(bad, name_of(got.result));
                BOOST_TEST(!got.decoder.may_call_tools());
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(wire_79_the_framing_of_text_completions)
{
    for (const test::wire_entry& entry : test::wire_data("anthropic", "stream"))
    {
        if (is_message(entry))
            continue;
        for (unsigned seed = 0; seed != 50; ++seed)
        {
            sse_decoder events;
            sse_event event;
            std::string text;
            std::string reason;
            const auto drain = [&] {
                json::document doc;
                while (events.next(event))
                {
                    if (event.type == "ping")
                        continue;
                    BOOST_TEST(event.type == "completion");
                    BOOST_TEST_REQUIRE(doc.parse(event.data)); // with blanks behind the JSON
                    text += doc.root()["completion"].string();
                    reason = doc.root()["stop_reason"].string();
                }
            };
            for (const std::string_view bytes : test::random_pieces(entry.body, seed))
            {
                events.feed(bytes);
                drain();
            }
            events.finish();
            drain();
            const json::value choice = entry.entry["expected"]["choices"][0];
            BOOST_TEST(text == choice["text"].string());
            BOOST_TEST(reason == choice["finish_reason"].string());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
