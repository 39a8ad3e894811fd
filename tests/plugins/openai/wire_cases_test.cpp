// What single recordings of OpenAI-compatible servers were recorded for, each said in words of its own.
#include "tests/plugins/openai/decoding.hpp"
#include "tests/plugins/wire_case.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

using namespace codexflow;
using openai::outcome;

namespace {

/// The recording, decoded in random pieces; nothing where the recordings are absent.
std::optional<test::openai_answer> decode(std::string_view id)
{
    const std::string body = test::wire_body(id);
    if (body.empty())
        return std::nullopt;
    return test::decode_openai(test::random_pieces(body, 1));
}

std::string field_of(test::openai_answer& got, openai::field what)
{
    const auto place = static_cast<std::size_t>(what);
    const auto& fields = got.texts[0];
    return fields.size() > place ? fields[place] : std::string();
}

} // namespace

BOOST_AUTO_TEST_SUITE(openai_wire_cases)

BOOST_AUTO_TEST_CASE(wire_16_two_parallel_calls_and_usage_behind_the_finish)
{
    if (auto got = decode("openai/parallel-tools-two"))
    {
        BOOST_REQUIRE(got->calls().size() == 2U);
        BOOST_TEST(got->calls()[0].name == "add");
        BOOST_TEST(got->calls()[1].name == "multiply");
        BOOST_TEST(got->decoder.summary().input_tokens.value() == 106U);
        BOOST_TEST(got->decoder.may_call_tools());
    }
}

