#include "engine/registry/tool_names.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {

BOOST_AUTO_TEST_SUITE(tool_names)

BOOST_AUTO_TEST_CASE(foreign_names_have_ours)
{
    BOOST_TEST(tool_name("Read") == "read");
    BOOST_TEST(tool_name("MultiEdit") == "edit");
    BOOST_TEST(tool_name("NotebookEdit") == "edit");
    BOOST_TEST(tool_name("LS") == "list");
    BOOST_TEST(tool_name("Grep") == "search");
    BOOST_TEST(tool_name("Bash") == "shell");
    for (const tool_alias& one : tool_aliases())
        BOOST_TEST(tool_name(one.ours) == one.ours);
}

BOOST_AUTO_TEST_CASE(only_the_exact_name_is_meant)
{
    for (const std::string_view name : {"bash", "BASH", "Bash ", " Bash", "B\xD0\xB0sh", "mcp__github__read", "", "Bash(git:*)"})
        BOOST_TEST(tool_name(name) == name);
}

BOOST_AUTO_TEST_CASE(a_part_that_is_forbidden_forbids_the_tool)
{
    BOOST_TEST(restricted_tool_name("Bash(rm:*)") == "shell");
    BOOST_TEST(restricted_tool_name("shell(rm)") == "shell");
    BOOST_TEST(restricted_tool_name("(x)") == "(x)");
}

BOOST_AUTO_TEST_CASE(no_list_and_an_empty_list_stay_different)
{
    BOOST_TEST(!with_tool_names({}).allowed.has_value());
    const tool_policy none = with_tool_names({std::vector<std::string>(), {}});
    BOOST_TEST(none.allowed.has_value());
    const tool_policy both = with_tool_names({std::vector<std::string>{"Edit", "MultiEdit", "Bash(ls)"}, {"Bash", "Write"}});
    const std::vector<std::string> allowed{"edit", "Bash(ls)"}, restricted{"shell", "write"};
    BOOST_TEST(*both.allowed == allowed, boost::test_tools::per_element());
    BOOST_TEST(both.restricted == restricted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
