#include "plugins/cli/failures.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

using codexflow::failure;
using namespace codexflow::cli;

namespace {

std::string member(const failure& f, std::string_view name)
{
    const std::string text = f.document();
    codexflow::json::document doc;
    BOOST_REQUIRE(doc.parse(text));
    const auto value = doc.root()[name];
    return std::string(value.is_string() ? value.string() : value.raw());
}

} // namespace

BOOST_AUTO_TEST_SUITE(commands_that_fail)

BOOST_AUTO_TEST_CASE(words_are_sorted)
{
    BOOST_TEST(kind_of_words("Rate limit reached for gpt-x") == "rate_limited");
    BOOST_TEST(kind_of_words("unexpected status 429 Too Many Requests") == "rate_limited");
    BOOST_TEST(kind_of_words("API Error: 429 {\"type\":\"error\"}") == "rate_limited");
    BOOST_TEST(kind_of_words("Claude AI usage limit reached|1700000000") == "quota");
    BOOST_TEST(kind_of_words("Credit balance is too low") == "quota");
    BOOST_TEST(kind_of_words("Invalid API key \xC2\xB7 Please run /login") == "auth");
    BOOST_TEST(kind_of_words("unexpected status 401") == "auth");
    BOOST_TEST(kind_of_words("API Error: 529 Overloaded") == "overloaded");
    BOOST_TEST(kind_of_words("Prompt is too long") == "context_overflow");
    BOOST_TEST(kind_of_words("429 files changed, 401 deleted") == "server");
    BOOST_TEST(kind_of_words("error: line 4290") == "server");
    BOOST_TEST(kind_of_words("") == "server");
}

BOOST_AUTO_TEST_CASE(last_words_are_one_clean_line)
{
    BOOST_TEST(last_words("\x1b[31merror:\x1b[0m  it\tbroke\r\n\nbadly\n", 100) == "error: it broke | badly");
    BOOST_TEST(last_words("first line\nsecond\nthird\n", 9) == "third");
    BOOST_TEST(last_words("\xC3\xBC\xC3\xBC", 3) == "\xC3\xBC");
    BOOST_TEST(last_words("a\xFF", 100) == "a\xEF\xBF\xBD");
    BOOST_TEST(last_words("", 100) == "");
    BOOST_TEST(last_words("anything", 0) == "");
}

BOOST_AUTO_TEST_CASE(exit_codes)
{
    const failure plain = exit_failure("the command 'x'", 3, "it broke");
    BOOST_TEST(plain.what() == "the command 'x' ended with exit code 3: it broke");
    BOOST_TEST(member(plain, "kind") == "server");
    BOOST_TEST(member(plain, "retryable") == "false");
    const failure limited = exit_failure("the command 'x'", 1, "rate limit");
    BOOST_TEST(limited.status() == CFLOW_E_RATE_LIMITED);
    BOOST_TEST(member(limited, "kind") == "rate_limited");
    BOOST_TEST(member(limited, "retryable") == "");
    const failure missing = exit_failure("the command 'x'", 127, "sh: 1: y: not found");
    BOOST_TEST(member(missing, "kind") == "invalid_request");
    BOOST_TEST(member(missing, "hint").find("'command'") != std::string::npos);
    BOOST_TEST(exit_failure("the command 'x'", 137, "").what() ==
               std::string("the command 'x' was ended by signal 9 (SIGKILL) and said nothing on stderr"));
    BOOST_TEST(exit_failure("the command 'x'", 255, "").what() ==
               std::string("the command 'x' ended with exit code 255 and said nothing on stderr"));
}

BOOST_AUTO_TEST_CASE(what_a_command_reports)
{
    const failure told = reported_failure("the command 'x'", "Invalid API key");
    BOOST_TEST(told.status() == CFLOW_E_AUTH);
    BOOST_TEST(told.what() == "the command 'x' failed: Invalid API key");
}

BOOST_AUTO_TEST_SUITE_END()
