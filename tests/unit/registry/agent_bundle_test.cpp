#include "tests/unit/registry/registry_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <map>

namespace codexflow {
namespace {

using namespace test;

BOOST_FIXTURE_TEST_SUITE(agent_bundles, test::registry_fixture)

BOOST_AUTO_TEST_CASE(other_files_are_left_out_with_a_reason)
{
    write("list.yml", "- a\n");
    write("other.yaml", "# note\nkey: value\n");
    write("README.md", "x");
    write("index.yaml", "agents: [a]\n");
    write("a.md", "x");
    write("a.codex.yaml", definition("a"));
    write("triggers.json", "{}");
    registry all = open();
    all.load_all();
    const std::string hint = " | definitions begin with 'version: 1' and an 'agent' section";
    check_lines(remarks(all),
                {"left_out DIR/agents/index.yaml:1:1: left out: this is a list of agents, which are read "
                 "from their own "
                 "files" +
                     hint,
                 "left_out DIR/agents/list.yml:1:1: left out: an agent is a mapping, this is a list" + hint,
                 "left_out DIR/agents/other.yaml:2:1: left out: this is no agent definition: it has neither "
                 "a section "
                 "'agent' nor an id or a name with a prompt" +
                     hint});
    BOOST_TEST((all.ids() == lines{"a"}));
}

BOOST_AUTO_TEST_CASE(an_index_says_where_the_files_are)
{
    write("index.json", R"({"version": 1, "agents": [
  {"id": "coder", "domain": "core", "keywords": []},
  {"id": "api", "domain": "dev", "subdomain": "backend"},
  {"id": "gone", "domain": "core"},
  {"id": "evil", "domain": "../../etc"},
  {"id": "coder", "domain": "core"},
  {"id": "liar", "domain": "core"}
]})");
    write("core/coder.codex.yaml", definition("coder"));
    write("dev/backend/api.codex.yaml", definition("api"));
    write("core/liar.codex.yaml", definition("honest"));
    write("extra.codex.yaml", definition("extra"));
    registry all = open();
    BOOST_TEST((all.ids() == lines{"api", "coder", "extra", "liar"}));
    BOOST_TEST(all.find("api").has_value());
    BOOST_TEST(all.find("extra").has_value());
    BOOST_TEST(fault("gone") == "unknown agent 'gone' | one of: api, coder, extra, liar");
    BOOST_TEST(fault("honest") == "unknown agent 'honest' | one of: api, coder, extra, liar");
    BOOST_TEST(fault("liar") ==
               "DIR/agents/core/liar.codex.yaml:3:7: this file defines 'honest', but the index says "
               "'liar' | correct the entry at DIR/agents/index.json:7:3");
    all.load_all();
    check_lines(
        remarks(all),
        {"warning DIR/agents/index.json:4:3: the index names 'gone', but DIR/agents/core/gone.codex.yaml "
         "does "
         "not exist | remove the entry or restore the file",
         "warning DIR/agents/index.json:5:3: the entry has no usable id and domain and is ignored | give it "
         "an "
         "id and a domain of letters, digits, '-', '_' and '.'",
         "warning DIR/agents/index.json:6:3: the index names DIR/agents/core/coder.codex.yaml for the second "
         "time",
         "broken DIR/agents/core/liar.codex.yaml:3:7: this file defines 'honest', but the index says 'liar' "
         "| "
         "correct the entry at DIR/agents/index.json:7:3",
         "warning DIR/agents/extra.codex.yaml:3:7: index.json does not name this agent; it is used all the "
         "same"});
}

