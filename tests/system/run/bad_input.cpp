#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

/// A mistake in one of the files or on the command line.
struct mistake
{
    const char* name;
    const char* file; ///< What is spoilt: "" when only the arguments are wrong.
    std::string text;
    std::vector<std::string> arguments;
    const char* place; ///< Where the message says the fault is: "file:line:column: ".
    std::vector<const char*> said;
    int status = 65;
};

/// A sound configuration for the server at URL, to be spoilt by what follows it.
std::string config(const std::string& block, const std::string& rest = "")
{
    return "version: 1\nproviders:\n  default: scripted\n  scripted:\n    plugin: openai\n    base_url: \"URL\"\n" +
           block + rest;
}

const std::string agent_head = "version: 1\nagent:\n  id: worker\n  name: W\nruntime:\n";

const std::vector<mistake> mistakes{
    {"broken JSON", "tasks.json", "{\"worker\": [\"a\" \"b\"]}\n", {}, "tasks.json:1:17: ", {}},
    {"JSON that stops", "tasks.json", "{\n  \"worker\": [\"a\"\n", {}, "tasks.json:3:1: ", {}},
    {"broken YAML", "tasks.yaml", "worker:\n  - a\n b: [\n", {"-f", "tasks.yaml"}, "tasks.yaml:", {}},
    {"a tab in YAML", "codex-flow.yaml", "version: 1\nlimits:\n\tmax_parallel: 2\n", {}, "codex-flow.yaml:3:", {"begins with a tab"}},
    {"an unknown agent", "tasks.json", "{\"worker\": [\"a\"], \"workr\": [\"b\"]}\n", {}, "tasks.json:1:19: ",
     {"unknown agent or alias 'workr'", "did you mean 'worker'?"}},
    {"an unknown alias", "tasks.json", "{\"reviwer\": [\"a\"]}\n", {}, "tasks.json:1:2: ",
     {"unknown agent or alias 'reviwer'", "did you mean 'reviewer'?"}},
    {"an alias of nobody", "codex-flow.yaml", config("", "agents: { aliases: { boss: { agent: wroker } } }\n"),
     {"-f", "boss.json"}, "boss.json:1:2: ", {"'wroker', which no definition has", "did you mean 'worker'?"}},
    {"a cap of 0 in an agent", "codex/agents/worker.codex.yaml",
     agent_head + "  concurrency:\n    max_parallel_tasks: 0\n", {}, "codex/agents/worker.codex.yaml:7:25: ",
     {"at least 1, not 0"}},
    {"a negative cap in an agent", "codex/agents/worker.codex.yaml",
     agent_head + "  concurrency: { max_parallel_tasks: -3 }\n", {}, "codex/agents/worker.codex.yaml:6:38: ",
     {"at least 1, not -3"}},
    {"an agent that is no YAML", "codex/agents/worker.codex.yaml", "version: 1\nagent: [\n", {},
     "codex/agents/worker.codex.yaml:", {"tasks.json:1:2"}},
    {"a cap of 0 of a provider", "codex-flow.yaml", config("    max_parallel: 0\n"), {}, "codex-flow.yaml:7:19: ",
     {"providers.scripted.max_parallel must be at least 1, not 0"}},
    {"a cap of 0 of the run", "codex-flow.yaml", config("", "limits:\n  max_parallel: 0\n"), {},
     "codex-flow.yaml:8:17: ", {"limits.max_parallel must be at least 1, not 0"}},
    {"a cap of 0 as a flag", "", "", {"--max-parallel", "0"}, "", {"--max-parallel", "from 1"}, 64},
    {"a cap of 0 by -c", "", "", {"-c", "limits.max_parallel=0"}, "-c limits.max_parallel: ", {"at least 1, not 0"}},
    {"no such file", "", "", {"-f", "task.json"}, "task.json: ", {"No such file"}},
    {"a folder", "", "", {"-f", "codex"}, "codex: ", {"directory"}},
    {"no such configuration", "", "", {"--config", "flow.yaml"}, "flow.yaml: ", {"No such file"}},
    {"an unknown key", "codex-flow.yaml", config("", "limit:\n  max_parallel: 4\n"), {}, "codex-flow.yaml:7:1: ",
     {"unknown key 'limit'", "did you mean 'limits'?"}},
    {"an unknown key below", "codex-flow.yaml", config("", "limits:\n  max_turn: 4\n"), {}, "codex-flow.yaml:8:3: ",
     {"unknown key 'max_turn' in limits", "did you mean 'max_turns'?"}},
    {"an unknown provider", "codex-flow.yaml", "version: 1\nproviders:\n  default: olama\n", {},
     "codex-flow.yaml:3:12: ", {"unknown provider 'olama'", "did you mean 'ollama'?"}},
    {"an unknown provider as a flag", "", "", {"--provider", "script"}, "--provider: ",
     {"unknown provider 'script'", "did you mean 'scripted'?"}},
    {"a plugin nobody has", "codex-flow.yaml",
     "version: 1\nproviders:\n  default: mine\n  mine:\n    plugin: openia\n", {}, "codex-flow.yaml:5:13: ",
     {"no plugin offers the provider 'openia'", "did you mean 'openai'?", "searched: "}},
    {"an unknown setting", "codex-flow.yaml", config("    temprature: 1\n"), {}, "codex-flow.yaml:7:17: ",
     {"temprature", "did you mean 'temperature'?"}},
    {"a setting of the wrong type", "codex-flow.yaml", config("    temperature: warm\n"), {},
     "codex-flow.yaml:7:18: ", {"providers.scripted.temperature must be a number"}},
    {"a setting out of range", "codex-flow.yaml", config("    top_p: 1.5\n"), {}, "codex-flow.yaml:7:12: ",
     {"providers.scripted.top_p must be at most 1"}},
    {"a value of the wrong type", "codex-flow.yaml", config("", "limits:\n  max_parallel: many\n"), {},
     "codex-flow.yaml:8:17: ", {"limits.max_parallel must be a whole number"}},
    {"a duration without a unit", "codex-flow.yaml", config("", "limits: { task_timeout: 30 }\n"), {},
     "codex-flow.yaml:7:25: ", {"task_timeout must be a length of time", "30s"}},
    {"no provider", "codex-flow.yaml", "version: 1\nproviders: { ollama: { base_url: \"http://127.0.0.1:1\" } }\n", {}, "", {"no provider is configured", "--provider offline"}},
    {"no task", "tasks.json", "{}\n", {}, "tasks.json:1:1: ", {"no tasks"}},
    {"no task in the list", "tasks.json", "{\"worker\": []}\n", {}, "tasks.json:1:1: ", {"no tasks"}},
    {"an empty task", "tasks.json", "{\"worker\": [\"a\", \" \"]}\n", {}, "tasks.json:1:18: ", {"the task is empty"}},
    {"a file that is empty", "tasks.json", "", {}, "tasks.json:1:1: ", {}},
    {"a plugin file that is missing", "", "", {"--plugin", "mine.so"}, "mine.so: ", {"No such file"}},
    {"a plugin file that is none", "mine.so", "not an ELF file\n", {"--plugin", "mine.so"}, "mine.so: ", {}},
    {"a base_url that is none", "codex-flow.yaml",
     "version: 1\nproviders: { default: s, s: { plugin: openai, base_url: \"htp://x\" } }\n", {},
     "codex-flow.yaml:2:57: ", {"base_url"}},
    {"an unknown flag", "", "", {"--max-paralel", "3"}, "", {"--max-paralel", "--max-parallel"}, 64},
};

