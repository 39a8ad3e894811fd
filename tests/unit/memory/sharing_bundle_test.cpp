#include "engine/memory/context_bus.hpp"
#include "engine/memory/sharing.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/registry.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

using namespace codexflow;
using namespace codexflow::memories;

namespace {

const std::filesystem::path bundle = std::filesystem::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/codex/agents";

std::vector<sharing_party> parties_of_the_bundle()
{
    registry agents({{{bundle, true, {}}}, {}, nullptr});
    std::vector<sharing_party> all;
    for (const auto& who : agents.agents())
        all.push_back({who->id, {}, who->memory.share_with});
    return all;
}

bool names(const sharing_party& who, const std::string& whom)
{
    return std::find(who.share_with.begin(), who.share_with.end(), whom) != who.share_with.end();
}

/// Every pair, by the rules and over a bus: what each agent gets is what the policy says, and nothing else.
std::size_t check_every_pair(const std::vector<sharing_party>& all)
{
    const sharing_rules rules(all);
    context_bus bus(rules, {}, 1U << 20U);
    std::map<std::string, std::set<std::string>> heard;
    std::vector<context_bus::subscription> ears;
    for (const sharing_party& one : all)
        ears.push_back(bus.subscribe({one.agent_id, {}, {}}, [&heard, id = one.agent_id](const context_item& item) {
            heard[id].insert(item.agent_id);
        }));
    for (const sharing_party& one : all)
        bus.publish({one.agent_id, one.agent_id, "t", "r", 1, true, "x"});
    std::size_t shared = 0;
    for (const sharing_party& from : all)
        for (const sharing_party& to : all)
        {
            const bool may = from.agent_id == to.agent_id || (names(from, to.agent_id) && names(to, from.agent_id));
            shared += may && from.agent_id != to.agent_id ? 1U : 0U;
            BOOST_REQUIRE_MESSAGE(rules.ask(from.agent_id, to.agent_id).visible == may, from.agent_id << " to " << to.agent_id);
            BOOST_REQUIRE_MESSAGE((heard[to.agent_id].count(from.agent_id) != 0) == may, from.agent_id << " heard by " << to.agent_id);
        }
    return shared;
}

bool has_bundle()
{
    if (std::filesystem::exists(bundle / "index.json") || std::filesystem::exists(bundle))
        return true;
    BOOST_TEST_MESSAGE("SKIPPED: " << bundle << " is absent");
    return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sharing_of_the_bundle)

BOOST_AUTO_TEST_CASE(every_pair_is_answered_as_the_definitions_say)
{
    if (!has_bundle())
        return;
    const auto all = parties_of_the_bundle();
    BOOST_TEST(all.size() == 66U);
    check_every_pair(all);
    BOOST_TEST(!sharing_rules(all).dangling().empty()); // the bundle names agents that do not exist
}

BOOST_AUTO_TEST_CASE(every_pair_is_answered_so_with_generated_lists_too)
{
    if (!has_bundle())
        return;
    auto all = parties_of_the_bundle();
    std::mt19937 random(5);
    std::size_t shared = 0;
    for (int round = 0; round != 20; ++round)
    {
        for (sharing_party& one : all)
        {
            one.share_with.assign(1, "nobody");
            for (std::size_t count = random() % 16; count != 0; --count)
                one.share_with.push_back(all[random() % all.size()].agent_id);
        }
        shared += check_every_pair(all);
    }
    BOOST_TEST(shared > 100U);
}

BOOST_AUTO_TEST_SUITE_END()