BOOST_AUTO_TEST_CASE(wire_17_three_choices_stay_apart)
{
    if (auto got = decode("openai/n3-interleaved-choices"))
    {
        BOOST_TEST(got->decoder.choices().size() == 3U);
        BOOST_TEST(got->text(0).find("65") != std::string::npos);
        BOOST_TEST(got->text(1).find("61") != std::string::npos);
        BOOST_TEST(got->text(2).find("59") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_18_a_refusal_is_not_text)
{
    if (auto got = decode("openai/refusal"))
    {
        BOOST_TEST(got->text() == "");
        BOOST_TEST(field_of(*got, openai::field::refusal).starts_with("I'm sorry, I can't"));
    }
}

BOOST_AUTO_TEST_CASE(wire_19_a_cut_answer_is_incomplete_and_not_repaired)
{
    if (auto got = decode("openai/length-after-one-token"))
    {
        BOOST_TEST((got->result == outcome::incomplete));
        BOOST_TEST(got->text() == "{\"");
    }
}

BOOST_AUTO_TEST_CASE(wire_20_empty_choices_in_the_first_chunk_end_nothing)
{
    if (auto got = decode("openai/azure-empty-choices-first"))
    {
        BOOST_TEST((got->result == outcome::complete));
        BOOST_TEST(got->text().size() == 141U);
    }
}

BOOST_AUTO_TEST_CASE(wire_21_comments_and_a_finish_that_comes_twice)
{
    if (auto got = decode("openai/openrouter-comments-finish-twice"))
    {
        BOOST_TEST((got->result == outcome::complete));
        BOOST_TEST(got->decoder.choices().size() == 1U);
        BOOST_TEST(got->decoder.choices()[0].finish == "tool_calls");
        BOOST_TEST(got->calls().at(0).arguments_text() == "{}");
    }
}

BOOST_AUTO_TEST_CASE(wire_22_an_error_in_a_chunk_beats_finish_and_end_mark)
{
    if (auto got = decode("openai/openrouter-error-in-chunk"))
    {
        BOOST_TEST((got->result == outcome::error));
        BOOST_TEST(got->decoder.error()->message == "Token limit reached");
        BOOST_TEST(!got->decoder.may_call_tools());
    }
}

BOOST_AUTO_TEST_CASE(wire_23_an_error_event)
{
    if (auto got = decode("openai/groq-event-error"))
    {
        BOOST_TEST((got->result == outcome::error));
        BOOST_TEST(got->decoder.error()->message.starts_with("Tool call validation failed"));
        BOOST_TEST(field_of(*got, openai::field::reasoning).size() == 412U);
    }
}

BOOST_AUTO_TEST_CASE(wire_24_a_field_named_error)
{
    if (auto got = decode("openai/llamabox-error-field"))
    {
        BOOST_TEST((got->result == outcome::error));
        BOOST_TEST(got->decoder.error()->message.starts_with("failed to decode, try again"));
        BOOST_TEST(!got->text().empty());
    }
}

BOOST_AUTO_TEST_CASE(wire_25_no_end_mark_is_needed_behind_a_finish)
{
    if (auto got = decode("openai/llamabox-no-done"))
    {
        BOOST_TEST((got->result == outcome::complete));
        BOOST_TEST(!got->decoder.end_mark());
        BOOST_TEST(got->text() == "\n\n1, 2, 3.");
    }
}

BOOST_AUTO_TEST_CASE(wire_26_content_as_an_array)
{
    if (auto got = decode("openai/mistral-content-array"))
    {
        BOOST_TEST(got->text() == "144");
        BOOST_TEST(field_of(*got, openai::field::reasoning).starts_with("The user is asking"));
    }
}

BOOST_AUTO_TEST_CASE(wire_27_a_call_without_an_index)
{
    if (auto got = decode("openai/mistral-tool-no-index"))
    {
        BOOST_REQUIRE(got->calls().size() == 1U);
        BOOST_TEST(!got->calls()[0].index.has_value());
        BOOST_TEST(got->calls()[0].arguments == R"({"city": "San Francisco"})");
    }
}

BOOST_AUTO_TEST_CASE(wire_28_a_repeated_id_is_one_call_and_no_finish_is_needed)
{
    if (auto got = decode("openai/kimi-id-repeated-no-finish"))
    {
        BOOST_REQUIRE(got->calls().size() == 1U);
        BOOST_TEST(got->calls()[0].name == "llm_version");
        BOOST_TEST(got->decoder.choices()[0].finish == "");
        BOOST_TEST(got->decoder.may_call_tools());
    }
}

BOOST_AUTO_TEST_CASE(wire_29_no_call_of_a_cut_turn_is_carried_out)
{
    if (auto got = decode("openai/deepseek-parallel-one-cut"))
    {
        BOOST_TEST(got->calls().size() == 2U);
        BOOST_TEST((got->result == outcome::incomplete));
        BOOST_TEST(!got->decoder.may_call_tools());
    }
}

BOOST_AUTO_TEST_CASE(wire_30_an_escape_split_between_fragments)
{
    if (auto got = decode("openai/deepseek-escape-split"))
    {
        json::document arguments;
        BOOST_REQUIRE(arguments.parse(got->calls().at(0).arguments));
        BOOST_TEST(arguments.root()["labels"][2].string() == "quote:\"delta\"");
    }
}

BOOST_AUTO_TEST_CASE(wire_31_an_index_that_begins_at_one)
{
    if (auto got = decode("openai/glm-tool-index-one"))
    {
        BOOST_REQUIRE(got->calls().size() == 1U);
        BOOST_TEST(got->calls()[0].index.value() == 1);
        BOOST_TEST(got->calls()[0].name == "read_file");
    }
}

BOOST_AUTO_TEST_CASE(wire_32_reasoning_is_apart_from_text)
{
    if (auto got = decode("openai/llamacpp-tool-reasoning"))
    {
        BOOST_TEST(got->text() == "");
        BOOST_TEST(field_of(*got, openai::field::reasoning).starts_with("User wants weather"));
    }
    if (auto got = decode("openai/ollama-v1-reasoning"))
    {
        BOOST_TEST(got->text() == "1  \n2  \n3");
        BOOST_TEST(field_of(*got, openai::field::reasoning).starts_with("The task"));
    }
}

BOOST_AUTO_TEST_CASE(wire_33_long_text_keeps_its_bytes)
{
    if (auto got = decode("openai/json-text-utf8-long"))
    {
        const std::string text = got->text();
        json::document doc;
        BOOST_TEST(text.size() == 615U);
        BOOST_TEST(doc.parse(text), doc.error().message);
        BOOST_TEST(text.find("\xEF\xBF\xBD") == std::string::npos);
        const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
        BOOST_TEST(std::any_of(text.begin(), text.end(), beyond_ascii));
    }
}

BOOST_AUTO_TEST_SUITE_END()
