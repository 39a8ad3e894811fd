#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;

BOOST_FIXTURE_TEST_SUITE(load_command, cli_project)

BOOST_AUTO_TEST_CASE(the_agents_of_a_project)
{
    add_agent("second", 2);
    const auto end = call({"load"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "Agents: 2\nTriggers: keywords=0 regex=0 file_patterns=0\n");
    BOOST_TEST(call({"load", "codex/agents"}).out == end.out);
}

BOOST_AUTO_TEST_CASE(for_programs)
{
    const auto end = call({"load", "--json"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    BOOST_TEST(parsed.root()["agents"].as_int64().value() == 1);
    BOOST_TEST(parsed.root()["definitions"][0]["id"].string() == "worker");
    BOOST_TEST(parsed.root()["definitions"][0]["max_parallel"].as_int64().value() == 5);
    BOOST_TEST(parsed.root()["errors"].as_int64().value() == 0);
}

BOOST_AUTO_TEST_CASE(a_definition_that_cannot_be_read_is_an_error)
{
    write("codex/agents/broken.codex.yaml", "version: 1\nagent:\n  id: [\n");
    const auto end = call({"load"});
    BOOST_TEST(end.status == 65);
    has(end.out, {"Agents: 1\n"});
    has(local(end.err), {"error: codex/agents/broken.codex.yaml:",
                         "codex-flow: error: 1 of the definitions cannot be used\n"});
}

BOOST_AUTO_TEST_CASE(nothing_to_read)
{
    fails(call({"load", "nowhere"}), 65,
          "codex-flow: error: there is no folder with agents: looked for nowhere\n"
          "  hint: name one: codex-flow load DIR, or agents.paths in codex-flow.yaml\n");
}

BOOST_AUTO_TEST_CASE(the_originals_bundle)
{
    const auto bundle = std::filesystem::path(CODEXFLOW_SHARED_DIR) / "data/codex-flow/codex/agents";
    if (!std::filesystem::exists(bundle))
    {
        BOOST_TEST_MESSAGE("skipped: " << bundle << " is not there");
        return;
    }
    const auto end = call({"load", bundle.string()});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out == "Agents: 66, and 3 beside the index\nTriggers: keywords=42 regex=21 file_patterns=31\n");
    has(end.err,
        {"the agent 'code-analyzer' is also defined in", "the agent 'pr-manager' is also defined in"});

    const auto document = call({"load", "--json", bundle.string()});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["ids"].as_int64().value() == 66);
    std::size_t duplicates = 0;
    for (const json::value notice : parsed.root()["notices"].elements())
        duplicates += notice["kind"].string() == "duplicate" ? 1U : 0U;
    BOOST_TEST(duplicates == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