BOOST_AUTO_TEST_CASE(with_an_index_only_the_agents_asked_for_are_parsed)
{
    write("index.json", R"({"version":1,"agents":[{"id":"a","domain":"d"},{"id":"b","domain":"d"}]})");
    write("d/a.codex.yaml", definition("a"));
    write("d/b.codex.yaml", "agent: [\n"); // would be noticed if it were read
    options.aliases["x"] = {"a", 0.5, true, {}};
    registry all = open();
    BOOST_TEST(all.resolve("x").value().agent_id == "a");
    BOOST_TEST(all.resolve("b").has_value());
    BOOST_TEST(all.find("a").has_value());
    BOOST_TEST(all.notices().empty());
    BOOST_TEST(!all.find("b").has_value());
    BOOST_TEST(all.notices().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_unusable_index_is_reported_and_the_files_are_listed)
{
    write("a.codex.yaml", definition("a"));
    const std::pair<const char*, const char*> samples[] = {
        {"{\"version\": 1",
         "warning DIR/agents/index.json:1:14: expected ',' or '}', found the end of the text"},
        {"{\"version\": 7, \"agents\": []}",
         "warning DIR/agents/index.json:1:13: the index is not of version 1 and is not used"},
        {"{}", "warning DIR/agents/index.json:1:1: the index has no list 'agents' and is not used"},
    };
    for (const auto& [text, expected] : samples)
    {
        write("index.json", text);
        registry all = open();
        BOOST_TEST(all.find("a").has_value());
        check_lines(remarks(all), {expected});
    }
}

BOOST_AUTO_TEST_CASE(the_original_bundle_loads)
{
    const std::filesystem::path bundle = CODEXFLOW_SHARED_DIR "/data/codex-flow/codex/agents";
    if (!std::filesystem::exists(bundle))
    {
        BOOST_TEST_MESSAGE("skipped: " << bundle << " is not here");
        BOOST_TEST(true);
        return;
    }
    registry all({{{bundle, false, {}}}, {}});
    BOOST_TEST(all.ids().size() == 66U);
    const registry_totals totals = all.totals();
    BOOST_TEST(totals.definitions == 69U);
    BOOST_TEST(totals.beside_index == 3U); // of the flat schema
    BOOST_TEST(totals.ids == 66U);
    BOOST_TEST(totals.keywords == 42U);
    BOOST_TEST(totals.regex == 21U);
    BOOST_TEST(totals.file_patterns == 31U);
    BOOST_TEST(totals.errors == 0U);
    BOOST_TEST(all.agents().size() == 66U);

    std::map<std::string, std::vector<std::string>> by_kind;
    for (const notice& n : all.notices())
    {
        std::string text = to_string(n.what);
        for (std::size_t at = text.find(bundle.string()); at != std::string::npos;
             at = text.find(bundle.string()))
            text.replace(at, bundle.string().size(), "B");
        by_kind[std::string(to_string(n.kind))].push_back(text);
    }
    check_lines(
        by_kind["duplicate"],
        {"B/analysis/code-review/code-analyzer.codex.yaml:3:7: the agent 'code-analyzer' is also defined in "
         "B/analysis/code-analyzer.codex.yaml:3:7",
         "B/templates/pr-manager.codex.yaml:3:7: the agent 'pr-manager' is also defined in "
         "B/github/pr-manager.codex.yaml:3:7",
         "B/reviewer.yaml:1:5: the agent 'reviewer' is also defined in B/core/reviewer.codex.yaml:3:7"});
    BOOST_TEST(by_kind["left_out"].empty());
    check_lines(
        by_kind["warning"],
        {"B/core/researcher.codex.yaml:103:5: unknown key 'swarm' in observability.tracing is ignored",
         "B/core/researcher.codex.yaml:104:3: unknown key 'enabled_by_default' in observability is ignored",
         "B/core/tester.codex.yaml:108:5: unknown key 'swarm' in observability.tracing is ignored",
         "B/core/tester.codex.yaml:109:3: unknown key 'enabled_by_default' in observability is ignored",
         "B/core/builder.yaml:1:5: index.json does not name this agent; it is used all the same",
         "B/reviewer.yaml:1:5: index.json does not name this agent; it is used all the same",
         "B/swarm-planner.yaml:1:5: index.json does not name this agent; it is used all the same"});
    BOOST_TEST(by_kind["broken"].empty());
    BOOST_TEST(totals.warnings ==
               by_kind["duplicate"].size() + by_kind["left_out"].size() + by_kind["warning"].size());

    const auto pr_manager = all.find("pr-manager");
    BOOST_TEST_REQUIRE(pr_manager.has_value());
    BOOST_TEST_REQUIRE((*pr_manager)->tools.allowed.has_value());
    BOOST_TEST((*pr_manager)->tools.allowed->size() == 16U);
    BOOST_TEST((*pr_manager)->tools.allows("Bash"));
    BOOST_TEST(!(*pr_manager)->tools.allows("WebFetch"));
    BOOST_TEST((*pr_manager)->autonomy == 0.6);
    const auto analyzer = all.find("code-analyzer");
    BOOST_TEST_REQUIRE(analyzer.has_value());
    BOOST_TEST((*analyzer)->max_parallel == 2U);
    BOOST_TEST((*analyzer)->triggers.keywords.size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
