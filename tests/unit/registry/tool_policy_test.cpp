#include "engine/registry/tool_policy.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>

namespace codexflow {
namespace {

using names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(tool_policies)

BOOST_AUTO_TEST_CASE(no_list_allows_all_but_an_empty_one_nothing)
{
    BOOST_TEST((tool_policy{}.allows("Bash")));
    BOOST_TEST((!tool_policy{names{}, {}}.allows("Bash")));
    BOOST_TEST((!tool_policy{{}, {"Bash"}}.allows("Bash")));
    BOOST_TEST((!tool_policy{names{"Bash"}, {"Bash"}}.allows("Bash")));
    BOOST_TEST((!tool_policy{names{"Bash"}, {}}.allows("bash"))); // exact names
}

BOOST_AUTO_TEST_CASE(two_lists_without_a_common_tool_leave_none)
{
    const tool_policy both = stricter({names{"A"}, {}}, {names{"B"}, {}});
    BOOST_TEST(both.allowed.has_value());
    BOOST_TEST(!both.allows("A"));
    BOOST_TEST(!both.allows("B"));
    BOOST_TEST(!both.allows("C"));
}

BOOST_AUTO_TEST_CASE(the_stricter_policy_allows_exactly_what_both_allow)
{
    constexpr std::array<const char*, 6> universe{"A", "B", "C", "D", "E", "F"};
    std::mt19937 random(7);
    const auto some = [&] {
        names list;
        for (const char* tool : universe)
            if (random() % 2 == 0)
                list.emplace_back(tool);
        return list;
    };
    for (int i = 0; i < 2'000; ++i)
    {
        tool_policy first, second;
        if (random() % 3 != 0)
            first.allowed = some();
        if (random() % 3 != 0)
            second.allowed = some();
        first.restricted = some();
        second.restricted = some();
        const tool_policy both = stricter(first, second), other = stricter(second, first);
        for (const char* tool : universe)
        {
            BOOST_REQUIRE_EQUAL(both.allows(tool), first.allows(tool) && second.allows(tool));
            BOOST_REQUIRE_EQUAL(both.allows(tool), other.allows(tool));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
