#include "tests/unit/config/config_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace codexflow {
namespace {

BOOST_FIXTURE_TEST_SUITE(configuration, test::config_fixture)

BOOST_AUTO_TEST_CASE(without_files_everything_is_built_in)
{
    const config made = load();
    BOOST_TEST(made.default_provider == "");
    BOOST_TEST_REQUIRE(made.providers.size() == 4U);
    BOOST_TEST(made.providers[0].name == "anthropic");
    BOOST_TEST(made.providers[0].settings.find("api_key_env")->text == "ANTHROPIC_API_KEY");
    BOOST_TEST(made.providers[1].name == "offline");
    BOOST_TEST(made.providers[2].name == "ollama");
    BOOST_TEST(made.providers[2].plugin == "ollama");
    BOOST_TEST(made.providers[2].model.value() == "llama3.1");
    BOOST_TEST(made.providers[2].max_parallel == 0U);
    BOOST_TEST(made.providers[3].settings.find("api_key_env")->text == "OPENAI_API_KEY");
    BOOST_TEST(made.providers[3].settings.find("plugin") == nullptr);
    BOOST_TEST(made.limits.max_parallel == 16U);
    BOOST_TEST(made.limits.max_turns == 20U);
    BOOST_TEST((made.limits.task_timeout == std::chrono::minutes(10)));
    BOOST_TEST(made.aliases.size() == 10U);
    BOOST_TEST(made.aliases.at("reviewer").agent == "code-analyzer");
    BOOST_TEST(made.aliases.at("reviewer").autonomy.value() == 0.7);
    BOOST_TEST(!made.aliases.at("architect").autonomy.has_value());
    BOOST_TEST_REQUIRE(made.agent_directories.size() == 3U);
    BOOST_TEST(made.agent_directories[0].path == dir / "project/codex/agents");
    BOOST_TEST(!made.agent_directories[0].configured);
    BOOST_TEST(made.plugin_paths.empty());
    BOOST_TEST_REQUIRE(made.memory.has_value());
    BOOST_TEST(made.memory->plugin == "jsonl");
    BOOST_TEST(!made.memory->configured);
    BOOST_TEST((made.memory->terms.context == context_mode::off));
    BOOST_TEST(made.files.empty());
    BOOST_TEST(origin(made, "limits.max_parallel") == "16 built-in");
}

BOOST_AUTO_TEST_CASE(each_layer_overrides_the_weaker_ones)
{
    const auto model = [this](const config& made) { return origin(made, "providers.ollama.model"); };
    BOOST_TEST(model(load()) == "\"llama3.1\" built-in");
    system("providers: { ollama: { model: from-system } }\n");
    BOOST_TEST(model(load()) == "\"from-system\" DIR/etc/config.yaml:1:31");
    user("providers:\n  ollama:\n    model: from-user\n");
    BOOST_TEST(model(load()) == "\"from-user\" DIR/home/.config/codex-flow/config.yaml:3:12");
    project("# note\nproviders: { ollama: { model: from-project } }\n");
    BOOST_TEST(model(load()) == "\"from-project\" DIR/project/codex-flow.yaml:2:31");
    environment["OLLAMA_MODEL"] = "from-environment";
    BOOST_TEST(model(load()) == "\"from-environment\" environment variable OLLAMA_MODEL");
    flag("providers.ollama.model=from-flag");
    const config made = load();
    BOOST_TEST(model(made) == "\"from-flag\" -c providers.ollama.model");
    BOOST_TEST(made.files.size() == 3U);
    BOOST_TEST(made.find_provider("ollama").value()->settings.find("base_url")->text ==
               "http://127.0.0.1:11434");
    BOOST_TEST(local(made.where("providers.ollama.model").file) == "-c providers.ollama.model");
}

BOOST_AUTO_TEST_CASE(a_named_file_stands_in_for_the_project_file)
{
    project("limits: { max_turns: 1 }\n");
    sources.config_file =
        dir.write("other/x.yaml", "limits: { max_turns: 2 }\nplugins: { paths: [p, /abs] }\n");
    const config made = load();
    BOOST_TEST(made.limits.max_turns == 2U);
    BOOST_TEST_REQUIRE(made.plugin_paths.size() == 2U);
    BOOST_TEST(made.plugin_paths[0] == dir / "other/p"); // relative to the file that says it
    BOOST_TEST(made.plugin_paths[1] == "/abs");
    sources.config_file = dir / "none.yaml";
    BOOST_TEST(fault() == "DIR/none.yaml: cannot read the file: No such file or directory");
}

BOOST_AUTO_TEST_CASE(xdg_config_home_takes_the_place_of_dot_config)
{
    user("limits: { max_turns: 1 }\n");
    dir.write("xdg/codex-flow/config.yaml", "limits: { max_turns: 2 }\n");
    environment["XDG_CONFIG_HOME"] = (dir / "xdg").string();
    BOOST_TEST(load().limits.max_turns == 2U);
    environment["XDG_CONFIG_HOME"] = "relative"; // to be ignored, by the XDG specification
    BOOST_TEST(load().limits.max_turns == 1U);
}

BOOST_AUTO_TEST_CASE(environment_names_of_the_original_and_of_the_servers_work)
{
    environment["CODEX_AGENTS_DIR"] = "/some/agents";
    environment["CODEX_FLOW_PLUGIN_PATH"] = "/p1::/p2";
    environment["CODEX_FLOW_PROVIDER"] = "openai";
    environment["MODEL"] = "m";
    environment["OPENAI_API_BASE"] = "http://base/v1";
    environment["OLLAMA_HOST"] = "0.0.0.0";
    project("plugins: { paths: [mine] }\n");
    const config made = load();
    BOOST_TEST_REQUIRE(made.agent_directories.size() == 1U);
    BOOST_TEST(made.agent_directories[0].path == "/some/agents");
    BOOST_TEST(made.agent_directories[0].configured);
    BOOST_TEST_REQUIRE(made.plugin_paths.size() == 3U);
    BOOST_TEST(made.plugin_paths[0] == dir / "project/mine");
    BOOST_TEST(made.plugin_paths[2] == "/p2");
    BOOST_TEST(
        origin(made, "plugins.paths") ==
        R"(["mine","/p1","/p2"] DIR/project/codex-flow.yaml:1:20, environment variable CODEX_FLOW_PLUGIN_PATH)");
    BOOST_TEST(made.default_provider == "openai");
    BOOST_TEST(origin(made, "providers.openai.model") == "\"m\" environment variable MODEL");
    BOOST_TEST(origin(made, "providers.openai.base_url") ==
               "\"http://base/v1\" environment variable OPENAI_API_BASE");
    BOOST_TEST(origin(made, "providers.ollama.base_url") ==
               "\"http://127.0.0.1:11434\" environment variable OLLAMA_HOST");

    environment["OPENAI_BASE_URL"] = "http://better/v1";
    environment["OLLAMA_URL"] = "http://u:1";
    BOOST_TEST(origin(load(), "providers.openai.base_url") ==
               "\"http://better/v1\" environment variable OPENAI_BASE_URL");
    BOOST_TEST(origin(load(), "providers.ollama.base_url") ==
               "\"http://u:1\" environment variable OLLAMA_URL");
}

BOOST_AUTO_TEST_CASE(which_folders_of_tasks_stay)
{
    using which = keep_rule::which;
    BOOST_TEST((load().keep.what == which::none));
    const std::pair<std::string_view, keep_rule> samples[] = {{"all", {which::all, 0}},
                                                              {"failed", {which::failed, 0}},
                                                              {"none", {}},
                                                              {"0", {}},
                                                              {"3", {which::newest, 3}},
                                                              {"\"1000000\"", {which::newest, 1'000'000}}};
    for (const auto& [written, meant] : samples)
    {
        project("runs: { keep: " + std::string(written) + " }\n");
        const keep_rule read = load().keep;
        BOOST_TEST((read.what == meant.what), written);
        BOOST_TEST(read.count == meant.count, written);
    }
    for (const std::string_view wrong : {"", "1000001", "All", "3 ", "-1", "99999999999999999999"})
        BOOST_TEST(!keep_rule_of(wrong).has_value(), wrong);
    BOOST_TEST(keep_rule_of("failed")->keeps(false));
    BOOST_TEST(!keep_rule_of("failed")->keeps(true));
    BOOST_TEST(!keep_rule_of("none")->keeps(false));
    BOOST_TEST(keep_rule_of("1")->keeps(true));
}

BOOST_AUTO_TEST_CASE(prices_of_models_and_of_providers)
{
    project("prices: [{ model: m, input: 0.5 }]\n"
            "providers: { openai: { price: { input: 1, output: 2.5 } }, mine: { plugin: cli, command: x } }\n");
    const config made = load();
    BOOST_TEST_REQUIRE(made.prices.size() == 1U);
    BOOST_TEST(made.prices[0].model == "m");
    BOOST_TEST(made.prices[0].price.input.value() == 0.5);
    BOOST_TEST(!made.prices[0].price.output.has_value()); // not written down: unknown
    const provider_choice& openai = *made.find_provider("openai").value();
    BOOST_TEST(openai.price.input.value() == 1.0);
    BOOST_TEST(openai.price.output.value() == 2.5);
    BOOST_TEST(openai.settings.find("price") == nullptr); // ours, not the plugin's
    BOOST_TEST(!made.find_provider("mine").value()->price.input.has_value());
}

BOOST_AUTO_TEST_CASE(prices_in_the_environment_are_for_a_thousand_tokens)
{
    project("providers: { openai: { price: { input: 1, output: 2 } } }\n");
    environment["OPENAI_PRICE_IN"] = "0.00015";
    environment["ANTHROPIC_PRICE_OUT"] = "0.015";
    environment["OLLAMA_PRICE_IN"] = "1e-4";
    const config made = load();
    BOOST_TEST(origin(made, "providers.openai.price.input") == "0.15 environment variable OPENAI_PRICE_IN");
    BOOST_TEST(origin(made, "providers.openai.price.output") == "2 DIR/project/codex-flow.yaml:1:51");
    BOOST_TEST(origin(made, "providers.anthropic.price.output") == "15 environment variable ANTHROPIC_PRICE_OUT");
    BOOST_TEST(origin(made, "providers.ollama.price.input") == "0.1 environment variable OLLAMA_PRICE_IN");
    BOOST_TEST(made.find_provider("openai").value()->price.input.value() == 0.15);
    BOOST_TEST(!made.find_provider("anthropic").value()->price.input.has_value());

    environment["OPENAI_PRICE_IN"] = "cheap";
    BOOST_TEST(fault() == "environment variable OPENAI_PRICE_IN: providers.openai.price.input must be a number, not text");
    environment["OPENAI_PRICE_IN"] = "-1";
    BOOST_TEST(fault() ==
               "environment variable OPENAI_PRICE_IN: providers.openai.price.input must be at least 0, not -1000");
}

BOOST_AUTO_TEST_CASE(ollama_host_is_read_as_ollama_reads_it)
{
    const std::pair<const char*, const char*> hosts[] = {
        {"box", "http://box:11434"},
        {"box:1234", "http://box:1234"},
        {":1234", "http://127.0.0.1:1234"},
        {"http://box", "http://box"},
        {"https://box/sub", "https://box/sub"},
        {"[::1]:99", "http://[::1]:99"},
        {"[::]", "http://127.0.0.1:11434"},
        {"https://box:1/", "https://box:1"},
    };
    for (const auto& [host, url] : hosts)
    {
        environment["OLLAMA_HOST"] = host;
        BOOST_TEST(load().find_provider("ollama").value()->settings.find("base_url")->text == url);
    }
}

BOOST_AUTO_TEST_CASE(model_means_the_default_provider_s_model_in_its_own_layer)
{
    project("model: from-project\nproviders: { default: ollama }\n");
    BOOST_TEST(origin(load(), "providers.ollama.model") ==
               "\"from-project\" DIR/project/codex-flow.yaml:1:8");
    BOOST_TEST(load().find_provider("openai").value()->model.value() == "gpt-4o-mini");
    flag("providers.default=openai");
    BOOST_TEST(load().find_provider("openai").value()->model.value() == "from-project");
    BOOST_TEST(load().find_provider("ollama").value()->model.value() == "llama3.1");
    sources.flags.push_back({"model", "4", "--model"});
    BOOST_TEST(origin(load(), "providers.openai.model") == "\"4\" --model");
    flag("providers.openai.model=explicit");
    BOOST_TEST(load().find_provider("openai").value()->model.value() == "explicit");
}

BOOST_AUTO_TEST_CASE(another_plugin_in_a_block_starts_it_afresh)
{
    project("providers: { ollama: { plugin: openai, base_url: \"http://x\", max_parallel: 4 } }\n");
    const config made = load();
    const provider_choice* ollama = made.find_provider("ollama").value();
    BOOST_TEST(ollama->plugin == "openai");
    BOOST_TEST(!ollama->model.has_value()); // llama3.1 belonged to the other plugin
    BOOST_TEST(ollama->max_parallel == 4U);
    BOOST_TEST(ollama->settings.members.size() == 1U);
    BOOST_TEST(origin(made, "providers.ollama.model") == "absent");
    BOOST_TEST(made.where("providers.ollama.base_url").line == 1U);
}

BOOST_AUTO_TEST_CASE(plugin_blocks_keep_their_settings_and_places)
{
    project("router:\n  strategies:\n    - plugin: triggers\n    - plugin: mine\n      threshold: 3\n      "
            "deep: { a: [1] }\n"
            "policies: [ { plugin: allowlist } ]\nredaction: [ { plugin: fields } ]\n"
            "memory: { plugin: jsonl, path: data/memory }\ntools: [ { plugin: files } ]\n");
    const config made = load();
    BOOST_TEST_REQUIRE(made.router.size() == 2U);
    BOOST_TEST(made.router[1].plugin == "mine");
    BOOST_TEST(made.router[1].settings.find("threshold")->text == "3");
    BOOST_TEST(made.where(made.router[1].path + ".threshold").line == 5U);
    BOOST_TEST(made.where(made.router[1].path + ".deep.a[0]").column == 19U);
    BOOST_TEST(made.where(made.router[1].path + ".nothing.such").line == 4U);
    BOOST_TEST(made.memory->settings.find("path")->text == "data/memory");
    BOOST_TEST(made.policies.size() == 1U);
    BOOST_TEST(made.redaction.size() == 1U);
    BOOST_TEST(made.tools.size() == 1U);
    BOOST_TEST(origin(made, "router.strategies[1].deep.a") == "[1] DIR/project/codex-flow.yaml:6:19");
}

BOOST_AUTO_TEST_CASE(empty_sections_say_nothing)
{
    project("providers:\nlimits:\nagents:\n  paths:\npolicies:\nversion: 1\n");
    const config made = load();
    BOOST_TEST(made.providers.size() == 4U);
    BOOST_TEST(made.limits.max_parallel == 16U);
    BOOST_TEST(made.agent_directories.size() == 3U);
    project("# all of it is a note\n");
    BOOST_TEST(load().files.size() == 1U);
}

BOOST_AUTO_TEST_CASE(tilde_is_the_home_folder)
{
    project("agents: { paths: [~/agents, \"~\"] }\n");
    const config made = load();
    BOOST_TEST(made.agent_directories[0].path == dir / "home/agents");
    BOOST_TEST(made.agent_directories[1].path == dir / "home/");
}

BOOST_AUTO_TEST_CASE(overrides_are_typed_as_yaml)
{
    flag("limits.max_parallel=4");
    flag("plugins.paths=[a, b]");
    flag("providers.mine={plugin: openai, temperature: 0.5, stream: true}");
    flag("agents.aliases.\"team.lead\".agent=coder");
    flag("providers.mine.model=4");
    const config made = load();
    BOOST_TEST(made.limits.max_parallel == 4U);
    BOOST_TEST(made.plugin_paths.size() == 2U);
    const provider_choice* mine = made.find_provider("mine").value();
    BOOST_TEST((mine->settings.find("temperature")->type == doc::kind::number));
    BOOST_TEST((mine->settings.find("stream")->type == doc::kind::boolean));
    BOOST_TEST(mine->model.value() == "4");
    BOOST_TEST(made.aliases.at("team.lead").agent == "coder");
    BOOST_TEST(origin(made, "agents.aliases.\"team.lead\".agent") ==
               "\"coder\" -c agents.aliases.\"team.lead\".agent");
    BOOST_TEST(!parse_config_override("novalue").has_value());
    BOOST_TEST(!parse_config_override("=x").has_value());
    BOOST_TEST(parse_config_override("novalue").error().message == "-c needs KEY=VALUE, not 'novalue'");
}

BOOST_AUTO_TEST_CASE(what_is_shown_holds_no_password)
{
    project("providers: { p: { plugin: openai, base_url: \"https://me:hush@host/v1\", other: "
            "\"https://host:1/a@b\" } }\n");
    const config made = load();
    BOOST_TEST(origin(made, "providers.p.base_url").starts_with("\"https://me:***@host/v1\" "));
    BOOST_TEST(origin(made, "providers.p.other").starts_with("\"https://host:1/a@b\" "));
}

BOOST_AUTO_TEST_CASE(settings_come_in_the_order_of_the_schema)
{
    project("limits: { max_turns: 3 }\nproviders: { zeta: { z: 1, model: m, plugin: openai, a: 1 } }\n");
    std::vector<std::string> paths;
    for (const config_setting& line : load().settings())
        paths.push_back(line.path);
    const auto at = [&paths](std::string_view path) {
        return std::find(paths.begin(), paths.end(), path) - paths.begin();
    };
    BOOST_TEST(at("version") == 0);
    BOOST_TEST(at("plugins.paths") < at("providers.fallback"));
    BOOST_TEST(at("providers.openai.plugin") < at("providers.zeta.plugin"));
    BOOST_TEST(at("providers.zeta.plugin") + 1 == at("providers.zeta.model"));
    BOOST_TEST(at("providers.zeta.a") + 1 == at("providers.zeta.z"));
    BOOST_TEST(at("limits.max_turns") < at("network.connect_timeout"));
    BOOST_TEST(at("network.idle_timeout") < at("sandbox.mode"));
    BOOST_TEST(at("sandbox.processes") + 1 == std::ssize(paths));
}

BOOST_AUTO_TEST_CASE(the_published_schema_is_the_one_of_the_table)
{
    const std::string path = CODEXFLOW_SOURCE_DIR "/docs/schemas/config.schema.json";
    const std::string made = config_json_schema();
    BOOST_TEST_REQUIRE(doc::parse_json(made, path).has_value());
    if (std::getenv("CODEXFLOW_UPDATE_SCHEMAS") != nullptr)
    {
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path, std::ios::binary) << made;
    }
    BOOST_TEST(test::read_file(path) == made, "run with CODEXFLOW_UPDATE_SCHEMAS=1 to write " << path);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
