#include "engine/registry/registry.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace codexflow {
namespace {

std::string definition(std::string_view id, std::string_view rest = "")
{
    return "version: 1\nagent:\n  id: " + std::string(id) + "\n  name: Agent " + std::string(id) + "\n" +
           std::string(rest);
}

std::string tools(std::string_view allowed, std::string_view restricted = "")
{
    return "capabilities: { detail: { tools: { allowed: [" + std::string(allowed) + "], restricted: [" +
           std::string(restricted) + "] } } }\n";
}

/// A folder of agents that exists only here.
struct fixture
{
    test::temp_dir dir;
    registry_options options;

    fixture() { add("agents"); }

    void add(const char* folder) { options.directories.push_back({dir / folder, false, {}}); }
    void write(const std::string& name, std::string_view text) const { dir.write("agents/" + name, text); }
    registry open() const { return registry(options); }

    std::string local(std::string text) const
    {
        const std::string own = dir.path().string();
        for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
            text.replace(at, own.size(), "DIR");
        return text;
    }

    std::string shorten(const error& e) const
    {
        return local(to_string(e) + (e.hint.empty() ? "" : " | " + e.hint));
    }

    /// "kind what | hint" of every notice.
    std::vector<std::string> remarks(const registry& from) const
    {
        std::vector<std::string> lines;
        for (const notice& n : from.notices())
            lines.push_back(std::string(to_string(n.kind)) + " " + shorten(n.what));
        return lines;
    }

    std::string fault(std::string_view id) const
    {
        registry all = open();
        const auto found = all.find(id);
        return found ? "found" : shorten(found.error());
    }
};

using lines = std::vector<std::string>;

void check_lines(const lines& got, const lines& expected)
{
    BOOST_CHECK_EQUAL_COLLECTIONS(got.begin(), got.end(), expected.begin(), expected.end());
}

BOOST_FIXTURE_TEST_SUITE(agent_registry, fixture)

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
        {"version: 1\nagent: { id: a }\nruntime: { timeout_ms: 0 }\n", "3:24: runtime.timeout_ms must be at least 1, not 0"},
        {"version: 1\nagent: { id: a }\nruntime: fast\n", "3:10: runtime must be a mapping, not text"},
        {"version: 1\nagent: { id: a }\ncapabilities: { core: coding }\n",
         "3:23: capabilities.core must be a list of text, not text"},
        {"version: 1\nagent: { id: a }\ncapabilities: { core: [[x]] }\n",
         "3:24: capabilities.core must be a list of text, not a list"},
        {"version: 1\nagent: { id: a }\ntriggers: { regex: [{ priority: high }] }\n",
         "3:21: an entry of triggers.regex has no pattern | write { pattern: TEXT, priority: medium }"},
        {"version: 1\nagent: { id: a }\nmemory: { retention: { short_term: soon } }\n",
         "3:36: memory.retention.short_term: 'soon' is not a length of time | write digits and a unit: 250ms, 30s, 10m, "
         "2h or 7d"},
        {"version: 2\nagent: { id: a }\n", "1:10: version must be 1, not '2' | this program reads no other version"},
        {"version: 1\nagent:\n  id: a\n name: x\n",
         "4:2: the YAML cannot be read: end of map not found | check that this line is indented like the ones above it"},
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
    BOOST_TEST(fault("a") ==
               "DIR/agents/a.codex.yaml:2:14: the id '../a' is not a name | use letters, digits, '-', '_' and '.'");
}

