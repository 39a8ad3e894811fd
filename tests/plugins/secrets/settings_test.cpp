#include "tests/plugins/secrets/redacted.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using test::redacted;

namespace {

std::string refusal(const std::string& settings)
{
    try
    {
        secrets::rules_of(settings);
    }
    catch (const failure& why)
    {
        return why.what();
    }
    return "none";
}

} // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(rules_can_be_switched_off_one_by_one)
{
    const secrets::rule_set some(secrets::rules_of(R"({"off":["url-password","aws-access-key"]})"));
    BOOST_TEST(redacted("http://a:b1@c AKIAABCDEFGHIJKLMNOP ghp_0123456789abcdefghijABCDEFGHIJ123456", some) ==
               "http://a:b1@c AKIAABCDEFGHIJKLMNOP [REDACTED:github-token]");
    BOOST_TEST(refusal(R"({"off":["url-pasword"]})") == "off: there is no rule 'url-pasword'");
}

BOOST_AUTO_TEST_CASE(patterns_of_the_user_s)
{
    const secrets::rule_set more(secrets::rules_of(
        R"({"patterns":[{"name":"acme","pattern":"ACME-[0-9A-F]{8,16}"},{"name":"id","pattern":"id:[a-z]{2,9};","max_bytes":16}]})"));
    const std::string text = "xACME-0123456789ABCDEF0 ACME-12 id:abc; id:abcdefghijkl;";
    const std::string wanted = "x[REDACTED:acme]0 ACME-12 [REDACTED:id] id:abcdefghijkl;";
    BOOST_TEST(redacted(text, more) == wanted);
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        BOOST_TEST(redacted({std::string_view(text).substr(0, cut), std::string_view(text).substr(cut)}, more) == wanted);
    BOOST_TEST(redacted(test::byte_wise(std::string_view(text)), more) == wanted);
}

BOOST_AUTO_TEST_CASE(patterns_that_cannot_be_used_say_why)
{
    const auto pattern = [](const std::string& text) {
        return refusal(R"({"patterns":[{"name":"x","pattern":")" + text + "\"}]}");
    };
    BOOST_TEST(pattern("ACME-[") == "patterns[0].pattern: it is no regular expression: missing ]: [");
    for (const char* text : {"ACME-.*", "ACME-[0-9]+", "ACME-[0-9]{4,}", "ACME-(a|b)*"})
        BOOST_TEST(pattern(text) == "patterns[0].pattern: its matches may be of any length; say how long with {1,N} in place of "
                                    "*, + and {N,}");
    for (const char* text : {"[0-9]{4}", "A[0-9]{4}", "(?i)acme-[0-9]{4}", ".{3}"})
        BOOST_TEST(pattern(text) == "patterns[0].pattern: it must begin with two fixed characters at least, as in ACME-[0-9]{8}");
    BOOST_TEST(pattern("ACME-[*+]{4}\\\\+") == "none");
    BOOST_TEST(refusal(R"({"patterns":[{"name":"Not so","pattern":"ACME-1"}]})") ==
               "patterns[0].name: 1 to 64 of a-z, 0-9 and - are a name");
    BOOST_TEST(refusal(R"({"patterns":[{"name":"x","pattern":"ACME-1","max_bytes":3}]})") ==
               "patterns[0].max_bytes: at least what the pattern begins with, and at most 4096");
}

BOOST_AUTO_TEST_SUITE_END()
