#include "tests/system/cli/cli_project.hpp"

#include "tests/support/loopback_server.hpp"

#include <functional>

using namespace codexflow::test;

namespace {

constexpr const char* hi = "version: 1\nreplies: [{ text: hi }]\n";

/// One message with its place, exit code 65, nothing started: what every kind of bad input gives.
struct fixture : cli_project
{
    fixture()
    {
        use_script(hi);
        use_tasks();
    }

    void refused(const std::vector<std::string>& arguments, const std::string& err) const
    {
        std::vector<std::string> all{"run"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        for (const bool json : {false, true})
        {
            if (json)
                all.emplace_back("--json");
            const auto end = call(all);
            BOOST_TEST(end.status == 65);
            BOOST_TEST(local(end.err) == "codex-flow: error: " + err);
            BOOST_TEST(end.out == "");
            BOOST_TEST(nothing_started());
        }
    }
    void tasks_refused(std::string_view tasks, const std::string& err) const
    {
        write("tasks.json", tasks);
        refused({"-f", "tasks.json"}, err);
    }
    void config_refused(std::string_view config, const std::string& err) const
    {
        write("codex-flow.yaml", config);
        refused({"-f", "tasks.json"}, err);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(bad_input, fixture)

BOOST_AUTO_TEST_CASE(tasks_files)
{
    refused({"-f", "nope.json"}, "nope.json: cannot read the file: No such file or directory\n");
    tasks_refused("{\"worker\": [\"a\",]}", "tasks.json:1:17: expected a value, found ']'\n"
                                            "  hint: remove the ',' before it\n");
    tasks_refused("{\"worker\": [7]}",
                  "tasks.json:1:13: a task must be text or an object, not a whole number\n");
    tasks_refused("{\"wroker\": [\"a\"]}", "tasks.json:1:2: unknown agent or alias 'wroker'\n"
                                           "  hint: did you mean 'worker'?\n");
    tasks_refused("{}", "tasks.json:1:1: the task file has no tasks\n"
                        "  hint: for example: { \"reviewer\": [\"Review main.cpp\"] }\n");
}

BOOST_AUTO_TEST_CASE(tasks_from_standard_input)
{
    const auto end = call({"run", "-f", "-"}, [](command& what) { what.input = "worker: [one\n"; });
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow: error: <stdin>:"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(configurations)
{
    config_refused(
        "version: 1\nlimits: { max_paralel: 1 }\n",
        "codex-flow.yaml:2:11: unknown key 'max_paralel' in limits\n  hint: did you mean 'max_parallel'?\n");
    config_refused("limits: { max_parallel: 0 }\n",
                   "codex-flow.yaml:1:25: limits.max_parallel must be at least 1, not 0\n");
    config_refused("providers: { default: scriptd, scripted: { plugin: offline } }\n",
                   "codex-flow.yaml:1:23: unknown provider 'scriptd'\n  hint: did you mean 'scripted'?\n");
    config_refused(
        "providers: { default: x, x: { plugin: oflline } }\n",
        "codex-flow.yaml:1:39: no plugin offers the provider 'oflline', which providers.x names\n"
        "  hint: did you mean 'offline'?\n"
        "  hint: searched: DIR/home/.local/share/codex-flow/plugins, " +
            (std::filesystem::path(CODEXFLOW_PROGRAM).parent_path().parent_path() / "lib/codex-flow/plugins")
                .string() +
            "\n");
    config_refused("providers: { default: x, x: { plugin: offline, fragment_delay_ms: -1 } }\n",
                   "codex-flow.yaml:1:67: providers.x.fragment_delay_ms must be at least 0, not -1\n");
    config_refused("providers: { default: x, x: { plugin: openai, api_key: abc } }\n",
                   "codex-flow.yaml:1:47: providers.x.api_key would be a secret written by value\n"
                   "  hint: name the environment variable that holds it: api_key_env: NAME\n");
}

BOOST_AUTO_TEST_CASE(a_cap_of_zero)
{
    add_agent("idle", 0);
    write("tasks.json", R"({"idle": ["a"]})");
    const auto end = call({"run", "-f", "tasks.json"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"idle.codex.yaml:7:38:", "must be at least 1"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(options)
{
    refused({"-f", "tasks.json", "--provider", "scriptd"},
            "--provider: unknown provider 'scriptd'\n  hint: did you mean 'scripted'?\n");
    refused({"-f", "tasks.json", "--config", "nope.yaml"},
            "nope.yaml: cannot read the file: No such file or directory\n");
    refused({"-f", "tasks.json", "-c", "limts.max_parallel=1"},
            "-c limts.max_parallel: unknown key 'limts'\n  hint: did you mean 'limits'?\n");
    const auto plugin = call({"run", "-f", "tasks.json", "--plugin", "nope.so"});
    BOOST_TEST(plugin.status == 65);
    has(plugin.err, {"nope.so"});
    const auto agents = call({"run", "-f", "tasks.json", "--agents-dir", "nope"});
    BOOST_TEST(agents.status == 65);
    has(agents.err, {"tasks.json:1:2: unknown agent or alias 'worker'"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(no_provider_at_all)
{
    const refusing_port nobody; // an Ollama that is not there, whatever runs on this machine
    write("codex-flow.yaml", "version: 1\nproviders: { ollama: { base_url: \"" + nobody.url() + "\" } }\n");
    refused({"-f", "tasks.json"},
            "no provider is configured\n"
            "  hint: tried ollama at " + nobody.url() + ": " + nobody.url().substr(7) + ": connect: Connection refused\n"
            "  hint: tried anthropic: ANTHROPIC_API_KEY is not set\n"
            "  hint: tried openai: OPENAI_API_KEY is not set\n"
            "  hint: for a first look: --provider offline (scripted answers, no model)\n"
            "  hint: with a local model: --provider ollama (needs Ollama running)\n"
            "  hint: with a key: set OPENAI_API_KEY and give --provider openai\n"
            "  hint: to keep the choice, write into codex-flow.yaml: providers: { default: NAME }\n");
}

BOOST_AUTO_TEST_CASE(without_plugins_the_provider_is_not_there)
{
    const auto end = call({"run", "-f", "tasks.json", "--no-plugins"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"no plugin offers the provider 'offline'", "no plugin folder was searched"});
}

BOOST_AUTO_TEST_CASE(a_journal_that_cannot_be_written)
{
    write(".runs", "a file where a folder should be");
    const auto end = call({"run", "-f", "tasks.json"});
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow: error: .runs/", "cannot create the journal"});
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there)
{
    const refusing_port nobody;
    use_server("openai", nobody.url());
    const auto end = call({"run", "-f", "tasks.json", "-q"});
    BOOST_TEST(end.status == 69);
    BOOST_TEST(end.out == "");
    has(end.err, {"codex-flow: error: worker: ", "refused"});
}

BOOST_AUTO_TEST_SUITE_END()
