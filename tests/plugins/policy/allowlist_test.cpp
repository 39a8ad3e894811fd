#include "tests/plugins/policy/policy_fixture.hpp"

#include "engine/registry/agent.hpp"
#include "engine/registry/registry.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;

namespace {

using names = std::vector<std::string>;

agent with(std::optional<names> allowed, names restricted = {})
{
    agent made;
    made.id = "a";
    made.tools = {std::move(allowed), std::move(restricted)};
    return made;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(allowlist, policy_fixture)

BOOST_AUTO_TEST_CASE(what_is_listed_is_allowed_and_nothing_else)
{
    const auto made = open("version: 1\n");
    const auto asks = [&](const agent& who, const std::string& tool, const std::string& effect) {
        tool_question asked = call(tool, effect);
        asked.agent = caller_of(who, "");
        return made->chain.decide(asked);
    };
    const agent two = with(names{"Read", "Bash", "mcp__github__push"});
    BOOST_TEST(asks(two, "read", "none").allows());
    BOOST_TEST(asks(two, "shell", "once").allows());
    BOOST_TEST(asks(two, "mcp__github__push", "once").allows());
    // Other case, look-alikes, Claude's own names, parts and longer ones are other tools.
    for (const char* tool : {"Read", "READ", "Bash", "bash", "write", "rea", "read ", " read", "reаd", "shell\n",
                             "mcp__github__Push", "mcp__github", "", "*"})
        BOOST_TEST((asks(two, tool, "none").decision == policy_decision::deny), tool);
}

BOOST_AUTO_TEST_CASE(no_list_is_looking_only_and_an_empty_one_is_nothing)
{
    const auto made = open("version: 1\n");
    const auto allows = [&](const agent& who, const std::string& effect) {
        tool_question asked = call("x", effect);
        asked.agent = caller_of(who, "");
        return made->chain.decide(asked).allows();
    };
    BOOST_TEST(allows(with(std::nullopt), "none"));
    BOOST_TEST(!allows(with(std::nullopt), "idempotent"));
    BOOST_TEST(!allows(with(std::nullopt), "once"));
    BOOST_TEST(!allows(with(names{}), "none"));
    BOOST_TEST(!allows(with(names{"x"}, {"x"}), "none"));
    BOOST_TEST(!allows(with(names{"x"}, {"x(part)"}), "none"));
    BOOST_TEST(!allows(with(names{"x(part)"}), "none"));
}

BOOST_AUTO_TEST_CASE(a_denial_says_what_would_permit_it)
{
    tool_question asked = call("shell", "once");
    asked.agent = caller_of(with(names{"Read"}), "");
    const policy_verdict no = decide("version: 1\n", asked);
    BOOST_TEST(no.reason == "the definition of agent 'a' does not list 'shell'; it lists read");
    BOOST_TEST(no.permit == "add 'shell' to the allowed tools of agent 'a'");
}

// The bundle of the original: thirteen agents list tools, and one of them stands there twice, the second
// time without a list.
BOOST_AUTO_TEST_CASE(the_real_bundle_keeps_to_its_lists)
{
    const std::filesystem::path folder = CODEXFLOW_SHARED_DIR "/data/codex-flow/codex/agents";
    if (!std::filesystem::exists(folder))
    {
        BOOST_TEST_MESSAGE("skipped: " << folder << " is not there");
        return;
    }
    registry agents({{agent_directory{folder, false, {}}}, {}});
    const auto made = open("version: 1\n");
    std::size_t listed = 0;
    bool pr_manager = false;
    for (const auto& one : agents.agents())
    {
        if (!one->tools.allowed)
            continue;
        ++listed;
        pr_manager = pr_manager || one->id == "pr-manager";
        const tool_caller who = caller_of(*one, "");
        for (const char* tool : {"read", "write", "edit", "list", "glob", "search", "shell", "mcp__evil__tool", "Bash", "TodoWrite"})
        {
            tool_question asked = call(tool);
            asked.agent = who;
            const bool in_list = std::find(who.tools.allowed->begin(), who.tools.allowed->end(), tool) != who.tools.allowed->end();
            BOOST_TEST(made->chain.decide(asked).allows() == in_list, one->id << ' ' << tool);
        }
    }
    BOOST_TEST(listed >= 12U);
    BOOST_TEST(pr_manager, "the list of pr-manager is lost");
}

BOOST_AUTO_TEST_SUITE_END()
