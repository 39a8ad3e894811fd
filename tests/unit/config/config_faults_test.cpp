#include "tests/unit/config/config_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {
namespace {

BOOST_FIXTURE_TEST_SUITE(configuration_faults, test::config_fixture)

BOOST_AUTO_TEST_CASE(faults_of_a_file_name_line_column_and_what_was_meant)
{
    const std::pair<std::string_view, std::string_view> samples[] = {
        {"limits: { max_parallel: 0 }\n", "1:25: limits.max_parallel must be at least 1, not 0"},
        {"limits:\n  max_paralel: 4\n",
         "2:3: unknown key 'max_paralel' in limits | did you mean 'max_parallel'?"},
        {"limit: {}\n", "1:1: unknown key 'limit' | did you mean 'limits'?"},
        {"zzz: 1\n",
         "1:1: unknown key 'zzz' | one of: agents, limits, logs, memory, model, network, plugins, policies, "
         "prices, providers, record, redaction, ..."},
        {"version: 2\n", "1:10: version must be 1, not 2 | this program reads no other version"},
        {"limits: { max_parallel: many }\n", "1:25: limits.max_parallel must be a whole number, not text"},
        {"limits: { max_parallel: 1.5 }\n", "1:25: limits.max_parallel must be a whole number, not a number"},
        {"limits: { max_parallel: 2000000 }\n",
         "1:25: limits.max_parallel must be at most 1000000, not 2000000"},
        {"limits: { max_parallel: 99999999999999999999 }\n",
         "1:25: limits.max_parallel must be at most 1000000, not 99999999999999999999"},
        {"limits: { task_timeout: 10 }\n", "1:25: limits.task_timeout must be a length of time such as 10m, "
                                           "not a whole number | write a unit: 250ms, "
                                           "30s, 10m, 2h or 7d"},
        {"limits: { task_timeout: soon }\n", "1:25: limits.task_timeout: 'soon' is not a length of time | "
                                             "write digits and a unit: 250ms, 30s, 10m, 2h or "
                                             "7d"},
        {"limits: { task_timeout: 0s }\n", "1:25: limits.task_timeout must be more than 0"},
        {"runs: { keep: some }\n", "1:15: runs.keep must be none, failed, all or a whole number, not 'some'"},
        {"runs: { keep: -1 }\n", "1:15: runs.keep must be none, failed, all or a whole number, not '-1'"},
        {"runs: { keep: true }\n", "1:15: runs.keep must be none, failed, all or a whole number, not a boolean"},
        {"limits: [1]\n", "1:9: limits must be a mapping, not a list"},
        {"- a\n", "1:1: a configuration is a mapping, this is a list"},
        {"plugins: { paths: ./p }\n", "1:19: plugins.paths must be a list of paths, not text | write [./p]"},
        {"plugins: { paths: [3] }\n",
         "1:20: plugins.paths[0] must be text, not a whole number | put it in quotes: \"3\""},
        {"plugins: { paths: [''] }\n", "1:20: plugins.paths[0] is empty"},
        {"providers: { default: locl, local: { plugin: x } }\n",
         "1:23: unknown provider 'locl' | did you mean 'local'?"},
        {"providers: { default: nowhere }\n",
         "1:23: unknown provider 'nowhere' | one of: anthropic, offline, ollama, openai"},
        {"providers: { fallback: [ollama, opnai] }\n",
         "1:33: unknown provider 'opnai' | did you mean 'openai'?"},
        {"providers: { defualt: ollama }\n",
         "1:14: providers.defualt must be a mapping, not text | did you mean 'default'?"},
        {"providers: { local: ollama }\n",
         "1:14: providers.local must be a mapping, not text | write { plugin: NAME }"},
        {"providers: { local: { model: x } }\n", "1:14: providers.local has no 'plugin' | add plugin: NAME"},
        {"providers: { local: { plugin: x, max_parallel: 0 } }\n",
         "1:48: providers.local.max_parallel must be at least 1, not 0"},
        {"providers: { local: { plugin: x, max_parallel: -3 } }\n",
         "1:48: providers.local.max_parallel must be at least 1, not -3"},
        {"providers: { \"a b\": { plugin: x } }\n",
         "1:14: 'a b' is not a name | use letters, digits, '-', '_' and '.'"},
        {"providers: { local: { plugin: x, api_key: sk-123 } }\n",
         "1:34: providers.local.api_key would be a secret written by value | name the environment variable "
         "that holds "
         "it: api_key_env: NAME"},
        {"memory: { plugin: x, redis: { Password: y } }\n",
         "1:31: memory.redis.Password would be a secret written by value | name the environment variable "
         "that holds "
         "it: Password_env: NAME"},
        {"agents: { aliases: { me: coder } }\n",
         "1:26: agents.aliases.me must be a mapping, not text | write { agent: NAME }"},
        {"agents: { aliases: { me: { autonomy: 0.5 } } }\n",
         "1:22: agents.aliases.me has no 'agent' | add agent: NAME"},
        {"agents: { aliases: { me: { agent: coder, autonomy: 1.5 } } }\n",
         "1:52: agents.aliases.me.autonomy must be at most 1, not 1.5"},
        {"agents: { aliases: { me: { agent: coder, autonomie: 1 } } }\n",
         "1:42: unknown key 'autonomie' in agents.aliases.me | did you mean 'autonomy'?"},
        {"policies: { plugin: x }\n", "1:11: policies must be a list, not a mapping"},
        {"policies: [x]\n", "1:12: policies[0] must be a mapping, not text | write { plugin: NAME }"},
        {"policies: [{ file: x }]\n", "1:12: policies[0] has no 'plugin' | add plugin: NAME"},
        {"router: { strategy: [] }\n", "1:11: unknown key 'strategy' in router | did you mean 'strategies'?"},
        {"a: [\n", "2:1: the YAML cannot be read: end of sequence flow not found"},
    };
    for (const auto& [text, expected] : samples)
    {
        project(text);
        BOOST_TEST(fault() == "DIR/project/codex-flow.yaml:" + std::string(expected));
    }
}

BOOST_AUTO_TEST_CASE(faults_of_flags_and_variables_name_them)
{
    flag("limits.max_parallel=0");
    BOOST_TEST(fault() == "-c limits.max_parallel: limits.max_parallel must be at least 1, not 0");
    sources.flags = {{"limits.max_parallel", "x", "--max-parallel"}};
    BOOST_TEST(fault() == "--max-parallel: limits.max_parallel must be a whole number, not text");
    sources.flags.clear();
    flag("providers.openai.api_key=sk-123"); // and the value is not repeated
    BOOST_TEST(fault() ==
               "-c providers.openai.api_key: providers.openai.api_key would be a secret written by value | "
               "name the environment variable that holds it: api_key_env: NAME");
    sources.flags.clear();
    flag("limits..x=1");
    BOOST_TEST(fault() == "-c limits..x: 'limits..x' is not a key | write the keys with dots between them: "
                          "limits.max_parallel");
    sources.flags.clear();
    flag("plugins.paths=[a");
    BOOST_TEST(
        fault() ==
        "-c plugins.paths: a list or mapping cannot be a key | check that every [ and { here is closed");
    sources.flags.clear();
    environment["CODEX_FLOW_PROVIDER"] = "olama";
    BOOST_TEST(fault() ==
               "environment variable CODEX_FLOW_PROVIDER: unknown provider 'olama' | did you mean 'ollama'?");
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once)
{
    project("limits: { max_parallel: 0, max_turns: 0 }\nzz: 1\n");
    BOOST_TEST(fault() ==
               "DIR/project/codex-flow.yaml:1:25: limits.max_parallel must be at least 1, not 0 | also: "
               "DIR/project/codex-flow.yaml:1:39: limits.max_turns must be at least 1, not 0\nalso: "
               "DIR/project/codex-flow.yaml:2:1: unknown key 'zz' (one of: agents, limits, logs, memory, model, "
               "network, plugins, policies, prices, providers, record, redaction, ...)");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