BOOST_AUTO_TEST_CASE(one_broken_file_does_not_stop_the_others)
{
    write("bad.codex.yaml", "agent: [\n");
    write("good.codex.yaml", definition("good"));
    registry all = open();
    BOOST_TEST(all.find("good").has_value());
    BOOST_TEST(all.agents().size() == 1U);
    BOOST_TEST(all.totals().definitions == 1U);
    BOOST_TEST(all.totals().errors == 1U);
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_warnings_with_a_guess)
{
    write("a.yaml", definition("a", "runtime: { timeout: 5, autonomy_levl: 1 }\nextra: 1\n"
                                    "triggers: { regex: [{ pattern: x, prio: high }] }\n"));
    registry all = open();
    all.load_all();
    check_lines(remarks(all),
                {"warning DIR/agents/a.yaml:5:12: unknown key 'timeout' in runtime is ignored | did you mean "
                 "'timeout_ms'?",
                 "warning DIR/agents/a.yaml:5:24: unknown key 'autonomy_levl' in runtime is ignored | did you mean "
                 "'autonomy_level'?",
                 "warning DIR/agents/a.yaml:6:1: unknown key 'extra' is ignored | one of: agent, capabilities, hooks, "
                 "memory, metrics, observability, prompt, responsibilities, runtime, swarm, testing, triggers, ...",
                 "warning DIR/agents/a.yaml:7:35: unknown key 'prio' in triggers.regex[] is ignored | one of: pattern, "
                 "priority"});
    BOOST_TEST(all.totals().warnings == 4U);
    BOOST_TEST(all.find("a").has_value());
}

BOOST_AUTO_TEST_CASE(duplicates_never_widen_a_tool_policy)
{
    write("1/x.codex.yaml", definition("x", tools("Read, Write, Bash") +
                                                "runtime: { autonomy_level: 0.9, concurrency: { max_parallel_tasks: 3 } "
                                                "}\ntriggers: { keywords: [a] }\n"));
    write("2/x.codex.yaml", definition("x", tools("", "Bash") +
                                                "runtime: { autonomy_level: 0.4, concurrency: { max_parallel_tasks: 5 } "
                                                "}\ntriggers: { keywords: [b, a] }\nmemory: { redact: [k] }\n"));
    write("3/x.codex.yaml", definition("x", tools("Write, Read, Glob")));
    registry all = open();
    const auto x = all.find("x");
    BOOST_TEST_REQUIRE(x.has_value());
    BOOST_TEST((*(*x)->tools.allowed == lines{"Read", "Write"}));
    BOOST_TEST((*x)->tools.allows("Read"));
    BOOST_TEST(!(*x)->tools.allows("Bash"));
    BOOST_TEST(!(*x)->tools.allows("Glob"));
    BOOST_TEST((*x)->autonomy == 0.4);
    BOOST_TEST((*x)->max_parallel == 1U); // the third says nothing: the default
    BOOST_TEST(((*x)->triggers.keywords == lines{"a", "b"}));
    BOOST_TEST(((*x)->memory.redact == lines{"k"}));
    all.load_all();
    const std::string hint =
        " | the first definition is used, with the stricter tools and limits of both; remove one";
    check_lines(remarks(all), {"duplicate DIR/agents/2/x.codex.yaml:3:7: the agent 'x' is also defined in "
                               "DIR/agents/1/x.codex.yaml:3:7" + hint,
                               "duplicate DIR/agents/3/x.codex.yaml:3:7: the agent 'x' is also defined in "
                               "DIR/agents/1/x.codex.yaml:3:7" + hint});
    BOOST_TEST(all.totals().definitions == 3U);
    BOOST_TEST(all.totals().ids == 1U);
}

BOOST_AUTO_TEST_CASE(a_broken_duplicate_makes_the_agent_unusable)
{
    write("1/x.codex.yaml", definition("x"));
    write("2/x.codex.yaml", "agent: [\n"); // what it would have restricted is not known
    BOOST_TEST(fault("x").starts_with("DIR/agents/2/x.codex.yaml:2:1: "));
}

BOOST_AUTO_TEST_CASE(directories_are_one_registry_in_their_order)
{
    add("more");
    write("x.yaml", definition("x", "runtime: { concurrency: { max_parallel_tasks: 4 } }\n"));
    dir.write("more/x.yaml", "version: 1\nagent: { id: x, name: Other }\n" + tools("Read") +
                                 "runtime: { concurrency: { max_parallel_tasks: 9 } }\n");
    dir.write("more/y.yaml", definition("y"));
    registry all = open();
    const auto x = all.find("x");
    BOOST_TEST_REQUIRE(x.has_value());
    BOOST_TEST((*x)->name == "Agent x");
    BOOST_TEST((*x)->max_parallel == 4U);
    BOOST_TEST(!(*x)->tools.allows("Bash"));
    BOOST_TEST((all.ids() == lines{"x", "y"}));
}

