#include "plugins/mcp/model_names.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <vector>

using codexflow::mcp::model_names;
using names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(mcp_names)

BOOST_AUTO_TEST_CASE(plain_names_stay)
{
    BOOST_TEST((model_names("claude-flow", {"swarm_init", "get-sum"}) == names{"mcp__claude-flow__swarm_init", "mcp__claude-flow__get-sum"}));
}

BOOST_AUTO_TEST_CASE(other_characters_become_underscores)
{
    BOOST_TEST((model_names("s", {"a.b/c", "\xC3\xA9"}) == names{"mcp__s__a_b_c", "mcp__s____"}));
}

BOOST_AUTO_TEST_CASE(names_that_would_meet_are_told_apart_in_any_order)
{
    const names one = model_names("s", {"a.b", "a_b", "a b"});
    const names other = model_names("s", {"a b", "a.b", "a_b"});
    BOOST_TEST(one[1] == "mcp__s__a_b"); // which is its own
    BOOST_TEST((std::set<std::string>(one.begin(), one.end()).size()) == 3u);
    BOOST_TEST((names{one[2], one[0], one[1]} == other));
    BOOST_TEST(one[0].size() == std::string("mcp__s__a_b").size() + 9);
}

BOOST_AUTO_TEST_CASE(long_names_are_cut_and_stay_apart)
{
    const std::string common(100, 'x');
    const names got = model_names("server", {common + "1", common + "2", std::string(64 - 13, 'y')});
    BOOST_TEST(got[0].size() == 64u);
    BOOST_TEST(got[0] != got[1]);
    BOOST_TEST(got[2] == "mcp__server__" + std::string(51, 'y'));
}

BOOST_AUTO_TEST_SUITE_END()
