#include "tests/unit/registry/registry_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {
namespace {

using namespace test;

BOOST_FIXTURE_TEST_SUITE(agent_registry, test::registry_fixture)

BOOST_AUTO_TEST_CASE(one_broken_file_does_not_stop_the_others)
{
    write("bad.codex.yaml", "agent: [\n");
    write("good.codex.yaml", definition("good"));
    registry all = open();
    BOOST_TEST(all.find("good").has_value());
    BOOST_TEST(all.agents().size() == 1U);
    BOOST_TEST(all.totals().definitions == 1U);
    BOOST_TEST(all.totals().errors == 1U);
}

BOOST_AUTO_TEST_CASE(duplicates_never_widen_a_tool_policy)
{
    write("1/x.codex.yaml",
          definition("x", tools("Read, Write, Bash") +
                              "runtime: { autonomy_level: 0.9, concurrency: { max_parallel_tasks: 3 } "
                              "}\ntriggers: { keywords: [a] }\n"));
    write("2/x.codex.yaml",
          definition("x", tools("", "Bash") +
                              "runtime: { autonomy_level: 0.4, concurrency: { max_parallel_tasks: 5 } "
                              "}\ntriggers: { keywords: [b, a] }\nmemory: { redact: [k] }\n"));
    write("3/x.codex.yaml", definition("x", tools("Write, Read, Glob")));
    registry all = open();
    const auto x = all.find("x");
    BOOST_TEST_REQUIRE(x.has_value());
    BOOST_TEST((*(*x)->tools.allowed == lines{"Read", "Write"}));
    BOOST_TEST((*x)->tools.allows("Read"));
    BOOST_TEST(!(*x)->tools.allows("Bash"));
    BOOST_TEST(!(*x)->tools.allows("Glob"));
    BOOST_TEST((*x)->autonomy == 0.4);
    BOOST_TEST((*x)->max_parallel == 1U); // the third says nothing: the default
    BOOST_TEST((texts_of((*x)->triggers.keywords) == lines{"a", "b"}));
    BOOST_TEST(((*x)->memory.redact == lines{"k"}));
    all.load_all();
    const std::string hint =
        " | the first definition is used, with the stricter tools and limits of both; remove one";
    check_lines(remarks(all), {"duplicate DIR/agents/2/x.codex.yaml:3:7: the agent 'x' is also defined in "
                               "DIR/agents/1/x.codex.yaml:3:7" +
                                   hint,
                               "duplicate DIR/agents/3/x.codex.yaml:3:7: the agent 'x' is also defined in "
                               "DIR/agents/1/x.codex.yaml:3:7" +
                                   hint});
    BOOST_TEST(all.totals().definitions == 3U);
    BOOST_TEST(all.totals().ids == 1U);
}

BOOST_AUTO_TEST_CASE(a_broken_duplicate_makes_the_agent_unusable)
{
    write("1/x.codex.yaml", definition("x"));
    write("2/x.codex.yaml", "agent: [\n"); // what it would have restricted is not known
    BOOST_TEST(fault("x").starts_with("DIR/agents/2/x.codex.yaml:2:1: "));
}

BOOST_AUTO_TEST_CASE(directories_are_one_registry_in_their_order)
{
    add("more");
    write("x.yaml", definition("x", "runtime: { concurrency: { max_parallel_tasks: 4 } }\n"));
    dir.write("more/x.yaml", "version: 1\nagent: { id: x, name: Other }\n" + tools("Read") +
                                 "runtime: { concurrency: { max_parallel_tasks: 9 } }\n");
    dir.write("more/y.yaml", definition("y"));
    registry all = open();
    const auto x = all.find("x");
    BOOST_TEST_REQUIRE(x.has_value());
    BOOST_TEST((*x)->name == "Agent x");
    BOOST_TEST((*x)->max_parallel == 4U);
    BOOST_TEST(!(*x)->tools.allows("Bash"));
    BOOST_TEST((all.ids() == lines{"x", "y"}));
}

BOOST_AUTO_TEST_CASE(aliases_lead_to_agents)
{
    write("code-analyzer.yaml", definition("code-analyzer"));
    write("coder.yaml", definition("coder"));
    write("planner.yaml", definition("planner"));
    options.aliases["reviewer"] = {"code-analyzer", 0.7, false, {}};
    options.aliases["planner"] = {"coder", {}, false, {"built-in configuration", 0, 0}};
    options.aliases["docs"] = {"api-docs", {}, false, {}};
    registry all = open();
    const auto reviewer = all.resolve("reviewer");
    BOOST_TEST_REQUIRE(reviewer.has_value());
    BOOST_TEST(reviewer->alias == "reviewer");
    BOOST_TEST(reviewer->agent_id == "code-analyzer");
    BOOST_TEST(reviewer->autonomy.value() == 0.7);
    BOOST_TEST(all.resolve("coder").value().agent_id == "coder");
    BOOST_TEST(!all.resolve("coder").value().autonomy.has_value());
    BOOST_TEST(all.resolve("planner").value().agent_id == "coder");
    BOOST_TEST(shorten(all.resolve("reviwer").error()) ==
               "unknown agent or alias 'reviwer' | did you mean 'reviewer'?");
    BOOST_TEST(
        shorten(all.resolve("docs").error()) ==
        "the alias 'docs' stands for the agent 'api-docs', which no definition has | one of: code-analyzer, "
        "coder, planner");
    BOOST_TEST((all.resolve("docs").error().code == errc::not_found));
    all.load_all();
    check_lines(remarks(all),
                {"shadowed built-in configuration: the alias 'planner' stands for 'coder' and hides the "
                 "agent of that name"});
    BOOST_TEST(all.totals().warnings == 0U); // worth knowing, not wrong
}

BOOST_AUTO_TEST_CASE(a_built_in_alias_without_its_agent_hides_nobody)
{
    write("reviewer.yaml", definition("reviewer"));
    options.aliases["reviewer"] = {"code-analyzer", 0.7, false, {}};
    BOOST_TEST(open().resolve("reviewer").value().agent_id == "reviewer");
    options.aliases["reviewer"].configured = true;
    BOOST_TEST(!open().resolve("reviewer").has_value());
}

BOOST_AUTO_TEST_CASE(absent_folders_are_told_where_it_matters)
{
    options.directories = {{dir / "none", false, {}}, {dir / "wanted", true, {"codex-flow.yaml", 3, 5}}};
    registry all = open();
    BOOST_TEST(shorten(all.find("a").error()) ==
               "unknown agent 'a' | no agents are defined: looked in DIR/none, DIR/wanted");
    check_lines(remarks(all),
                {"warning codex-flow.yaml:3:5: there is no folder DIR/wanted to read agents from"});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