BOOST_AUTO_TEST_CASE(other_files_are_left_out_with_a_reason)
{
    write("flat.yaml", "name: F\nid: flat\nprompt:\n  system: |\n    x\n");
    write("todo.codex.yaml", "id: todo\nversion: \"1.0.0\"\nprompt: |\n  x\n");
    write("list.yml", "- a\n");
    write("other.yaml", "# note\nkey: value\n");
    write("README.md", "x");
    write("lone.md", "x");
    write("a.md", "x");
    write("a.codex.yaml", definition("a"));
    write("triggers.json", "{}");
    registry all = open();
    all.load_all();
    const std::string hint = " | definitions begin with 'version: 1' and an 'agent' section";
    check_lines(remarks(all),
                {"left_out DIR/agents: left out: 1 Markdown file, which this version does not read (the first is "
                 "DIR/agents/lone.md)",
                 "left_out DIR/agents/flat.yaml:2:1: left out: the flat schema (id, prompt.system) is not read by this "
                 "version" + hint,
                 "left_out DIR/agents/list.yml:1:1: left out: an agent is a mapping, this is a list" + hint,
                 "left_out DIR/agents/other.yaml:2:1: left out: this is no agent definition, it has no 'agent' section" +
                     hint,
                 "left_out DIR/agents/todo.codex.yaml:1:1: left out: the schema with one 'prompt' text is not read by "
                 "this version" + hint});
    BOOST_TEST((all.ids() == lines{"a"}));
}

BOOST_AUTO_TEST_CASE(an_index_says_where_the_files_are)
{
    write("index.json", R"({"version": 1, "agents": [
  {"id": "coder", "domain": "core", "keywords": []},
  {"id": "api", "domain": "dev", "subdomain": "backend"},
  {"id": "gone", "domain": "core"},
  {"id": "evil", "domain": "../../etc"},
  {"id": "coder", "domain": "core"},
  {"id": "liar", "domain": "core"}
]})");
    write("core/coder.codex.yaml", definition("coder"));
    write("dev/backend/api.codex.yaml", definition("api"));
    write("core/liar.codex.yaml", definition("honest"));
    write("extra.codex.yaml", definition("extra"));
    registry all = open();
    BOOST_TEST((all.ids() == lines{"api", "coder", "extra", "liar"}));
    BOOST_TEST(all.find("api").has_value());
    BOOST_TEST(all.find("extra").has_value());
    BOOST_TEST(fault("gone") == "unknown agent 'gone' | one of: api, coder, extra, liar");
    BOOST_TEST(fault("honest") == "unknown agent 'honest' | one of: api, coder, extra, liar");
    BOOST_TEST(fault("liar") == "DIR/agents/core/liar.codex.yaml:3:7: this file defines 'honest', but the index says "
                                "'liar' | correct the entry at DIR/agents/index.json:7:3");
    all.load_all();
    check_lines(remarks(all),
                {"warning DIR/agents/index.json:4:3: the index names 'gone', but DIR/agents/core/gone.codex.yaml does "
                 "not exist | remove the entry or restore the file",
                 "warning DIR/agents/index.json:5:3: the entry has no usable id and domain and is ignored | give it an "
                 "id and a domain of letters, digits, '-', '_' and '.'",
                 "warning DIR/agents/index.json:6:3: the index names DIR/agents/core/coder.codex.yaml for the second "
                 "time",
                 "broken DIR/agents/core/liar.codex.yaml:3:7: this file defines 'honest', but the index says 'liar' | "
                 "correct the entry at DIR/agents/index.json:7:3",
                 "warning DIR/agents/extra.codex.yaml:3:7: index.json does not name this agent; it is used all the "
                 "same"});
}

