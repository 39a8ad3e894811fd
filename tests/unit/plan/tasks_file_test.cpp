#include "engine/plan/tasks_file.hpp"

#include "engine/config/config.hpp"
#include "engine/registry/registry.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace codexflow {
namespace {

std::string shorten(const error& e) { return to_string(e) + (e.hint.empty() ? "" : " | " + e.hint); }

/// Two good agents, one broken one, two aliases.
struct fixture
{
    test::temp_dir dir;
    registry agents;

    fixture() : agents(options(dir)) {}

    static registry_options options(const test::temp_dir& dir)
    {
        dir.write("agents/index.json", R"({"version": 1, "agents": [{"id": "code-analyzer", "domain": "d"},
            {"id": "coder", "domain": "d"}, {"id": "broken", "domain": "d"}, {"id": "unused", "domain": "d"}]})");
        dir.write("agents/d/code-analyzer.codex.yaml", "version: 1\nagent: { id: code-analyzer }\n");
        dir.write("agents/d/coder.codex.yaml", "version: 1\nagent: { id: coder }\n");
        dir.write("agents/d/broken.codex.yaml",
                  "version: 1\nagent: { id: broken }\nruntime: { concurrency: { max_parallel_tasks: 0 } }\n");
        dir.write("agents/d/unused.codex.yaml", "agent: [\n");
        return {{{dir / "agents", false, {}}},
                {{"reviewer", {"code-analyzer", 0.7, false, {}}},
                 {"reviewer2", {"code-analyzer", 0.9, false, {}}}}};
    }

    plan load(std::string_view text)
    {
        auto made = load_tasks_text(text, "tasks", agents);
        BOOST_TEST_REQUIRE(made.has_value(), (made ? std::string() : shorten(made.error())));
        return std::move(made.value());
    }

    std::string fault(std::string_view text)
    {
        const auto made = load_tasks_text(text, "tasks", agents);
        if (made)
            return "no fault";
        std::string line = shorten(made.error());
        const std::string own = dir.path().string();
        for (std::size_t at = line.find(own); at != std::string::npos; at = line.find(own))
            line.replace(at, own.size(), "DIR");
        return line;
    }
};

BOOST_FIXTURE_TEST_SUITE(tasks_file, fixture)

BOOST_AUTO_TEST_CASE(tasks_keep_their_order_their_alias_and_their_place)
{
    const plan made =
        load("{\n\t\"reviewer2\": [\"Review b.ts\"],\n\t\"coder\": [\"Write\", {\"type\": \"x\", \"tools\": "
             "[\"Read\"]}],\n\t\"reviewer\": [\"Review a.ts\"]\n}");
    BOOST_TEST_REQUIRE(made.tasks.size() == 4U);
    const planned_task& first = made.tasks[0];
    BOOST_TEST(first.id == "reviewer2-1");
    BOOST_TEST(first.alias == "reviewer2");
    BOOST_TEST(first.agent_id == "code-analyzer");
    BOOST_TEST_REQUIRE(first.definition != nullptr);
    BOOST_TEST(first.definition->id == "code-analyzer");
    BOOST_TEST(first.autonomy.value() == 0.9);
    BOOST_TEST(first.text == "Review b.ts");
    BOOST_TEST(to_string(first.where) == "tasks:2:16");
    BOOST_TEST(made.tasks[1].id == "coder-1");
    BOOST_TEST(!made.tasks[1].autonomy.has_value());
    BOOST_TEST(made.tasks[2].id == "coder-2");
    BOOST_TEST(made.tasks[2].input.is_mapping());
    BOOST_TEST((made.tasks[2].tools == std::vector<std::string>{"Read"}));
    BOOST_TEST(made.tasks[3].alias == "reviewer");
    BOOST_TEST((made.tasks[3].definition == first.definition)); // one agent, one cap
}

BOOST_AUTO_TEST_CASE(yaml_and_json_say_the_same)
{
    const plan json = load(R"({"reviewer": ["a", {"type": "t", "files": ["x", "y"]}], "coder": ["b"]})");
    const plan yaml = load("reviewer:\n  - a\n  - { type: t, files: [x, y] }\ncoder: [b]\n");
    BOOST_TEST_REQUIRE(json.tasks.size() == yaml.tasks.size());
    for (std::size_t i = 0; i < json.tasks.size(); ++i)
    {
        BOOST_TEST(json.tasks[i].id == yaml.tasks[i].id);
        BOOST_TEST(json.tasks[i].text == yaml.tasks[i].text);
    }
}

