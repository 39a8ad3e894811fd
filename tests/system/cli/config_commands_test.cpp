#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

using namespace codexflow;
using namespace codexflow::test;

BOOST_FIXTURE_TEST_SUITE(config_commands, cli_project)

BOOST_AUTO_TEST_CASE(every_value_with_its_origin)
{
    write("codex-flow.yaml", "version: 1\nlimits: { max_parallel: 3 }\n");
    const auto end = call({"config", "show", "--origin", "-c", "limits.max_turns=9"},
                          [](command& what) { what.environment["OLLAMA_MODEL"] = "tiny"; });
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    const auto origin_of = [&](const std::string& setting) {
        const auto start = end.out.find("\n" + setting + ": ");
        BOOST_TEST_REQUIRE(start != end.out.npos, setting);
        const auto line = end.out.substr(start + 1, end.out.find('\n', start + 1) - start - 1);
        return line.substr(line.find(" # ") + 3);
    };
    BOOST_TEST(origin_of("limits.max_parallel") == "codex-flow.yaml:2:25");
    BOOST_TEST(origin_of("limits.max_turns") == "-c limits.max_turns");
    BOOST_TEST(origin_of("limits.task_timeout") == "built-in");
    BOOST_TEST(origin_of("providers.ollama.model") == "environment variable OLLAMA_MODEL");
}

BOOST_AUTO_TEST_CASE(without_origins_and_for_programs)
{
    const auto plain = call({"config", "show"});
    has(plain.out, {"limits.max_parallel: 16\n", "providers.ollama.plugin: \"ollama\"\n"});
    const auto end = call({"config", "show", "--json"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(end.out));
    bool found = false;
    for (const json::value setting : parsed.root()["settings"].elements())
        if (setting["path"].string() == "limits.max_parallel")
        {
            found = true;
            BOOST_TEST(setting["value"].as_int64().value() == 16);
            BOOST_TEST(setting["origin"].string() == "built-in");
        }
    BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_errors_with_a_place)
{
    write("codex-flow.yaml", "version: 1\nlimits:\n  max_paralel: 3\n");
    for (const char* command : {"show", "check"})
        fails(call({"config", command}), 65,
              "codex-flow: error: codex-flow.yaml:3:3: unknown key 'max_paralel' in limits\n"
              "  hint: did you mean 'max_parallel'?\n");
}

BOOST_AUTO_TEST_CASE(check_looks_at_the_providers_in_use)
{
    use_script("version: 1\nreplies: [{ text: hi }]\n");
    const auto good = call({"config", "check"});
    BOOST_TEST(good.status == 0);
    has(good.out, {"read: codex-flow.yaml\n", "provider scripted: its plugin is there",
                   "the configuration is valid\n"});

    write("codex-flow.yaml", "version: 1\nproviders:\n  x: { plugin: offline, scrpt: a.yaml }\n");
    fails(call({"config", "check"}), 65,
          "codex-flow: error: codex-flow.yaml:3:32: unknown setting 'scrpt' in providers.x\n"
          "  hint: did you mean 'script'?\n");
}

BOOST_AUTO_TEST_CASE(check_looks_at_the_routers_that_are_written)
{
    write("codex-flow.yaml", "router: { strategies: [ { plugin: triggers, plurals: true } ] }\n");
    has(call({"config", "check"}).out, {"router triggers: its plugin is there and takes these settings\n"});
    json::document parsed;
    const auto document = call({"config", "check", "--json"});
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["routers"][0].string() == "triggers");

    write("codex-flow.yaml", "router: { strategies: [ { plugin: trigger } ] }\n");
    fails(call({"config", "check"}), 65,
          "codex-flow: error: codex-flow.yaml:1:35: no plugin offers the router 'trigger', which router.strategies[0] "
          "names\n  hint: did you mean 'triggers'?\n");
    write("codex-flow.yaml", "router: { strategies: [ { plugin: triggers, plural: true } ] }\n");
    fails(call({"config", "check"}), 65,
          "codex-flow: error: codex-flow.yaml:1:53: unknown setting 'plural' in router.strategies[0]\n"
          "  hint: did you mean 'plurals'?\n");
}

BOOST_AUTO_TEST_CASE(check_looks_at_the_policies_and_tools_that_are_written)
{
    write("codex-flow.yaml", "policies: [ { plugin: allowlist } ]\ntools: [ { plugin: files, max_entries: 10 } ]\n");
    has(call({"config", "check"}).out, {"policy allowlist: its plugin is there and takes these settings\n",
                                        "tool files: its plugin is there and takes these settings\n"});
    const auto document = call({"config", "check", "--json"});
    json::document parsed;
    BOOST_TEST_REQUIRE(parsed.parse(document.out));
    BOOST_TEST(parsed.root()["policies"][0].string() == "allowlist");
    BOOST_TEST(parsed.root()["tools"][0].string() == "files");
    write("codex-flow.yaml", "tools: [ { plugin: file } ]\n");
    fails(call({"config", "check"}), 65,
          "codex-flow: error: codex-flow.yaml:1:20: no plugin offers the tools 'file', which tools[0] names\n"
          "  hint: did you mean 'files'?\n");
}

BOOST_AUTO_TEST_CASE(another_file_in_place_of_the_projects)
{
    write("codex-flow.yaml", "nonsense: 1\n");
    write("other.yaml", "limits: { max_parallel: 2 }\n");
    has(call({"config", "show", "--config", "other.yaml"}).out, {"limits.max_parallel: 2\n"});
    BOOST_TEST(call({"config", "show", "--config", "missing.yaml"}).status == 65);
}

BOOST_AUTO_TEST_SUITE_END()