std::size_t count(const std::string& text, std::string_view part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(bad_input)

BOOST_AUTO_TEST_CASE(is_told_once_with_its_place_and_nothing_starts)
{
    for (const mistake& one : mistakes)
    {
        BOOST_TEST_CONTEXT(one.name)
        {
            loopback_server server(echo_openai);
            project here;
            here.add_agent("code-analyzer", 2);
            here.use_server("openai", server.url());
            here.write_tasks({{"worker", {"a"}}});
            here.write("boss.json", R"({"boss": ["a"]})");
            if (*one.file != '\0')
            {
                std::string text = one.text;
                if (const auto at = text.find("URL"); at != text.npos)
                    text.replace(at, 3, server.url());
                here.write(one.file, text);
            }
            std::vector<std::string> arguments{"run", "--json"};
            if (count(one.arguments.empty() ? "" : one.arguments.front(), "-f") == 0)
                arguments.insert(arguments.end(), {"-f", "tasks.json"});
            arguments.insert(arguments.end(), one.arguments.begin(), one.arguments.end());

            const ending end = run(here.program(arguments));
            BOOST_TEST(end.status == one.status);
            BOOST_TEST(end.out == "");
            BOOST_TEST(count(end.err, "error:") == 1u, end.err);
            BOOST_TEST(end.err.starts_with("codex-flow: error: " + std::string(one.place)), end.err);
            for (const char* part : one.said)
                BOOST_TEST(end.err.find(part) != end.err.npos, end.err << " lacks " << part);
            BOOST_TEST(!std::filesystem::exists(here.dir() / ".runs"));
            BOOST_TEST(server.connections() == 0u);
        }
    }
}

BOOST_AUTO_TEST_CASE(several_faults_are_one_message)
{
    project here;
    here.use_server("openai", "http://127.0.0.1:1");
    here.write("tasks.json", "{\n  \"worker\": [7],\n  \"wroker\": [\"a\"],\n  \"reviwer\": \"b\"\n}\n");
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 65);
    BOOST_TEST(count(end.err, "error:") == 1u, end.err);
    for (const char* part : {"tasks.json:2:14: ", "tasks.json:3:3: ", "tasks.json:4:3: "})
        BOOST_TEST(end.err.find(part) != end.err.npos, end.err << " lacks " << part);
}

BOOST_AUTO_TEST_SUITE_END()
