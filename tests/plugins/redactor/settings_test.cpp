#include "tests/plugins/redactor/redactor_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::test;

BOOST_FIXTURE_TEST_SUITE(redactor_settings, redactor_fixture)

BOOST_AUTO_TEST_CASE(without_a_word_both_are_used)
{
    const auto made = open();
    BOOST_TEST(whole(made->funnel, R"({"password":"x","t":"http://a:b1@c"})") ==
               R"({"password":"[REDACTED]","t":"http://a:[REDACTED:url-password]@c"})");
}

BOOST_AUTO_TEST_CASE(an_empty_list_leaves_known_values_alone)
{
    const auto made = open("redaction: []\n");
    made->funnel.values().add("KEY", "value-of-key");
    BOOST_TEST(whole(made->funnel, "http://a:b1@c value-of-key") == "http://a:b1@c [secret:KEY]");
}

BOOST_AUTO_TEST_CASE(variables_named_as_secrets_are_masked)
{
    variables = {{"DB_PASS", "correct horse battery"}, {"OTHER", "not a secret at all"}};
    const auto made = open("redaction: [ { plugin: secrets, env: [DB_PASS, NOT_SET] } ]\n");
    BOOST_TEST(whole(made->funnel, "correct horse battery; not a secret at all") == "[secret:DB_PASS]; not a secret at all");
}

BOOST_AUTO_TEST_CASE(settings_are_held_against_the_manifest)
{
    const auto made = try_open("redaction: [ { plugin: fields, mode: hide } ]\n");
    BOOST_TEST_REQUIRE(!made.has_value());
    BOOST_TEST(made.error().where.line == 1U);
    BOOST_TEST(made.error().message.find("redaction[0].mode") != std::string::npos, made.error().message);
    const auto pattern = try_open("redaction:\n  - plugin: secrets\n    patterns: [ { name: a, pattern: 'X.*' } ]\n");
    BOOST_TEST_REQUIRE(!pattern.has_value());
    BOOST_TEST(to_string(pattern.error()).find("patterns[0].pattern") != std::string::npos, to_string(pattern.error()));
}

BOOST_AUTO_TEST_SUITE_END()
