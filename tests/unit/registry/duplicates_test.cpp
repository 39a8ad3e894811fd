// Several definitions of one id: no order of files ever gives an agent more than each of them does.
#include "tests/unit/registry/registry_fixture.hpp"

#include "engine/base/text.hpp"
#include "engine/registry/agent_merge.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numeric>
#include <random>

namespace codexflow {
namespace {

using namespace test;

const std::vector<std::string> all_tools{"Bash", "Read", "Write", "Edit", "Glob"};

std::vector<std::string> some_of(const std::vector<std::string>& from, std::mt19937& random)
{
    std::vector<std::string> some;
    for (const std::string& one : from)
        if (random() % 2 == 0)
            some.push_back(one);
    std::shuffle(some.begin(), some.end(), random);
    return some;
}

agent random_agent(std::mt19937& random)
{
    agent made;
    made.id = "x";
    if (random() % 3 != 0)
        made.tools.allowed = some_of(all_tools, random);
    if (random() % 2 == 0)
        made.tools.restricted = some_of(all_tools, random);
    made.autonomy = static_cast<double>(random() % 11) / 10;
    made.max_parallel = static_cast<std::uint32_t>(1 + random() % 9);
    made.timeout = std::chrono::milliseconds(1 + random() % 1000);
    if (random() % 2 == 0)
        made.memory.retention = std::chrono::milliseconds(random() % 1000);
    made.memory.long_term = random() % 2 == 0;
    made.memory.share_with = some_of({"a", "b", "c"}, random);
    made.memory.redact = some_of({"key", "token"}, random);
    return made;
}

/// That @p merged grants nothing that @p one does not.
void check_not_wider(const agent& merged, const agent& one)
{
    for (const std::string& tool : all_tools)
        BOOST_TEST((!merged.tools.allows(tool) || one.tools.allows(tool)), tool);
    BOOST_TEST(merged.autonomy <= one.autonomy);
    BOOST_TEST(merged.max_parallel <= one.max_parallel);
    BOOST_TEST((merged.timeout <= one.timeout));
    if (one.memory.retention)
        BOOST_TEST((merged.memory.retention && *merged.memory.retention <= *one.memory.retention));
    BOOST_TEST((!merged.memory.long_term || one.memory.long_term));
    const auto has = [](const std::vector<std::string>& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    for (const std::string& name : merged.memory.share_with)
        BOOST_TEST(has(one.memory.share_with, name), name);
    for (const std::string& field : one.memory.redact)
        BOOST_TEST(has(merged.memory.redact, field), field);
}

/// What a tool policy lets through, as letters: comparable whatever the order of its lists.
std::string reach(const agent& one)
{
    std::string letters;
    for (const std::string& tool : all_tools)
        letters += one.tools.allows(tool) ? tool.front() : '-';
    return letters;
}

std::string yaml_list(const std::vector<std::string>& items)
{
    return join(items, ", ");
}

} // namespace

BOOST_AUTO_TEST_SUITE(duplicates)

BOOST_AUTO_TEST_CASE(no_order_widens_anything)
{
    std::mt19937 random(20261124);
    for (int round = 0; round != 300; ++round)
    {
        std::vector<agent> some(2 + random() % 3);
        std::generate(some.begin(), some.end(), [&random] { return random_agent(random); });
        std::vector<std::size_t> order(some.size());
        std::iota(order.begin(), order.end(), 0U);
        std::string first_reach;
        do
        {
            agent merged = some[order.front()];
            for (auto next = order.begin() + 1; next != order.end(); ++next)
                merged = merge_agents(std::move(merged), some[*next]);
            for (const agent& one : some)
                check_not_wider(merged, one);
            if (first_reach.empty())
                first_reach = reach(merged);
            BOOST_TEST(reach(merged) == first_reach); // nor does the order matter
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

BOOST_AUTO_TEST_CASE(nor_does_the_order_of_files_and_folders)
{
    std::mt19937 random(7);
    for (int round = 0; round != 20; ++round)
    {
        std::vector<agent> some(3);
        std::generate(some.begin(), some.end(), [&random] { return random_agent(random); });
        std::string first_reach;
        std::vector<std::size_t> order{0, 1, 2};
        do
        {
            registry_fixture here;
            here.add("more");
            const char* const places[] = {"agents/a.yaml", "agents/b/c.codex.yaml", "more/a.yaml"};
            for (std::size_t i = 0; i != order.size(); ++i)
            {
                const tool_policy& policy = some[order[i]].tools;
                // In this schema an empty list says nothing, so that one is not written as one.
                const bool none = policy.allowed && policy.allowed->empty();
                here.dir.write(places[i],
                               definition("x", tools(none ? "Nothing" : yaml_list(policy.allowed.value_or(lines{})),
                                                     yaml_list(policy.restricted))));
            }
            registry all = here.open();
            const auto found = all.find("x");
            BOOST_TEST_REQUIRE(found.has_value());
            for (const agent& one : some)
                for (const std::string& tool : all_tools)
                    BOOST_TEST((!(*found)->tools.allows(tool) || one.tools.allows(tool)), tool);
            if (first_reach.empty())
                first_reach = reach(**found);
            BOOST_TEST(reach(**found) == first_reach);
            BOOST_TEST(all.notices().size() == 2U);
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
