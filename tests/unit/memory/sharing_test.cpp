#include "engine/memory/sharing.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <set>

using namespace codexflow::memories;

namespace {

/** The policy told another way: as the set of all (publisher, reader) that it allows, by looking at every name of every
 *  list. It shares nothing with the code it judges. */
std::set<std::pair<std::string, std::string>> allowed_by(const std::vector<sharing_party>& all)
{
    const auto means = [&](const std::string& name) -> std::string {
        for (const sharing_party& one : all)
            if (one.agent_id == name)
                return name;
        for (const sharing_party& one : all)
            if (std::count(one.aliases.begin(), one.aliases.end(), name) != 0)
                return one.agent_id;
        return {};
    };
    std::set<std::pair<std::string, std::string>> says, both;
    for (const sharing_party& one : all)
        for (const std::string& name : one.share_with)
            if (!means(name).empty())
                says.emplace(one.agent_id, means(name));
    for (const auto& [from, to] : says)
        if (says.count({to, from}) != 0)
            both.emplace(from, to);
    for (const sharing_party& one : all)
        both.emplace(one.agent_id, one.agent_id);
    return both;
}

std::vector<sharing_party> some_parties(std::mt19937& random)
{
    const std::size_t count = 1 + random() % 8;
    std::vector<std::string> names{"nobody", "gone"};
    std::vector<sharing_party> all(count);
    for (std::size_t i = 0; i != count; ++i)
    {
        all[i].agent_id = "agent-" + std::to_string(i);
        for (std::size_t alias = random() % 3; alias != 0; --alias)
            all[i].aliases.push_back("alias-" + std::to_string(i) + "-" + std::to_string(alias));
        if (random() % 8 == 0)
            all[i].aliases.push_back("agent-" + std::to_string(random() % count)); // which is another one's id
        names.push_back(all[i].agent_id);
        names.insert(names.end(), all[i].aliases.begin(), all[i].aliases.end());
    }
    for (sharing_party& one : all)
        for (std::size_t name = random() % 6; name != 0; --name)
            one.share_with.push_back(names[random() % names.size()]);
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sharing)

BOOST_AUTO_TEST_CASE(an_agent_sees_its_own_items_also_one_that_nobody_knows)
{
    const sharing_rules rules(std::vector<sharing_party>{{"coder", {}, {}}});
    BOOST_TEST(rules.ask("coder", "coder").visible);
    BOOST_TEST(rules.ask("coder", "coder").rule == "own");
    BOOST_TEST(rules.ask("stranger", "stranger").visible);
}

BOOST_AUTO_TEST_CASE(both_sides_must_name_each_other)
{
    const sharing_rules rules(std::vector<sharing_party>{{"a", {}, {"b", "c"}}, {"b", {}, {"a"}}, {"c", {}, {}}});
    BOOST_TEST(rules.ask("a", "b").visible);
    BOOST_TEST(rules.ask("a", "b").rule == "share_with of a names b, share_with of b names a");
    BOOST_TEST(rules.ask("b", "a").visible);
    const sharing_answer offered = rules.ask("a", "c");
    BOOST_TEST(!offered.visible);
    BOOST_TEST(offered.asked);
    BOOST_TEST(offered.rule == "share_with of c does not name a");
    const sharing_answer wanted = rules.ask("c", "a");
    BOOST_TEST(!wanted.visible);
    BOOST_TEST(wanted.rule == "share_with of c does not name a");
    const sharing_answer strangers = rules.ask("b", "c");
    BOOST_TEST(!strangers.visible);
    BOOST_TEST(!strangers.asked);
    BOOST_TEST(strangers.rule == "share_with of b does not name c, share_with of c does not name b");
}

BOOST_AUTO_TEST_CASE(a_name_is_an_id_before_it_is_an_alias)
{
    const sharing_rules rules(std::vector<sharing_party>{{"code-analyzer", {"reviewer"}, {"tester"}}, {"tester", {"qa"}, {"reviewer"}}});
    BOOST_TEST(rules.ask("code-analyzer", "tester").visible);
    const sharing_rules both(std::vector<sharing_party>{{"code-analyzer", {"reviewer"}, {"tester"}}, {"reviewer", {}, {}}, {"tester", {}, {"reviewer"}}});
    BOOST_TEST(!both.ask("code-analyzer", "tester").visible); // reviewer is the agent of that id
}

BOOST_AUTO_TEST_CASE(names_without_an_agent_are_listed_once_for_each_list)
{
    const sharing_rules rules(std::vector<sharing_party>{{"a", {}, {"ghost", "b", "ghost"}}, {"b", {}, {"ghost"}}});
    const auto found = rules.dangling();
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].agent_id == "a");
    BOOST_TEST(found[0].name == "ghost");
    BOOST_TEST(found[1].agent_id == "b");
}

BOOST_AUTO_TEST_CASE(generated_policies_are_answered_as_the_oracle_does)
{
    std::mt19937 random(20261124);
    std::size_t shared = 0;
    for (int round = 0; round != 2000; ++round)
    {
        const auto parties = some_parties(random);
        const auto allowed = allowed_by(parties);
        const sharing_rules rules(parties);
        for (const sharing_party& from : parties)
        {
            const auto seen = rules.visible_to(from.agent_id);
            for (const sharing_party& to : parties)
            {
                const bool may = allowed.count({from.agent_id, to.agent_id}) != 0;
                shared += may && from.agent_id != to.agent_id ? 1U : 0U;
                BOOST_REQUIRE(rules.ask(from.agent_id, to.agent_id).visible == may);
                BOOST_REQUIRE((std::count(seen.begin(), seen.end(), to.agent_id) == 1) ==
                              (allowed.count({to.agent_id, from.agent_id}) != 0));
            }
        }
    }
    BOOST_TEST(shared > 500U); // else this would say nothing
}

BOOST_AUTO_TEST_SUITE_END()
