// Every recorded answer of an OpenAI-compatible server gives what is expected of it, however it is cut
// and whatever harmless rewriting it went through; a body that was cut short never counts as complete.
#include "tests/plugins/openai/decoding.hpp"

#include "tests/support/wire_data.hpp"
#include "tests/support/wire_transforms.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <random>
#include <string>
#include <string_view>

using namespace codexflow;

namespace {

std::string_view name_of(openai::outcome result)
{
    switch (result)
    {
    case openai::outcome::complete: return "complete";
    case openai::outcome::incomplete: return "incomplete";
    case openai::outcome::error: return "error";
    case openai::outcome::truncated: return "truncated";
    case openai::outcome::broken: return "broken";
    default: return "open";
    }
}

void check_call(const openai::tool_call& got, const json::value& expected, std::int64_t place)
{
    BOOST_TEST(got.index.value_or(place) == expected["index"].as_int64().value());
    BOOST_TEST(got.id == expected["id"].string());
    BOOST_TEST(got.name == expected["name"].string());
    json::document arguments;
    const bool valid = arguments.parse(got.arguments_text()) && arguments.root().is_object();
    BOOST_TEST(valid == expected["arguments_valid"].as_bool().value());
    if (!got.arguments.empty())
        BOOST_TEST(got.arguments == expected["arguments_raw"].string());
}

void check_choices(test::openai_answer& got, const json::value& expected)
{
    BOOST_TEST(got.decoder.choices().size() == expected.size());
    for (const json::value want : expected.elements())
    {
        for (const openai::choice& choice : got.decoder.choices())
        {
            if (choice.index != want["index"].as_int64().value())
                continue;
            auto& fields = got.texts[choice.index];
            fields.resize(3);
            BOOST_TEST(fields[0] == want["text"].string());
            BOOST_TEST(fields[1] == want["reasoning"].string());
            BOOST_TEST(fields[2] == want["refusal"].string());
            BOOST_TEST(choice.finish == want["finish_reason"].string());
            BOOST_TEST(choice.tools.calls().size() == want["tool_calls"].size());
            for (std::size_t i = 0; i != choice.tools.calls().size(); ++i)
                check_call(choice.tools.calls()[i], want["tool_calls"][i], static_cast<std::int64_t>(i));
        }
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

void check(const test::pieces& body, const json::value& expected)
{
    test::openai_answer got = test::decode_openai(body);
    BOOST_TEST(name_of(got.result) == expected["outcome"].string());
    check_choices(got, expected["choices"]);
    check_usage(got.decoder.summary(), expected["usage"]);
    if (got.result == openai::outcome::error) // nothing is read behind an error
    {
        BOOST_TEST(got.decoder.error()->message == expected["error"]["message"].string());
        BOOST_TEST(got.decoder.error()->type == detail::scalar(expected["error"]["type"]));
        BOOST_TEST(got.decoder.error()->code == detail::scalar(expected["error"]["code"]));
    }
    else
    {
        BOOST_TEST(got.decoder.end_mark() == expected["done_sentinel"].as_bool().value());
    }
}

/// Every recording, rewritten in the way of this name.
void check_rewritten(std::string_view name)
{
    for (const test::wire_entry& entry : test::wire_data("openai", "stream"))
    {
        const json::value expected = entry.entry["expected"];
        std::size_t found = 0;
        for (const test::variant& variant : test::sse_variants(entry.body))
        {
            if (variant.name != name)
                continue;
            ++found;
            BOOST_TEST_CONTEXT(entry.id)
            {
                check(test::whole(variant.body), expected);
                check(test::byte_wise(variant.body), expected);
                check(test::random_pieces(variant.body, 3), expected);
            }
        }
        BOOST_TEST(found == 1U);
    }
}

/// The first byte of what ends a body: a finish reason, or the end mark where there is none.
std::size_t end_of(const std::string& body, const json::value& expected)
{
    std::size_t first = body.find("[DONE]");
    for (const std::string_view reason : {"stop", "length", "tool_calls", "content_filter"})
    {
        for (const std::string_view blank : {"", " "})
        {
            const std::string mark =
                "\"finish_reason\":" + std::string(blank) + '"' + std::string(reason) + '"';
            first = std::min(first, body.find(mark));
        }
    }
    if (expected["outcome"].string() == "error" && first == std::string::npos)
        first = body.size();
    BOOST_REQUIRE(first != std::string::npos);
    return first;
}

} // namespace

BOOST_AUTO_TEST_SUITE(openai_recordings)

BOOST_AUTO_TEST_CASE(wire_01_whole)
{
    for (const test::wire_entry& entry : test::wire_data("openai", "stream"))
        BOOST_TEST_CONTEXT(entry.id) { check(test::whole(entry.body), entry.entry["expected"]); }
}

BOOST_AUTO_TEST_CASE(wire_02_one_byte_per_read)
{
    for (const test::wire_entry& entry : test::wire_data("openai", "stream"))
        BOOST_TEST_CONTEXT(entry.id) { check(test::byte_wise(entry.body), entry.entry["expected"]); }
}

BOOST_AUTO_TEST_CASE(wire_03_random_pieces)
{
    for (const test::wire_entry& entry : test::wire_data("openai", "stream"))
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

BOOST_AUTO_TEST_CASE(wire_04_line_ends_of_cr_lf) { check_rewritten("CR LF"); }
BOOST_AUTO_TEST_CASE(wire_05_line_ends_of_cr) { check_rewritten("CR"); }
BOOST_AUTO_TEST_CASE(wire_06_byte_order_mark) { check_rewritten("byte order mark"); }
BOOST_AUTO_TEST_CASE(wire_07_comments) { check_rewritten("comments"); }
BOOST_AUTO_TEST_CASE(wire_08_id_and_retry) { check_rewritten("id and retry"); }
BOOST_AUTO_TEST_CASE(wire_09_no_blank_after_the_colon) { check_rewritten("no blank after the colon"); }

BOOST_AUTO_TEST_CASE(wire_11_cut_short)
{
    for (const test::wire_entry& entry : test::wire_data("openai", "stream"))
    {
        const std::size_t end = end_of(entry.body, entry.entry["expected"]);
        std::mt19937 random(11);
        for (int i = 0; i != 200; ++i)
        {
            const std::size_t cut = random() % end;
            const test::openai_answer got = test::decode_openai(std::string_view(entry.body).substr(0, cut));
            BOOST_TEST_CONTEXT(entry.id << ", cut at " << cut)
            {
                const bool bad =
                    got.result == openai::outcome::truncated || got.result == openai::outcome::error;
                BOOST_TEST(bad, name_of(got.result));
                BOOST_TEST(!got.decoder.may_call_tools());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
