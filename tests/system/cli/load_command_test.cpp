#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>
#include <memory>

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

BOOST_AUTO_TEST_CASE(strict_makes_warnings_errors)
{
    BOOST_TEST(call({"load", "--strict"}).status == 0);
    write("codex/agents/odd.codex.yaml", "version: 1\nagent: { id: odd }\nrutime: {}\n");
    BOOST_TEST(call({"load"}).status == 0);
    const auto end = call({"load", "--strict"});
    BOOST_TEST(end.status == 65);
    BOOST_TEST(end.out == "Agents: 2\nTriggers: keywords=0 regex=0 file_patterns=0\n");
    BOOST_TEST(end.err == "error: codex/agents/odd.codex.yaml:3:1: unknown key 'rutime' is ignored\n"
                          "  hint: did you mean 'runtime'?\n"
                          "codex-flow: error: 1 warning, which --strict does not allow\n");
    BOOST_TEST(call({"load", "--strict", "--json"}).status == 65);
}

BOOST_AUTO_TEST_CASE(the_routers_look_at_the_triggers)
{
    write("codex/agents/odd.codex.yaml", "version: 1\nagent: { id: odd }\ntriggers:\n  regex:\n"
                                         "    - { pattern: 'a(', priority: high }\n");
    const auto lenient = call({"load"});
    BOOST_TEST(lenient.status == 0); // the agent's other triggers are in use
    has(lenient.err, {"warning: codex/agents/odd.codex.yaml:5:18: ", "a("});
    const auto unchecked = call({"load", "--no-plugins"});
    BOOST_TEST(unchecked.status == 0);
    has(unchecked.err, {"warning: ", "the triggers were not checked: "});
    const auto end = call({"load", "--strict"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"error: codex/agents/odd.codex.yaml:5:18: ", "codex-flow: error: 1 of the triggers cannot be used\n"});
    const auto document = call({"load", "--strict", "--json"});
    BOOST_TEST(document.status == 65);
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["notices"][0]["line"].as_int64().value() == 5);
    const auto none = call({"load", "--strict", "--no-plugins"});
    BOOST_TEST(none.status == 65); // nobody to ask is no yes
    has(none.err, {"codex-flow: error: "});
}

BOOST_AUTO_TEST_CASE(an_alias_with_the_name_of_an_agent_is_worth_a_note)
{
    add_agent("planner", 1);
    add_agent("task-orchestrator", 1);
    const auto end = call({"load", "--strict"});
    BOOST_TEST(end.status == 0); // nothing is wrong
    BOOST_TEST(end.err.starts_with("note: built-in configuration:"));
    BOOST_TEST(end.err.ends_with(": the alias 'planner' stands for 'task-orchestrator' and hides the agent of "
                                 "that name\n"));
}

BOOST_AUTO_TEST_CASE(definitions_are_parsed_once)
{
    const auto cold = call({"load", "-v"});
    has(cold.err, {"cache: 0 definitions from ", "/home/.cache/codex-flow/agents/", ", 1 parsed\n"});
    const auto warm = call({"load", "-v"});
    has(warm.err, {"cache: 1 definitions from ", ", 0 parsed\n"});
    BOOST_TEST(warm.out == cold.out);
    has(call({"load", "-v", "--no-cache"}).err, {"cache: not used\n"});
    has(call({"load", "-v", "-c", "agents.cache=false"}).err, {"cache: not used\n"});
    BOOST_TEST(call({"load", "--no-cache", "--json"}).out == call({"load", "--json"}).out);

    const auto elsewhere = call({"load", "-v"}, [this](command& what) {
        what.environment["XDG_CACHE_HOME"] = (dir() / "caches").string();
    });
    has(elsewhere.err, {"/caches/codex-flow/agents/", ", 1 parsed\n"});
    const auto nowhere = call({"load", "-v"}, [](command& what) { what.environment["HOME"] = std::nullopt; });
    has(nowhere.err, {"cache: not used\n"});
}

BOOST_AUTO_TEST_CASE(a_damaged_cache_is_replaced_in_silence)
{
    const auto cold = call({"load"});
    for (const auto& file : std::filesystem::directory_iterator(dir() / "home/.cache/codex-flow/agents"))
        std::filesystem::resize_file(file, 30);
    const auto mended = call({"load"});
    BOOST_TEST(mended.out == cold.out);
    BOOST_TEST(mended.err == "");
    has(call({"load", "-v"}).err, {"cache: 1 definitions from "});
}

BOOST_AUTO_TEST_CASE(loads_at_once_agree)
{
    for (int i = 0; i != 30; ++i)
        add_agent("agent-" + std::to_string(i), 1);
    const std::string expected = call({"load", "--json", "--no-cache"}).out;
    std::vector<std::unique_ptr<process>> all;
    for (int i = 0; i != 6; ++i)
        all.push_back(std::make_unique<process>(program({"load", "--json"})));
    for (auto& one : all)
        BOOST_TEST(one->wait().out == expected);
    has(call({"load", "-v"}).err, {"cache: 31 definitions from ", ", 0 parsed\n"});
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
