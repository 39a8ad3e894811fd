#include "engine/run/memory_setup.hpp"

#include "engine/config/config.hpp"
#include "engine/plan/plan.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/registry/agent.hpp"
#include "engine/registry/registry.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>

using namespace codexflow;

namespace {

struct fixture
{
    test::temp_dir dir;
    plugin::catalog nothing = plugin::catalog::scan({{CODEXFLOW_PREPARE_PLUGIN}, {}}).value();

    config settings(std::string_view yaml) const
    {
        dir.write("codex-flow.yaml", yaml);
        config_sources sources;
        sources.system_file.clear();
        sources.project_directory = dir.path();
        return load_config(sources).value();
    }
    void define(const std::string& id, const std::string& share_with) const
    {
        dir.write("agents/" + id + ".codex.yaml", "version: 1\nagent: { id: " + id + ", name: A, description: d }\n"
                                                  "memory: { sharing_policy: { share_with: [" + share_with + "] } }\n");
    }
    std::vector<std::string> partners(const std::string& of, std::string_view yaml)
    {
        const config made = settings(yaml);
        registry agents({{{dir.path() / "agents", true, {}}}, made.aliases, nullptr});
        plan work;
        planned_task& task = work.tasks.emplace_back();
        task.agent_id = of;
        task.definition = agents.find(of).value();
        std::vector<std::string> ids;
        for (const auto& who : find_partners(work, made, agents))
            ids.push_back(who->id);
        return ids;
    }
};

constexpr const char* shared = "memory: { context: shared }\nagents: { aliases: { second: { agent: b } } }\n";

} // namespace

BOOST_FIXTURE_TEST_SUITE(memory_setups, fixture)

BOOST_AUTO_TEST_CASE(memory_that_nobody_configured_needs_no_plugin)
{
    const auto made = memory_of(settings("version: 1\n"), nothing, {});
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(!made->use.has_value());
    BOOST_TEST(made->without == "nothing is remembered: no plugin offers the memory 'jsonl'");
    const auto off = memory_of(settings("memory: off\n"), nothing, {});
    BOOST_TEST(!off->use.has_value());
    BOOST_TEST(off->without == "");
}

BOOST_AUTO_TEST_CASE(memory_that_somebody_configured_must_be_offered)
{
    for (const char* yaml : {"memory: { plugin: jsonl }\n", "memory: { context: own }\n"})
    {
        const auto made = memory_of(settings(yaml), nothing, {});
        BOOST_TEST_REQUIRE(!made.has_value());
        BOOST_TEST((made.error().code == errc::not_found));
    }
}

BOOST_AUTO_TEST_CASE(partners_are_those_that_the_lists_of_the_runs_agents_name)
{
    define("a", "second, ghost, c, a");
    define("b", "a");
    define("c", "");
    define("d", "a");
    BOOST_TEST(partners("a", shared) == (std::vector<std::string>{"b", "c"}), boost::test_tools::per_element());
    BOOST_TEST(partners("d", shared) == std::vector<std::string>{"a"}, boost::test_tools::per_element());
    BOOST_TEST(partners("a", "memory: { context: own }\n").empty()); // then nobody asks
}

BOOST_AUTO_TEST_CASE(a_day_has_a_first_run)
{
    const std::string run = "20261122T143412Z-4k2j9x";
    BOOST_TEST(!is_first_of_day(dir / "absent", run));
    BOOST_TEST(!is_first_of_day(dir.path(), run)); // there is nothing yet to be rid of
    dir.write("20261121T235959Z-aaaaaa/journal.jsonl", "");
    dir.write("reviewer/x/input.json", "");
    dir.write("20261123T000000Z-aaaaaa/journal.jsonl", ""); // a clock that went back
    BOOST_TEST(is_first_of_day(dir.path(), run));
    dir.write(run + "/journal.jsonl", ""); // itself
    BOOST_TEST(is_first_of_day(dir.path(), run));
    dir.write("20261122T000001Z-aaaaaa/journal.jsonl", "");
    BOOST_TEST(!is_first_of_day(dir.path(), run));
}

BOOST_AUTO_TEST_SUITE_END()
