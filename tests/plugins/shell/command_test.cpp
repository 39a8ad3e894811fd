#include "plugins/shell/command.hpp"

#include <codexflow/failure.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::shell;

namespace {

command read(std::string_view json, const shell_settings& settings = {})
{
    json::document document;
    BOOST_REQUIRE(document.parse(json));
    return command_of(tool_arguments(document.root()), settings);
}

std::string refusal(std::string_view json, const shell_settings& settings = {})
{
    try
    {
        read(json, settings);
    }
    catch (const tool_error& why)
    {
        return why.what();
    }
    return "";
}

shell_settings with_scripts()
{
    shell_settings made;
    made.scripts = true;
    return made;
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(shell_command)

BOOST_AUTO_TEST_CASE(a_program_and_its_arguments_stay_as_they_are)
{
    const command made = read(R"({"argv":["git","log","--format=%s  x","$HOME"],"stdin":"in","timeout_s":2.5})");
    BOOST_TEST(made.argv == (std::vector<std::string>{"git", "log", "--format=%s  x", "$HOME"}),
               boost::test_tools::per_element());
    BOOST_TEST(made.input == "in");
    BOOST_TEST(made.timeout.count() == 2500);
    BOOST_TEST(read(R"({"argv":["true"]})").timeout.count() == 110'000);
}

BOOST_AUTO_TEST_CASE(scripts_only_where_the_user_allows_them)
{
    BOOST_TEST(says(refusal(R"({"script":"ls | wc"})"), "scripts: true"));
    BOOST_TEST(read(R"({"script":"ls | wc"})", with_scripts()).argv ==
                   (std::vector<std::string>{"/bin/sh", "-c", "ls | wc"}),
               boost::test_tools::per_element());
    BOOST_TEST(says(refusal(R"({"script":"ls","argv":["ls"]})", with_scripts()), "either"));
    BOOST_TEST(says(refusal("{}", with_scripts()), "either"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said)
{
    BOOST_TEST(says(refusal("{}"), "'argv' is missing"));
    BOOST_TEST(says(refusal(R"({"argv":"git status"})"), "list of texts"));
    BOOST_TEST(says(refusal(R"({"argv":[]})"), "names no program"));
    BOOST_TEST(says(refusal(R"({"argv":[""]})"), "names no program"));
    BOOST_TEST(says(refusal(R"({"argv":["a",1]})"), "must be a text"));
    for (const std::string limit : {"0", "-1", "601", "\"5\"", "true"})
        BOOST_TEST(says(refusal(R"({"argv":["a"],"timeout_s":)" + limit + "}"), "up to 600"));
}

BOOST_AUTO_TEST_CASE(a_program_is_stopped_before_the_host_stops_waiting)
{
    using std::chrono::milliseconds;
    const auto ms = [](int wanted, int limit) { return within(milliseconds(wanted), milliseconds(limit)).count(); };
    BOOST_TEST(ms(110'000, 120'000) == 110'000);
    BOOST_TEST(ms(600'000, 120'000) == 117'500);
    BOOST_TEST(ms(600'000, 1'000) == 500);
    BOOST_TEST(ms(600'000, 0) == 600'000); // nobody said how long it waits
}

BOOST_AUTO_TEST_CASE(settings_are_read)
{
    const shell_settings made =
        read_settings(R"({"scripts":true,"timeout":5,"max_timeout":6,"max_output":2000,"pass_env":["A","B"]})");
    BOOST_TEST(made.scripts);
    BOOST_TEST(made.timeout.count() == 5000);
    BOOST_TEST(made.max_timeout.count() == 6000);
    BOOST_TEST(made.max_output == 2000U);
    BOOST_TEST(made.pass_env.size() == 2U);
    BOOST_TEST(read_settings(R"({"max_timeout":6})").timeout.count() == 6000); // ours gives way
    BOOST_CHECK_THROW(read_settings(R"({"timeout":7,"max_timeout":6})"), failure);
    BOOST_TEST(!read_settings("{}").scripts);
}

BOOST_AUTO_TEST_SUITE_END()
