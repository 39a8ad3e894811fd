#include "plugins/cli/settings.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow::cli;
using words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(cli_settings)

BOOST_AUTO_TEST_CASE(a_command_is_a_list_or_a_line)
{
    const words expected{"claude", "-p", "two words"};
    BOOST_TEST(read_settings(R"({"command":["claude","-p","two words"]})").command == expected,
               boost::test_tools::per_element());
    BOOST_TEST(read_settings(R"({"command":"claude -p 'two words'"})").command == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_script_is_one_argument_of_the_shell)
{
    const auto got = read_settings(R"({"command":"cat | tr a b","shell":true})");
    BOOST_TEST(got.command == (words{"/bin/sh", "-c", "cat | tr a b", "sh"}),
               boost::test_tools::per_element());
    BOOST_TEST(got.name == "cat | tr a b");
}

BOOST_AUTO_TEST_CASE(without_a_command_there_is_nothing_to_run)
{
    for (const char* json : {"{}", R"({"command":""})", R"({"command":[]})", R"({"command":[""]})",
                             R"({"shell":true})", R"({"command":["a","b"],"shell":true})", "[]", "nonsense"})
        BOOST_CHECK_EXCEPTION(read_settings(json), codexflow::failure,
                              [](const codexflow::failure& f) { return f.status() == CFLOW_E_INVALID; });
}

BOOST_AUTO_TEST_CASE(all_of_them)
{
    const auto got =
        read_settings(R"({"command":"x","input":"json","output":"codex-json","model":"m","pass_env":["A","B"],
        "api_key_env":"KEY","environment":{"C":"1"},"directory":"/d","first_byte_timeout":1.5,"idle_timeout":2,"stderr_tail":7})");
    BOOST_TEST((got.input == input_form::json));
    BOOST_TEST((got.output == output_form::codex_json));
    BOOST_TEST(got.model == "m");
    BOOST_TEST(got.pass_env == (words{"A", "B"}), boost::test_tools::per_element());
    BOOST_TEST(got.api_key_env == "KEY");
    BOOST_TEST(got.environment.at(0).second == "1");
    BOOST_TEST(got.directory == "/d");
    BOOST_TEST(got.first_byte.count() == 1500);
    BOOST_TEST(got.idle.count() == 2000);
    BOOST_TEST(got.stderr_tail == 7U);
    const auto plain = read_settings(R"({"command":"x","input":"argument","output":"claude-stream-json"})");
    BOOST_TEST((plain.input == input_form::argument));
    BOOST_TEST((plain.output == output_form::claude_stream_json));
    BOOST_TEST(plain.stderr_tail == 2048U);
}

BOOST_AUTO_TEST_SUITE_END()