BOOST_AUTO_TEST_CASE(faults_name_the_place_and_the_nearest_name)
{
    const std::string shape = " | for example: { \"reviewer\": [\"Review main.cpp\"] }";
    const std::pair<std::string_view, std::string> samples[] = {
        {"# nothing\n", "tasks:1:1: the task file has no tasks" + shape},
        {"[\"Review a\"]",
         "tasks:1:1: a task file maps aliases or agent ids to lists of tasks, this is a list" + shape},
        {"{}", "tasks:1:1: the task file has no tasks" + shape},
        {"{\"reviewer\": []}", "tasks:1:1: the task file has no tasks" + shape},
        {"{\"reviewer\": \"Review a\"}",
         "tasks:1:14: 'reviewer' needs a list of tasks, not text | put the task in brackets: [\"...\"]"},
        {"{\"reviewer\": [1]}", "tasks:1:15: a task must be text or an object, not a whole number"},
        {"{\"reviewer\": [[\"a\"]]}", "tasks:1:15: a task must be text or an object, not a list"},
        {"{\"reviewer\": [null]}", "tasks:1:15: a task must be text or an object, not null"},
        {"{\"reviewer\": [\"  \"]}", "tasks:1:15: the task is empty | say what is to be done"},
        {"{\"reviewer\": [{}]}", "tasks:1:15: the task is empty | say what is to be done"},
        {"{\"reviewer\": [{\"type\": \"x\", \"tools\": \"Read\"}]}",
         "tasks:1:38: tools must be a list of names, not text"},
        {"{\"reviewer\": [{\"type\": \"x\", \"tools\": [1]}]}",
         "tasks:1:39: tools must be a list of names, not a whole number"},
        {"{\n  \"reviwer\": [\"a\"]\n}",
         "tasks:2:3: unknown agent or alias 'reviwer' | did you mean 'reviewer'?"},
        {"codr: [a]\n", "tasks:1:1: unknown agent or alias 'codr' | did you mean 'coder'?"},
        {"{\"coder\": [\"a\"],\n \"coder\": [\"b\"]}",
         "tasks:2:2: the key 'coder' stands here for the second time; the first is at tasks:1:2 | remove one "
         "of the two"},
        {"{\"coder\": [\"a\",]}", "tasks:1:16: expected a value, found ']' | remove the ',' before it"},
        {"broken: [a]\n", "DIR/agents/d/broken.codex.yaml:3:47: runtime.concurrency.max_parallel_tasks must "
                          "be at least 1, not 0 | "
                          "'broken' at tasks:1:1 needs this agent"},
    };
    for (const auto& [text, expected] : samples)
        BOOST_TEST(fault(text) == expected);
    BOOST_TEST((load_tasks_text("{\"x\": [\"a\"]}", "t", agents).error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once)
{
    BOOST_TEST(
        fault("{\"codr\": [\"a\"],\n\"reviewer\": [3],\n\"reviwer\": \"x\"}") ==
        "tasks:1:2: unknown agent or alias 'codr' | did you mean 'coder'?\n"
        "also: tasks:2:14: a task must be text or an object, not a whole number\n"
        "also: tasks:3:1: unknown agent or alias 'reviwer' (did you mean 'reviewer'?)\n"
        "also: tasks:3:12: 'reviwer' needs a list of tasks, not text (put the task in brackets: [\"...\"])");
}

BOOST_AUTO_TEST_CASE(objects_are_asked_as_an_outline)
{
    const auto text_of = [](std::string_view json) { return task_text(doc::parse_json(json, "t").value()); };
    BOOST_TEST(text_of(R"("plain")") == "plain");
    BOOST_TEST(
        text_of(
            R"({"type": "code.review", "files": ["a.ts", "b.ts"], "contents": {"a.ts": "x\n\ny\n"}, "deep": true})") ==
        "type: code.review\nfiles:\n  - a.ts\n  - b.ts\ncontents:\n  a.ts: |\n    x\n\n    y\ndeep: true");
    BOOST_TEST(
        text_of(
            R"({"type": "work.request", "goal": "Build it\n", "constraints": [], "output_contract": {"kind": "files"}})") ==
        "Build it\n\ntype: work.request\nconstraints: none\noutput_contract:\n  kind: files");
    BOOST_TEST(
        text_of(
            R"({"instruction": "Do", "goal": "G", "n": 1.50, "e": "", "z": null, "l": [[1, 2], {"k": "v"}]})") ==
        "Do\n\ngoal: G\nn: 1.50\ne: \"\"\nz: none\nl:\n  -\n    - 1\n    - 2\n  -\n    k: v");
}

BOOST_AUTO_TEST_CASE(files_are_read_by_their_name)
{
    BOOST_TEST(load_tasks_file(dir.write("t.json", "{\"coder\": [\"a\"]}"), agents)->tasks.size() == 1U);
    BOOST_TEST(load_tasks_file(dir.write("t.yaml", "{coder: [a, b]}"), agents)->tasks.size() == 2U);
    BOOST_TEST(load_tasks_file(dir.write("t", "\n {\"coder\": [\"a\"]}"), agents)->tasks.size() == 1U);
    BOOST_TEST(load_tasks_file(dir.write("t2", "coder: [a]\n"), agents)->tasks.size() == 1U);
    const auto missing = load_tasks_file(dir / "none.json", agents);
    BOOST_TEST_REQUIRE(!missing.has_value());
    BOOST_TEST((missing.error().code == errc::not_found));
}

BOOST_AUTO_TEST_CASE(the_shipped_example_makes_a_plan)
{
    const std::filesystem::path examples = CODEXFLOW_SOURCE_DIR "/examples";
    config_sources sources;
    sources.system_file.clear();
    sources.project_directory = examples / "none";
    sources.config_file = examples / "codex-flow.yaml";
    const auto made = load_config(sources);
    BOOST_TEST_REQUIRE(made.has_value(), (made ? std::string() : shorten(made.error())));
    registry shipped({{{examples / "agents", true, {}}}, made->aliases});
    const auto work = load_tasks_file(examples / "orchestrator-tasks.json", shipped);
    BOOST_TEST_REQUIRE(work.has_value(), (work ? std::string() : shorten(work.error())));
    BOOST_TEST(work->tasks.size() >= 6U);
    BOOST_TEST(work->tasks.size() <= 8U);
    std::set<std::string> aliases;
    for (const planned_task& t : work->tasks)
        aliases.insert(t.alias);
    BOOST_TEST((aliases == std::set<std::string>{"reviewer", "reviewer2", "architect", "docs", "tester"}));
    for (const auto& [name, alias] : made->aliases)
        BOOST_TEST(shipped.resolve(name).value().agent_id == alias.agent);
    const registry_totals totals = shipped.totals();
    BOOST_TEST(totals.definitions == 8U);
    BOOST_TEST(totals.errors == 0U);
    for (const notice& n : shipped.notices())
        BOOST_TEST(false, to_string(n.what));
}

BOOST_AUTO_TEST_CASE(the_original_task_maps_make_plans)
{
    const std::filesystem::path data = CODEXFLOW_SHARED_DIR "/data/codex-flow";
    if (!std::filesystem::exists(data / "examples"))
    {
        BOOST_TEST_MESSAGE("skipped: " << data << " is not here");
        BOOST_TEST(true);
        return;
    }
    config_sources sources;
    sources.system_file.clear();
    sources.project_directory = dir / "none";
    registry bundle({{{data / "codex/agents", false, {}}}, load_config(sources)->aliases});
    const auto first = load_tasks_file(data / "examples/orchestrator-tasks.json", bundle);
    BOOST_TEST_REQUIRE(first.has_value(), (first ? std::string() : shorten(first.error())));
    BOOST_TEST(first->tasks.size() == 4U);
    BOOST_TEST(first->tasks[0].agent_id == "code-analyzer");
    BOOST_TEST(load_tasks_file(data / "examples/product-builder-tasks.json", bundle)->tasks.size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace codexflow
