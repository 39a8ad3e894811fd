// The schemas that nobody validates: what is read of them, and what is said about it.
#include "tests/unit/registry/registry_fixture.hpp"

#include <boost/test/unit_test.hpp>

namespace codexflow {
namespace {

using namespace test;

struct loaders_fixture : registry_fixture
{
    agent load(std::string_view id)
    {
        all.emplace(options);
        const auto found = all->find(id);
        BOOST_TEST_REQUIRE(found.has_value(), (found ? "" : shorten(found.error())));
        all->load_all();
        return **found;
    }
    std::optional<registry> all;
};

BOOST_FIXTURE_TEST_SUITE(lenient_loaders, loaders_fixture)

BOOST_AUTO_TEST_CASE(the_flat_schema)
{
    write("flat.yaml",
          "id: builder\nname: App Builder\ncapabilities:\n  core: [scaffold, implement]\n"
          "prompt:\n  system: |\n    You build.\n  user_template: |\n    GOAL: {{goal}}\n"
          "runtime: { max_parallel: 2, timeout_ms: 5000 }\npolicy: { tools_allowlist: [Read] }\n");
    const agent made = load("builder");
    BOOST_TEST(made.name == "App Builder");
    BOOST_TEST((made.capabilities == lines{"scaffold", "implement"}));
    BOOST_TEST(made.prompt == "You build.\n");
    BOOST_TEST(made.task_template == "GOAL: {{goal}}\n");
    BOOST_TEST(made.max_parallel == 2U);
    BOOST_TEST((made.timeout == std::chrono::seconds(5)));
    BOOST_TEST((made.tools.allowed == lines{"Read"}));
    BOOST_TEST(made.source.line == 1U);
    check_lines(remarks(*all), {});
}

BOOST_AUTO_TEST_CASE(the_schema_of_sentences)
{
    write("todo-add.codex.yaml",
          "id: todo-add\nname: Adder\ndescription: Adds\nversion: \"1.0.0\"\ndomain: todo\n"
          "category: crud\ntriggers:\n  keywords: [add]\n  patterns: [\"add.*task\"]\n"
          "capabilities:\n  - \"Add new tasks, quickly\"\nprompt: |\n  You add.\n");
    const agent made = load("todo-add");
    BOOST_TEST(made.domain == "todo");
    BOOST_TEST(made.subdomain == "crud");
    BOOST_TEST((made.capabilities == lines{"Add new tasks, quickly"}));
    BOOST_TEST((texts_of(made.triggers.keywords) == lines{"add"}));
    BOOST_TEST((made.triggers.regex == std::vector<regex_trigger>{{"add.*task", "medium"}}));
    BOOST_TEST(made.prompt == "You add.\n");
}

BOOST_AUTO_TEST_CASE(the_schema_of_specialists)
{
    write("ts.yaml",
          "name: typescript-specialist\ntype: coordinator\ndescription: TS\ncapabilities: [types]\n"
          "focus: [security]\ntemperature: 0.2\nsystemPrompt: |\n  You type.\n");
    const agent made = load("typescript-specialist");
    BOOST_TEST(made.tier == "coordinator");
    BOOST_TEST(made.name == "Typescript Specialist");
    BOOST_TEST((made.responsibilities == lines{"security"}));
    BOOST_TEST(made.prompt == "You type.\n");
}

BOOST_AUTO_TEST_CASE(an_id_made_of_a_long_text_is_still_a_name)
{
    write("a.md", "---\nname: " + std::string(100, 'a') + " " + std::string(100, 'b') + "\n---\nText\n");
    BOOST_TEST(load(std::string(100, 'a') + '-' + std::string(27, 'b')).id.size() == 128U);
}

BOOST_AUTO_TEST_CASE(markdown_in_full)
{
    write("analysis/analyzer.md",
          "---\nname: \"code-analyzer\"\ndescription: Reads code\ntype: analysis\npriority: high\n"
          "metadata: { complexity: complex }\n"
          "tools: Read, Grep\n"
          "triggers:\n  keywords: [refactor]\n  file_patterns: [\"**/*.js\"]\n  task_patterns: [\"review * "
          "code.\"]\n"
          "capabilities:\n  allowed_tools: [Read, Glob]\n  restricted_tools: [Write]\n"
          "constraints:\n  allowed_paths: [\"src/**\"]\n  forbidden_paths: [\".git/**\"]\n"
          "hooks:\n  pre_execution: |\n    echo begin, now\n  on_error: echo oh\n"
          "integration: { can_delegate_to: [tester], shares_context_with: [coder] }\n"
          "---\n\n# Code Analyzer\n\nYou read code.\n\n- **Find** smells\n- Tell\n");
    const agent made = load("code-analyzer");
    BOOST_TEST(made.name == "Code Analyzer");
    BOOST_TEST(made.domain == "analysis");
    BOOST_TEST(made.long_description == "You read code.");
    BOOST_TEST(made.prompt == "# Code Analyzer\n\nYou read code.\n\n- **Find** smells\n- Tell");
    BOOST_TEST(made.autonomy == 0.8);
    BOOST_TEST(made.max_parallel == 2U);
    BOOST_TEST((made.tools.allowed == lines{"Read"})); // what both places allow
    BOOST_TEST((made.tools.restricted == lines{"Write"}));
    BOOST_TEST((made.paths.allowed == lines{"src/**"}));
    BOOST_TEST((made.paths.forbidden == lines{".git/**"}));
    BOOST_TEST((made.triggers.regex == std::vector<regex_trigger>{{"^review .* code\\.$", "medium"}}));
    BOOST_TEST(made.triggers.keywords[0].where.line == 9U);
    BOOST_TEST(made.triggers.keywords[0].where.column == 14U);
    BOOST_TEST(made.triggers.file_patterns[0].where.line == 10U);
    BOOST_TEST(made.triggers.regex[0].where.line == 11U);
    BOOST_TEST((made.hooks.pre_task == lines{"echo begin, now\n"}));
    BOOST_TEST((made.hooks.failure == lines{"echo oh"}));
    BOOST_TEST((made.memory.share_with == lines{"coder"}));
    BOOST_TEST((made.prefers == lines{"tester"}));
    BOOST_TEST((made.responsibilities == lines{"**Find** smells", "Tell"}));
    BOOST_TEST(made.source.line == 2U);
    check_lines(remarks(*all), {});
}

BOOST_AUTO_TEST_CASE(markdown_of_other_makes)
{
    write("gemini.md",
          "---\nname: doc writer\ndescription: Writes: docs\nkind: local\ntools:\n  - read_file\n"
          "disallowedTools: Bash\ntimeout_mins: 3\n---\nYou write.\n");
    write("notes/plain-agent.md", "# Plain\n\nYou are plain.\n");
    write("README.md", "# About\n");
    const agent made = load("doc-writer");
    BOOST_TEST(made.name == "doc writer");
    BOOST_TEST(made.description == "Writes: docs");
    BOOST_TEST((made.timeout == std::chrono::minutes(3)));
    BOOST_TEST(made.tools.allows("read_file"));
    BOOST_TEST(!made.tools.allows("Bash"));
    check_lines(
        remarks(*all),
        {"warning DIR/agents/gemini.md:3:1: the value of 'description' is not valid YAML and was read as "
         "text | "
         "put it in quotes",
         "warning DIR/agents/notes/plain-agent.md:1:1: there is no front matter: the agent is 'plain-agent', "
         "after its file's name | begin the file with ---, name: ..., description: ..., ---"});
    BOOST_TEST((all->ids() == lines{"doc-writer", "plain-agent"}));
}

BOOST_AUTO_TEST_CASE(fields_of_another_kind)
{
    write("odd.yaml", "id: Odd One!\nname: [a]\nprompt: { system: { a: b }, user_template: 5 }\n"
                      "capabilities: { core: { a: b } }\nruntime: { max_parallel: many }\n"
                      "policy: { tools_allowlist: [] }\n");
    const agent made = load("odd-one");
    BOOST_TEST(made.name == "Odd One");
    BOOST_TEST(made.task_template == "5");
    BOOST_TEST(made.max_parallel == 1U);
    BOOST_TEST_REQUIRE(made.tools.allowed.has_value());
    BOOST_TEST(made.tools.allowed->empty()); // nothing is allowed, and not everything
    check_lines(
        remarks(*all),
        {"warning DIR/agents/odd.yaml:1:5: the id 'Odd One!' is no name and was read as 'odd-one' | use "
         "letters, "
         "digits, '-', '_' and '.'",
         "warning DIR/agents/odd.yaml:2:7: 'name' is a list instead of text and is left out",
         "warning DIR/agents/odd.yaml:4:23: 'capabilities.core' is a mapping instead of a list and is left "
         "out",
         "warning DIR/agents/odd.yaml:3:19: 'prompt.system' is a mapping instead of text and is left out",
         "warning DIR/agents/odd.yaml:5:26: 'runtime.max_parallel' is no number of at least 1 and is left "
         "out"});
}

BOOST_AUTO_TEST_CASE(a_broken_limit_makes_the_agent_unusable)
{
    write("bad.md", "---\nname: bad\ntools: [Read\n---\nx\n");
    const std::string said = fault("bad");
    BOOST_TEST(said.starts_with("DIR/agents/bad.md:"), said);
}

BOOST_AUTO_TEST_CASE(one_agent_in_two_schemas_keeps_the_stricter_tools)
{
    write("a.md", "---\nname: twin\ntools: [Read, Bash]\n---\nx\n");
    write("b.yaml", "id: twin\nprompt: { system: y }\npolicy: { tools_allowlist: [Read] }\n");
    const agent made = load("twin");
    BOOST_TEST((made.tools.allowed == lines{"Read"}));
    BOOST_TEST(made.prompt == "x");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
