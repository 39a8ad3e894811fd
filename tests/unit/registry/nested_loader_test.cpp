#include "tests/unit/registry/registry_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {
namespace {

using namespace test;

BOOST_FIXTURE_TEST_SUITE(nested_loader, test::registry_fixture)

BOOST_AUTO_TEST_CASE(a_definition_is_read_in_full)
{
    write("core/coder.codex.yaml", R"(version: 1
agent:
  id: coder
  name: Coder
  classification: { domain: core, tier: specialist, subdomain: web }
  description: Writes code
  long_description: Writes code well
runtime:
  autonomy_level: 0.85
  concurrency: { max_parallel_tasks: 3, queue_strategy: priority }
  timeout_ms: 60000
capabilities:
  core: [code, test]
  detail: { tools: { allowed: [Read, Write], restricted: [Bash] } }
responsibilities: { primary: [a], secondary: [b] }
triggers:
  keywords: [code]
  regex: [{ pattern: "^write .*", priority: high }, { pattern: x }]
  file_patterns: ["**/*.cpp"]
memory:
  retention: { short_term: 7D, long_term: true }
  namespaces: [n]
  redact: [token, key]
  sharing_policy: { share_with: [nobody-here], redact: [key] }
hooks:
  pre_task: ["echo one\necho two"]
  failure: [echo no]
)");
    registry all = open();
    const auto found = all.find("coder");
    BOOST_TEST_REQUIRE(found.has_value());
    const agent& coder = **found;
    BOOST_TEST(coder.name == "Coder");
    BOOST_TEST(coder.domain == "core");
    BOOST_TEST(coder.subdomain == "web");
    BOOST_TEST(coder.tier == "specialist");
    BOOST_TEST(coder.description == "Writes code");
    BOOST_TEST(coder.long_description == "Writes code well");
    BOOST_TEST(coder.autonomy == 0.85);
    BOOST_TEST(coder.max_parallel == 3U);
    BOOST_TEST((coder.timeout == std::chrono::minutes(1)));
    BOOST_TEST((coder.capabilities == lines{"code", "test"}));
    BOOST_TEST((coder.responsibilities == lines{"a", "b"}));
    BOOST_TEST(coder.tools.allows("Read"));
    BOOST_TEST(!coder.tools.allows("Bash"));
    BOOST_TEST(!coder.tools.allows("Glob"));
    BOOST_TEST_REQUIRE(coder.triggers.regex.size() == 2U);
    BOOST_TEST(coder.triggers.regex[0].priority == "high");
    BOOST_TEST(coder.triggers.regex[1].priority == "medium");
    BOOST_TEST(coder.triggers.regex[0].where.line == coder.triggers.keywords[0].where.line + 1);
    BOOST_TEST(coder.triggers.regex[0].where.column == 22U);
    BOOST_TEST(coder.triggers.keywords[0].where.column == 14U);
    BOOST_TEST(coder.triggers.keywords[0].where.file == coder.source.file);
    BOOST_TEST(coder.triggers.file_patterns[0].where.line == coder.triggers.regex[0].where.line + 1);
    BOOST_TEST((coder.memory.retention == std::chrono::hours(7 * 24)));
    BOOST_TEST(coder.memory.long_term);
    BOOST_TEST((coder.memory.redact == lines{"key", "token"}));
    BOOST_TEST((coder.memory.share_with == lines{"nobody-here"}));
    BOOST_TEST((coder.hooks.pre_task == lines{"echo one\necho two"}));
    BOOST_TEST((coder.hooks.failure == lines{"echo no"}));
    BOOST_TEST(local(to_string(coder.source)) == "DIR/agents/core/coder.codex.yaml:3:7");
    BOOST_TEST(all.notices().empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_written_has_safe_defaults)
{
    write("a.yaml", "version: 1\nagent: { id: a }\nmemory: { retention: 30m }\n");
    registry all = open();
    const auto found = all.find("a");
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST((*found)->name == "a");
    BOOST_TEST((*found)->max_parallel == 1U);
    BOOST_TEST((*found)->autonomy == 0.5);
    BOOST_TEST((*found)->tools.allows("anything"));
    BOOST_TEST((*(*found)->memory.retention == std::chrono::minutes(30)));
}

BOOST_AUTO_TEST_CASE(faults_of_a_definition_have_their_place)
{
    const std::pair<std::string_view, std::string_view> samples[] = {
        {"version: 1\nagent:\n  id: a\nruntime:\n  concurrency:\n    max_parallel_tasks: 0\n",
         "6:25: runtime.concurrency.max_parallel_tasks must be at least 1, not 0"},
        {"version: 1\nagent: { id: a }\nruntime: { concurrency: { max_parallel_tasks: -2 } }\n",
         "3:47: runtime.concurrency.max_parallel_tasks must be at least 1, not -2"},
        {"version: 1\nagent: { id: a }\nruntime: { concurrency: { max_parallel_tasks: two } }\n",
         "3:47: runtime.concurrency.max_parallel_tasks must be a whole number, not text"},
        {"version: 1\nagent: { id: a }\nruntime: { autonomy_level: 7 }\n",
         "3:28: runtime.autonomy_level must be from 0 to 1, not 7"},
        {"version: 1\nagent: { id: a }\nruntime: { timeout_ms: 0 }\n",
         "3:24: runtime.timeout_ms must be at least 1, not 0"},
        {"version: 1\nagent: { id: a }\nruntime: fast\n", "3:10: runtime must be a mapping, not text"},
        {"version: 1\nagent: { id: a }\ncapabilities: { core: coding }\n",
         "3:23: capabilities.core must be a list of text, not text"},
        {"version: 1\nagent: { id: a }\ncapabilities: { core: [[x]] }\n",
         "3:24: capabilities.core must be a list of text, not a list"},
        {"version: 1\nagent: { id: a }\ntriggers: { regex: [{ priority: high }] }\n",
         "3:21: an entry of triggers.regex has no pattern | write { pattern: TEXT, priority: medium }"},
        {"version: 1\nagent: { id: a }\nmemory: { retention: { short_term: soon } }\n",
         "3:36: memory.retention.short_term: 'soon' is not a length of time | write digits and a unit: "
         "250ms, 30s, 10m, "
         "2h or 7d"},
        {"version: 2\nagent: { id: a }\n",
         "1:10: version must be 1, not '2' | this program reads no other version"},
        {"version: 1\nagent:\n  id: a\n name: x\n",
         "4:2: the YAML cannot be read: end of map not found | check that this line is indented like the "
         "ones above it"},
    };
    for (const auto& [text, expected] : samples)
    {
        write("a.codex.yaml", text);
        BOOST_TEST(fault("a") == "DIR/agents/a.codex.yaml:" + std::string(expected));
        registry all = open();
        all.load_all();
        check_lines(remarks(all), {"broken DIR/agents/a.codex.yaml:" + std::string(expected)});
        BOOST_TEST(all.totals().errors == 1U);
        BOOST_TEST(all.agents().empty());
    }
    write("a.codex.yaml", "version: 1\nagent: { name: x }\n");
    BOOST_TEST(fault("a") == "DIR/agents/a.codex.yaml:2:1: agent.id is missing | give the agent an id");
    write("a.codex.yaml", "version: 1\nagent: { id: ../a }\n");
    BOOST_TEST(
        fault("a") ==
        "DIR/agents/a.codex.yaml:2:14: the id '../a' is not a name | use letters, digits, '-', '_' and '.'");
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_warnings_with_a_guess)
{
    write("a.yaml", definition("a", "runtime: { timeout: 5, autonomy_levl: 1 }\nextra: 1\n"
                                    "triggers: { regex: [{ pattern: x, prio: high }] }\n"));
    registry all = open();
    all.load_all();
    check_lines(
        remarks(all),
        {"warning DIR/agents/a.yaml:5:12: unknown key 'timeout' in runtime is ignored | did you mean "
         "'timeout_ms'?",
         "warning DIR/agents/a.yaml:5:24: unknown key 'autonomy_levl' in runtime is ignored | did you mean "
         "'autonomy_level'?",
         "warning DIR/agents/a.yaml:6:1: unknown key 'extra' is ignored | one of: agent, capabilities, "
         "constraints, hooks, "
         "memory, metrics, observability, prompt, responsibilities, runtime, swarm, testing, ...",
         "warning DIR/agents/a.yaml:7:35: unknown key 'prio' in triggers.regex[] is ignored | one of: "
         "pattern, "
         "priority"});
    BOOST_TEST(all.totals().warnings == 4U);
    BOOST_TEST(all.find("a").has_value());
}

BOOST_AUTO_TEST_CASE(no_tool_at_all_and_limits_on_paths)
{
    const auto with_tools = [](const char* given) {
        return definition("a", std::string("capabilities: { detail: { tools: ") + given + " } }\n" +
                                   "constraints: { allowed_paths: [src/**], forbidden_paths: [.git/**] }\n");
    };
    write("a.yaml", with_tools("{ allowed: [], none: true }"));
    registry none = open();
    const auto a = none.find("a");
    BOOST_TEST_REQUIRE(a.has_value());
    BOOST_TEST(!(*a)->tools.allows("Read"));
    BOOST_TEST(((*a)->paths.allowed == lines{"src/**"}));
    BOOST_TEST(((*a)->paths.forbidden == lines{".git/**"}));
    BOOST_TEST(none.notices().empty());
    write("a.yaml", with_tools("{ allowed: [], none: false }"));
    BOOST_TEST((*open().find("a"))->tools.allows("Read")); // an empty list says nothing
    write("a.yaml", with_tools("{ allowed: [Read], none: true }"));
    BOOST_TEST(fault("a").find("allows some tools and none") != std::string::npos);
    write("a.yaml", with_tools("{ none: 1 }"));
    BOOST_TEST(fault("a").find("must be true or false, not a whole number") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