BOOST_AUTO_TEST_CASE(with_an_index_only_the_agents_asked_for_are_parsed)
{
    write("index.json", R"({"version":1,"agents":[{"id":"a","domain":"d"},{"id":"b","domain":"d"}]})");
    write("d/a.codex.yaml", definition("a"));
    write("d/b.codex.yaml", "agent: [\n"); // would be noticed if it were read
    options.aliases["x"] = {"a", 0.5, true, {}};
    registry all = open();
    BOOST_TEST(all.resolve("x").value().agent_id == "a");
    BOOST_TEST(all.resolve("b").has_value());
    BOOST_TEST(all.find("a").has_value());
    BOOST_TEST(all.notices().empty());
    BOOST_TEST(!all.find("b").has_value());
    BOOST_TEST(all.notices().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_unusable_index_is_reported_and_the_files_are_listed)
{
    write("a.codex.yaml", definition("a"));
    const std::pair<const char*, const char*> samples[] = {
        {"{\"version\": 1", "warning DIR/agents/index.json:1:14: expected ',' or '}', found the end of the text"},
        {"{\"version\": 7, \"agents\": []}",
         "warning DIR/agents/index.json:1:13: the index is not of version 1 and is not used"},
        {"{}", "warning DIR/agents/index.json:1:1: the index has no list 'agents' and is not used"},
    };
    for (const auto& [text, expected] : samples)
    {
        write("index.json", text);
        registry all = open();
        BOOST_TEST(all.find("a").has_value());
        check_lines(remarks(all), {expected});
    }
}

BOOST_AUTO_TEST_CASE(aliases_lead_to_agents)
{
    write("code-analyzer.yaml", definition("code-analyzer"));
    write("coder.yaml", definition("coder"));
    write("planner.yaml", definition("planner"));
    options.aliases["reviewer"] = {"code-analyzer", 0.7, false, {}};
    options.aliases["planner"] = {"coder", {}, false, {"built-in configuration", 0, 0}};
    options.aliases["docs"] = {"api-docs", {}, false, {}};
    registry all = open();
    const auto reviewer = all.resolve("reviewer");
    BOOST_TEST_REQUIRE(reviewer.has_value());
    BOOST_TEST(reviewer->alias == "reviewer");
    BOOST_TEST(reviewer->agent_id == "code-analyzer");
    BOOST_TEST(reviewer->autonomy.value() == 0.7);
    BOOST_TEST(all.resolve("coder").value().agent_id == "coder");
    BOOST_TEST(!all.resolve("coder").value().autonomy.has_value());
    BOOST_TEST(all.resolve("planner").value().agent_id == "coder");
    BOOST_TEST(shorten(all.resolve("reviwer").error()) ==
               "unknown agent or alias 'reviwer' | did you mean 'reviewer'?");
    BOOST_TEST(shorten(all.resolve("docs").error()) ==
               "the alias 'docs' stands for the agent 'api-docs', which no definition has | one of: code-analyzer, "
               "coder, planner");
    BOOST_TEST((all.resolve("docs").error().code == errc::not_found));
    all.load_all();
    check_lines(remarks(all), {"warning built-in configuration: the alias 'planner' stands for 'coder' and hides the "
                               "agent of that name"});
}

BOOST_AUTO_TEST_CASE(a_built_in_alias_without_its_agent_hides_nobody)
{
    write("reviewer.yaml", definition("reviewer"));
    options.aliases["reviewer"] = {"code-analyzer", 0.7, false, {}};
    BOOST_TEST(open().resolve("reviewer").value().agent_id == "reviewer");
    options.aliases["reviewer"].configured = true;
    BOOST_TEST(!open().resolve("reviewer").has_value());
}

BOOST_AUTO_TEST_CASE(absent_folders_are_told_where_it_matters)
{
    options.directories = {{dir / "none", false, {}}, {dir / "wanted", true, {"codex-flow.yaml", 3, 5}}};
    registry all = open();
    BOOST_TEST(shorten(all.find("a").error()) ==
               "unknown agent 'a' | no agents are defined: looked in DIR/none, DIR/wanted");
    check_lines(remarks(all), {"warning codex-flow.yaml:3:5: there is no folder DIR/wanted to read agents from"});
}

BOOST_AUTO_TEST_CASE(the_original_bundle_loads)
{
    const std::filesystem::path bundle = CODEXFLOW_SHARED_DIR "/data/codex-flow/codex/agents";
    if (!std::filesystem::exists(bundle))
    {
        BOOST_TEST_MESSAGE("skipped: " << bundle << " is not here");
        BOOST_TEST(true);
        return;
    }
    registry all({{{bundle, false, {}}}, {}});
    BOOST_TEST(all.ids().size() == 64U);
    const registry_totals totals = all.totals();
    BOOST_TEST(totals.definitions == 66U);
    BOOST_TEST(totals.ids == 64U);
    BOOST_TEST(totals.keywords == 42U);
    BOOST_TEST(totals.regex == 21U);
    BOOST_TEST(totals.file_patterns == 31U);
    BOOST_TEST(totals.errors == 0U);
    BOOST_TEST(all.agents().size() == 64U);

    std::map<std::string, std::vector<std::string>> by_kind;
    for (const notice& n : all.notices())
    {
        std::string text = to_string(n.what);
        for (std::size_t at = text.find(bundle.string()); at != std::string::npos; at = text.find(bundle.string()))
            text.replace(at, bundle.string().size(), "B");
        by_kind[std::string(to_string(n.kind))].push_back(text);
    }
    check_lines(by_kind["duplicate"],
                {"B/analysis/code-review/code-analyzer.codex.yaml:3:7: the agent 'code-analyzer' is also defined in "
                 "B/analysis/code-analyzer.codex.yaml:3:7",
                 "B/templates/pr-manager.codex.yaml:3:7: the agent 'pr-manager' is also defined in "
                 "B/github/pr-manager.codex.yaml:3:7"});
    check_lines(by_kind["left_out"],
                {"B/core/builder.yaml:1:1: left out: the flat schema (id, prompt.system) is not read by this version",
                 "B/reviewer.yaml:1:1: left out: the flat schema (id, prompt.system) is not read by this version",
                 "B/swarm-planner.yaml:1:1: left out: the flat schema (id, prompt.system) is not read by this version"});
    check_lines(by_kind["warning"], {"B/core/researcher.codex.yaml:103:5: unknown key 'swarm' in observability.tracing is ignored",
                 "B/core/researcher.codex.yaml:104:3: unknown key 'enabled_by_default' in observability is ignored",
                 "B/core/tester.codex.yaml:108:5: unknown key 'swarm' in observability.tracing is ignored",
                 "B/core/tester.codex.yaml:109:3: unknown key 'enabled_by_default' in observability is ignored"});
    BOOST_TEST(by_kind["broken"].empty());
    BOOST_TEST(totals.warnings == by_kind["duplicate"].size() + by_kind["left_out"].size() + by_kind["warning"].size());

    const auto pr_manager = all.find("pr-manager");
    BOOST_TEST_REQUIRE(pr_manager.has_value());
    BOOST_TEST_REQUIRE((*pr_manager)->tools.allowed.has_value());
    BOOST_TEST((*pr_manager)->tools.allowed->size() == 16U);
    BOOST_TEST((*pr_manager)->tools.allows("Bash"));
    BOOST_TEST(!(*pr_manager)->tools.allows("WebFetch"));
    BOOST_TEST((*pr_manager)->autonomy == 0.6);
    const auto analyzer = all.find("code-analyzer");
    BOOST_TEST_REQUIRE(analyzer.has_value());
    BOOST_TEST((*analyzer)->max_parallel == 2U);
    BOOST_TEST((*analyzer)->triggers.keywords.size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
