#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

#include <filesystem>

using namespace codexflow;
using namespace codexflow::test;

namespace {

namespace fs = std::filesystem;

struct fixture : cli_project
{
    /// Agents in the project and in the home folder; a bundle that an index describes.
    void use_bundle() const
    {
        write("codex/agents/index.json", R"({"version": 1, "agents": []})");
        write("home/.claude/agents/helper.md", "---\nname: helper\ndescription: Helps\n---\nText\n");
    }
    bool has_file(const char* path) const { return fs::exists(dir() / path); }
    std::string text(const char* path) const { return read_file(dir() / path); }

    /// At a terminal, with @p answer typed when it asks.
    ending at_terminal(std::string answer) const
    {
        command what = program({"init"});
        what.terminal_input = true;
        what.keep_input_open = true;
        what.err_columns = 100;
        what.environment["TERM"] = "dumb";
        process running(std::move(what));
        BOOST_TEST(running.read_until(stream::err, "Write this? [y/N] "));
        running.write(answer);
        return running.wait();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(init_command, fixture)

BOOST_AUTO_TEST_CASE(everything_the_first_time_and_nothing_the_second)
{
    use_bundle();
    const auto first = call({"init", "--yes"});
    BOOST_TEST(first.status == 0);
    BOOST_TEST(first.out == "Agents: 2\n  1 in codex/agents\n  1 in ~/.claude/agents\n"
                            "create    codex-flow.yaml\ncreate    ~/.codex/registry.json\ncreate    ~/.codex/env\n"
                            "next: codex-flow load, then codex-flow run -f tasks.json --dry-run\n");
    has(first.err, {"new file codex-flow.yaml:\n", "    - ~/.claude/agents\n", "CODEX_AGENT_HOME="});
    const std::string bundle = fs::canonical(dir().path() / "codex/agents").string();
    BOOST_TEST(text("home/.codex/env") ==
               "CODEX_AGENT_INDEX=" + bundle + "/index.json\nCODEX_AGENT_HOME=" + bundle + "\n");
    json::document registry;
    const std::string written = text("home/.codex/registry.json");
    BOOST_TEST_REQUIRE(registry.parse(written));
    BOOST_TEST(registry.root()["version"].as_int64().value() == 1);
    BOOST_TEST(registry.root()["agentIndexPath"].string() == bundle + "/index.json");
    BOOST_TEST(registry.root()["agentRoot"].string() == bundle);
    has(call({"load"}).out, {"Agents: 1, and 1 beside the index"});
    BOOST_TEST(call({"config", "check"}).status == 0);

    for (const bool yes : {true, false}) // nothing to ask about, either
    {
        const auto second = call(yes ? std::vector<std::string>{"init", "--yes"} : std::vector<std::string>{"init"});
        BOOST_TEST(second.status == 0);
        has(second.out, {"unchanged codex-flow.yaml\n", "unchanged ~/.codex/env\n", "nothing to do\n"});
    }
}

BOOST_AUTO_TEST_CASE(without_a_terminal_and_without_yes_nothing_is_written)
{
    use_bundle();
    const auto end = call({"init"});
    BOOST_TEST(end.status == 65);
    BOOST_TEST(end.out == "");
    has(end.err, {"new file codex-flow.yaml:\n",
                  "codex-flow: error: nothing was written: there is no terminal to ask on\n"
                  "  hint: to write all the same: --yes\n"});
    BOOST_TEST(!has_file("codex-flow.yaml"));
    BOOST_TEST(!has_file("home/.codex"));
}

BOOST_AUTO_TEST_CASE(a_dry_run_only_shows)
{
    use_bundle();
    const auto end = call({"init", "--dry-run", "--yes"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"create    codex-flow.yaml\n", "nothing was written\n"});
    BOOST_TEST(!has_file("codex-flow.yaml"));
    BOOST_TEST(!has_file("home/.codex"));
}

BOOST_AUTO_TEST_CASE(at_a_terminal_it_asks)
{
    use_bundle();
    const auto no = at_terminal("n\n");
    BOOST_TEST(no.status == 0);
    has(no.err, {"Write this? [y/N] "});
    has(no.out, {"nothing was written\n"});
    BOOST_TEST(!has_file("codex-flow.yaml"));
    const auto end_of_input = at_terminal("\x04");
    BOOST_TEST(end_of_input.status == 0);
    BOOST_TEST(!has_file("codex-flow.yaml"));
    BOOST_TEST(at_terminal("y\n").status == 0);
    BOOST_TEST(has_file("codex-flow.yaml"));
    BOOST_TEST(has_file("home/.codex/env"));
}

BOOST_AUTO_TEST_CASE(what_changes_is_shown_as_a_difference)
{
    use_bundle();
    write("home/.codex/env", "OTHER=1\nCODEX_AGENT_HOME=/old\n");
    write("home/.codex/registry.json", R"({"mine": true})");
    const auto end = call({"init", "--yes"});
    BOOST_TEST(end.status == 0);
    has(end.err, {"--- ~/.codex/env\n+++ ~/.codex/env\n@@ -1,2 +1,3 @@\n OTHER=1\n-CODEX_AGENT_HOME=/old\n+CODEX_AGENT_HOME="});
    has(end.out, {"change    ~/.codex/env\n", "change    ~/.codex/registry.json\n"});
    has(text("home/.codex/env"), {"OTHER=1\nCODEX_AGENT_HOME="});
    has(text("home/.codex/registry.json"), {"\"mine\": true"});
}

BOOST_AUTO_TEST_CASE(a_configuration_that_is_there_is_its_owners)
{
    use_bundle();
    write("codex-flow.yaml", "version: 1\nagents: { paths: [codex/agents] } # mine\n");
    const auto end = call({"init", "--yes"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(text("codex-flow.yaml") == "version: 1\nagents: { paths: [codex/agents] } # mine\n");
    has(end.err, {"note: codex-flow.yaml is yours and stays as it is; it does not read ~/.claude/agents. To change "
                  "that, write there:\nagents:\n  paths:\n    - codex/agents\n    - ~/.claude/agents\n"});
    has(end.out, {"keep      codex-flow.yaml\n"});

    write("codex-flow.yaml", "version: [\n");
    const auto broken = call({"init", "--yes"});
    BOOST_TEST(broken.status == 65);
    has(broken.err, {"codex-flow: error: codex-flow.yaml:"});
}

BOOST_AUTO_TEST_CASE(without_a_bundle_the_home_folder_is_left_alone)
{
    const auto end = call({"init", "--yes"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"skip      ~/.codex/env: no folder of agents has an index.json; codex-flow convert makes one\n"});
    BOOST_TEST(!has_file("home/.codex"));
    const auto homeless = call({"init"}, [](command& what) { what.environment["HOME"] = std::nullopt; });
    BOOST_TEST(homeless.status == 0);
    has(homeless.out, {"skip      ~/.codex/env: HOME names no folder\n", "nothing to do\n"});
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_found_twice_is_named_once)
{
    write(".claude/agents/coder.md", "---\nname: coder\n---\nText\n");
    const auto end = call({"init", "--yes"}, [this](command& what) { what.environment["HOME"] = dir().path().string(); });
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.out.starts_with("Agents: 2\n  1 in codex/agents\n  1 in .claude/agents\ncreate    codex-flow.yaml\n"));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_the_agents_is_told)
{
    write("codex/agents/broken.codex.yaml", "agent: [\n");
    const auto end = call({"init", "--yes"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"error: codex/agents/broken.codex.yaml:2:1: "});
    BOOST_TEST(has_file("codex-flow.yaml")); // which is right all the same
}

BOOST_AUTO_TEST_CASE(a_converted_bundle_is_read_in_place_of_its_source)
{
    write(".claude/agents/coder.md", "---\nname: coder\n---\nText\n");
    BOOST_TEST(call({"convert"}).status == 0);
    const auto end = call({"init", "--yes"});
    has(end.out, {"in codex/agents, converted from .claude/agents\n"});
    BOOST_TEST(text("codex-flow.yaml").find("    - .claude/agents\n") == std::string::npos);
    has(text("codex-flow.yaml"), {"    - codex/agents\n"});
    BOOST_TEST(call({"load"}).err.find("also defined") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(for_programs)
{
    use_bundle();
    const auto end = call({"init", "--yes", "--json"});
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    const json::value root = parsed.root();
    BOOST_TEST(root["agents"].as_int64().value() == 2);
    BOOST_TEST(root["folders"][1]["path"].string() == "~/.claude/agents");
    BOOST_TEST(root["files"][0]["path"].string() == "codex-flow.yaml");
    BOOST_TEST(root["files"][0]["action"].string() == "create");
    BOOST_TEST(root["files"][0]["diff"].string().starts_with("--- codex-flow.yaml\n"));
    BOOST_TEST(root["written"].as_bool().value());
}

BOOST_AUTO_TEST_SUITE_END()
