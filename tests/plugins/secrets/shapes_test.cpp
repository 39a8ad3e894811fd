#include "tests/plugins/secrets/redacted.hpp"
#include "tests/support/secret_shapes.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace codexflow;
using test::redacted;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// Nothing of the secret is left, its mark stands there, and all around it is as it was.
void check(const test::secret_shape& one, const std::string& before, const std::string& after)
{
    const std::string made = redacted(before + one.text + after);
    BOOST_TEST_CONTEXT(one.rule << ": " << before << one.text << after << " -> " << made)
    {
        for (const std::string& needle : one.needles)
            BOOST_TEST(!has(made, needle));
        BOOST_TEST(has(made, "[REDACTED:" + one.rule + "]"));
        BOOST_TEST(made.starts_with(before));
        BOOST_TEST(made.ends_with(after));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(shapes)

BOOST_AUTO_TEST_CASE(there_are_many_and_each_has_its_rule)
{
    std::set<std::string> rules;
    for (const auto& one : test::secret_shapes())
        rules.insert(one.rule);
    BOOST_TEST(rules.size() >= 24U);
}

BOOST_AUTO_TEST_CASE(each_is_found_wherever_it_stands)
{
    for (const auto& one : test::secret_shapes())
    {
        check(one, "", "");
        check(one, "the key is ", " and that is all");
        check(one, "KEY=", "\n");
        check(one, "{\"text\":\"first\\n", "\"}"); // behind a line end as JSON spells it
        check(one, "\xC3\xA4\xE2\x80\x9C", "\xE2\x80\x9D \xC3\xA4");
        check(one, "(", ")");
    }
}

BOOST_AUTO_TEST_CASE(a_word_begins_behind_other_spellings)
{
    const auto one = test::secret_shapes().front();
    for (const char* before : {"a%3D", "\\u003c", "\\\\n", "\x1B[31m", "\x1B[0;1m", "C:\\"})
        check(one, before, " x");
    BOOST_TEST(redacted("ma" + one.text) == "ma" + one.text); // and here none does
}

BOOST_AUTO_TEST_CASE(several_stand_behind_each_other)
{
    std::string text, wanted;
    for (const auto& one : test::secret_shapes())
        text += one.text + ", ";
    const std::string made = redacted(text);
    for (const auto& one : test::secret_shapes())
        for (const std::string& needle : one.needles)
            BOOST_TEST(!has(made, needle), one.rule);
}

BOOST_AUTO_TEST_CASE(what_says_what_it_was_stays)
{
    BOOST_TEST(redacted("postgres://app:hunter2@db/x?y=1") == "postgres://app:[REDACTED:url-password]@db/x?y=1");
    BOOST_TEST(redacted("redis://:p@ss@w0rd@host") == "redis://:[REDACTED:url-password]@host");
    BOOST_TEST(redacted("\"postgres:\\/\\/app:hunter2@db\\/x\"") == "\"postgres:\\/\\/app:[REDACTED:url-password]@db\\/x\"");
    BOOST_TEST(redacted("curl -H 'authorization: Bearer abc123'") == "curl -H 'authorization: Bearer [REDACTED:authorization]'");
    BOOST_TEST(redacted("AccountKey=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN0\\/+=;x") ==
               "AccountKey=[REDACTED:azure-account-key];x");
}

BOOST_AUTO_TEST_CASE(redacting_twice_changes_nothing_more)
{
    for (const auto& one : test::secret_shapes())
    {
        const std::string once = redacted("x " + one.text + " y");
        BOOST_TEST(redacted(once) == once);
    }
}

BOOST_AUTO_TEST_SUITE_END()
