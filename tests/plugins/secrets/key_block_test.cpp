#include "tests/plugins/secrets/redacted.hpp"

#include <boost/test/unit_test.hpp>

using codexflow::test::redacted;

namespace {

const std::string body = "MIIEpAIBAAKCAQEAx3Vq1mZ0n8sPqJ5kq0Zs9b2y7Qw4cN6dT1uR3eK8fHgLjXoP\n"
                         "VbNmQwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUiOpAsDfGhJk\n";
const std::string mark = "[REDACTED:private-key]";
const std::string begin = "-----BEGIN RSA PRIVATE KEY-----", end = "-----END RSA PRIVATE KEY-----";

} // namespace

BOOST_AUTO_TEST_SUITE(key_blocks)

BOOST_AUTO_TEST_CASE(from_begin_to_end)
{
    BOOST_TEST(redacted("a\n" + begin + "\n" + body + end + "\nb") == "a\n" + mark + "\nb");
    BOOST_TEST(redacted(begin + body + end + " b") == mark + " b"); // without any line end
    BOOST_TEST(redacted(begin + "\\u000d\\nMIIEpAIBAAKCAQEAx3Vq1mZ0\\u000D\\u000aVbNmQw==\\r\\n" + end + "\"") == mark + "\"");
    BOOST_TEST(redacted(begin + " MIIEpAIBAAKCAQEAx3Vq1mZ0 AbCd== " + end + " b") == mark + " b");
}

BOOST_AUTO_TEST_CASE(what_stands_before_lines_is_part_of_it)
{
    BOOST_TEST(redacted("  1\t" + begin + "\n  2\tMIIEpAIBAAKCAQEAx3Vq1mZ0\n  3\tVbNmQw==\n  4\t" + end + "\nb") ==
               "  1\t" + mark + "\nb");
    BOOST_TEST(redacted("> " + begin + "\n> MIIEpAIBAAKCAQEAx3Vq1mZ0\n> " + end + "\n> b") == "> " + mark + "\n> b");
    BOOST_TEST(redacted("-" + begin + "\n-MIIEpAIBAAKCAQEAx3Vq1mZ0\n-VbNmQw==\n-" + end + "\n-b") == "-" + mark + "\n-b");
    BOOST_TEST(redacted("key: |\n    " + begin + "\n    MIIEpAIBAAKCAQEAx3Vq1mZ0\n    " + end + "\nb: 1") ==
               "key: |\n    " + mark + "\nb: 1");
}

BOOST_AUTO_TEST_CASE(without_an_end_it_ends_where_it_is_no_key_any_more)
{
    BOOST_TEST(redacted(begin + "\n" + body) == mark + "\n");
    BOOST_TEST(redacted("{\"key\":\"" + begin + "\\nMIIEpAIBAAKCAQEAx3Vq1mZ0\\n\",\"b\":1}") ==
               "{\"key\":\"" + mark + "\\n\",\"b\":1}");
    BOOST_TEST(redacted(begin + "\nMIIEpAIBAAKCAQEAx3Vq1mZ0\nand then we go on") == mark + "\nand then we go on");
}

BOOST_AUTO_TEST_CASE(begin_alone_is_no_key)
{
    for (const std::string& text :
         std::initializer_list<std::string>{begin, "starts with `" + begin + "`", begin + "\n...\n" + end, begin + " and ends with " + end, begin + "\n<the key>\n" + end,
          std::string("-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEAx3Vq1mZ0\n-----END CERTIFICATE-----"),
          std::string("-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEAx3Vq1mZ0\n-----END PUBLIC KEY-----"), begin + begin})
        BOOST_TEST(redacted(text) == text);
}

BOOST_AUTO_TEST_CASE(a_long_one_is_swallowed_as_it_comes)
{
    codexflow::secrets::scanner scanner(codexflow::test::usual_rules());
    std::string made = scanner.feed(begin + "\n");
    for (int line = 0; line != 20'000; ++line)
        made += scanner.feed(body);
    made += scanner.feed(end + "\nb");
    made += scanner.end();
    BOOST_TEST(made == mark + "\nb");
}

BOOST_AUTO_TEST_SUITE_END()
