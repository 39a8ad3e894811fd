// A redactor that fails leaves its mark in place of the text, and never the text.
#include "tests/plugins/redactor/redactor_fixture.hpp"

#include "engine/plugin/check.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace codexflow;
using namespace codexflow::test;

namespace {

std::string wrong(const std::string& fault) { return "redaction: [ { plugin: wrong, fault: '" + fault + "' } ]\n"; }

const std::string mark = "[REDACTED: redactor wrong failed]";

} // namespace

BOOST_FIXTURE_TEST_SUITE(redactor_failures, redactor_fixture)

BOOST_AUTO_TEST_CASE(one_that_works_is_used)
{
    const auto made = open(wrong(""));
    BOOST_TEST(whole(made->funnel, "aXb") == "a(x)b");
    redaction::stream pieces(made->funnel);
    BOOST_TEST(pieces.feed("ab") == "ab");
    BOOST_TEST(pieces.feed("X") == "(x)");
    BOOST_TEST(pieces.end() == "");
    BOOST_TEST(made->funnel.take_faults().empty());
}

BOOST_AUTO_TEST_CASE(whatever_it_does_wrong_the_text_is_not_written)
{
    const std::pair<const char*, const char*> faults[]{{"failure", "reported an error"},
                                                       {"exception", "threw an exception"},
                                                       {"endless", "wrote without end"},
                                                       {"", "took 1001 ms for one text"}};
    for (const auto& [fault, word] : faults)
    {
        const auto made = open(wrong(fault));
        time.step = *fault == '\0' ? 1'001'000 : 0;
        BOOST_TEST(whole(made->funnel, "a text") == mark, fault);
        std::string document = R"({"a":"text"})";
        made->funnel.apply_json(document);
        BOOST_TEST(document == '"' + mark + '"', fault);
        redaction::stream pieces(made->funnel);
        BOOST_TEST(pieces.feed("a text") == mark, fault);
        BOOST_TEST(pieces.feed("and more") == "", fault);
        BOOST_TEST(pieces.end() == "", fault);
        const auto told = made->funnel.take_faults();
        BOOST_TEST_REQUIRE(told.size() == 1U);
        BOOST_TEST(told.front().starts_with(std::string("redactor 'wrong' ") + word), told.front());
        BOOST_TEST(told.front().find("a text") == std::string::npos);
        whole(made->funnel, "again");
        BOOST_TEST(made->funnel.take_faults().empty()); // told once
    }
}

BOOST_AUTO_TEST_CASE(a_text_in_pieces_fails_as_a_whole)
{
    for (const char* fault : {"begin", "pass"})
    {
        const auto made = open(wrong(fault));
        redaction::stream pieces(made->funnel);
        BOOST_TEST(pieces.feed("a text") == mark, fault);
        BOOST_TEST(pieces.end() == "", fault);
        BOOST_TEST(whole(made->funnel, "aXb") == "a(x)b", fault); // another text is another matter
    }
    const auto made = open(wrong("end"));
    redaction::stream pieces(made->funnel);
    BOOST_TEST(pieces.feed("aX") == "a(x)");
    BOOST_TEST(pieces.end() == mark);
}

BOOST_AUTO_TEST_CASE(one_that_breaks_documents_is_given_their_strings)
{
    const auto made = open(wrong("no-json"));
    std::string document = R"({"a":["text",1.50]})";
    made->funnel.apply_json(document);
    BOOST_TEST(document == R"({"gone":["gone",1.50]})");
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_made_stops_the_program)
{
    const auto refused = try_open(wrong("settings"));
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message.find("redaction[0]") != std::string::npos);
    BOOST_TEST(refused.error().where.line == 1U);
    const auto unknown = try_open("redaction: [ { plugin: secret } ]\n");
    BOOST_TEST_REQUIRE(!unknown.has_value());
    BOOST_TEST(unknown.error().message == "no plugin offers the redactor 'secret', which redaction[0] names");
    BOOST_TEST(unknown.error().hint.find("secrets") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(plugin_check_finds_what_is_wrong)
{
    for (const char* good : {CODEXFLOW_PLUGIN_FIELDS, CODEXFLOW_PLUGIN_SECRETS})
        for (const plugin::check_step& step : plugin::check_file(good))
            BOOST_TEST(step.passed, good << ": " << step.what << ": " << step.detail);
    const auto steps = plugin::check_file(CODEXFLOW_SAMPLE_REDACTORS);
    const auto cut = std::find_if(steps.begin(), steps.end(), [](const plugin::check_step& step) {
        return step.what == "the redactor 'careless' gives the same however a text is cut";
    });
    BOOST_TEST_REQUIRE((cut != steps.end()));
    BOOST_TEST(!cut->passed);
    BOOST_TEST(cut->detail.find("bytes, cut behind byte") != std::string::npos, cut->detail);
}

BOOST_AUTO_TEST_SUITE_END()
