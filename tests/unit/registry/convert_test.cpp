#include "engine/registry/convert/bundle_agent.hpp"
#include "engine/registry/convert/bundle_index.hpp"
#include "engine/registry/convert/convert.hpp"
#include "engine/registry/registry.hpp"

#include "engine/base/digest.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace codexflow {
namespace {

namespace fs = std::filesystem;
using test::read_file;

struct convert_fixture
{
    test::temp_dir dir;
    test::manual_clock time;

    void source(const std::string& path, std::string_view text) const { dir.write("src/" + path, text); }
    void source(const std::string& path, std::string_view name, std::string_view rest) const
    {
        source(path, "---\nname: " + std::string(name) + "\n" + std::string(rest) + "---\n# The " +
                         std::string(name) + "\n\nDoes it.\n");
    }
    fs::path out(const std::string& path = {}) const { return dir / "out" / path; }

    conversion convert()
    {
        auto planned = plan_bundle(dir / "src", out(), time);
        BOOST_TEST_REQUIRE(planned.has_value(), (planned ? "" : to_string(planned.error())));
        const auto written = write_bundle(*planned, out());
        BOOST_TEST(written.has_value(), (written ? "" : to_string(written.error())));
        return std::move(*planned);
    }
    /// "action path" of everything that is not plain.
    static std::string steps(const conversion& made)
    {
        std::string text;
        for (const file_step& step : made.files)
            text += std::string(to_string(step.action)) + ' ' + step.path + (step.why.empty() ? "" : ": " + step.why) + '\n';
        return text;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(conversions, convert_fixture)

BOOST_AUTO_TEST_CASE(what_is_read_of_a_bundle_is_what_was_read_of_its_sources)
{
    source("core/sub/a.md", "a",
           "description: Use it when: needed\ntype: coordinator\npriority: high\ntools: Read, Bash\n"
           "restricted_tools: [Write]\nconstraints: { allowed_paths: ['src/**'], forbidden_paths: ['.git/**'] }\n"
           "limits: { timeout_seconds: 90 }\ntriggers: { keywords: [k], task_patterns: ['do * now'], file_patterns: ['*.c'] }\n"
           "integration: { shares_context_with: [b], can_delegate_to: [c] }\n"
           "hooks: { pre_execution: echo begin, post: echo end, on_error: echo failed }\n"
           "capabilities: [one, two]\n");
    convert();
    registry before({{{dir / "src", true, {}}}, {}}), after({{{out(), true, {}}}, {}});
    const agent a = **before.find("a"), b = **after.find("a");
    BOOST_TEST(a.name == b.name);
    BOOST_TEST(a.description == b.description);
    BOOST_TEST(a.long_description == b.long_description);
    BOOST_TEST(a.domain == b.domain);
    BOOST_TEST(b.subdomain == "sub");
    BOOST_TEST(a.tier == b.tier);
    BOOST_TEST(a.autonomy == b.autonomy);
    BOOST_TEST(a.max_parallel == b.max_parallel);
    BOOST_TEST((a.timeout == b.timeout));
    BOOST_TEST((a.timeout == std::chrono::seconds(90)));
    BOOST_TEST((a.tools == b.tools));
    BOOST_TEST(b.tools.restricted.size() == 1U);
    BOOST_TEST((a.paths.allowed == b.paths.allowed));
    BOOST_TEST((a.paths.forbidden == b.paths.forbidden));
    BOOST_TEST(b.paths.forbidden.size() == 1U);
    BOOST_TEST((a.triggers.keywords == b.triggers.keywords));
    BOOST_TEST((a.triggers.regex == b.triggers.regex));
    BOOST_TEST((a.triggers.file_patterns == b.triggers.file_patterns));
    BOOST_TEST((a.hooks.pre_task == b.hooks.pre_task));
    BOOST_TEST((a.hooks.post_task == b.hooks.post_task));
    BOOST_TEST((a.hooks.failure == b.hooks.failure));
    BOOST_TEST(b.hooks.failure.size() == 1U);
    BOOST_TEST((a.prefers == b.prefers));
    BOOST_TEST((a.memory.share_with == b.memory.share_with));
    BOOST_TEST((a.capabilities == b.capabilities));
    BOOST_TEST((a.responsibilities == b.responsibilities));
    BOOST_TEST(a.prompt == b.prompt);
    BOOST_TEST(after.notices().empty());
}

BOOST_AUTO_TEST_CASE(an_agent_that_may_use_no_tool_is_not_given_all)
{
    source("a.md", "a", "tools: Read\nallowed_tools: Bash\n"); // nothing that both allow
    convert();
    registry after({{{out(), true, {}}}, {}});
    const auto a = after.find("a");
    BOOST_TEST_REQUIRE(a.has_value());
    for (const char* tool : {"Read", "Bash", "Write"})
        BOOST_TEST(!(*a)->tools.allows(tool), tool);
}

BOOST_AUTO_TEST_CASE(the_second_time_there_is_nothing_to_do)
{
    source("core/a.md", "a", "triggers: { keywords: [x] }\n");
    BOOST_TEST(steps(convert()) == "create core/a.codex.yaml\ncreate index.json\ncreate triggers.json\n");
    const std::string index = read_file(out("index.json")), manifest = read_file(out(".converted.json"));
    time.now_us += 1'000'000;
    BOOST_TEST(steps(convert()) == "unchanged core/a.codex.yaml\nunchanged index.json\nunchanged triggers.json\n");
    BOOST_TEST(read_file(out("index.json")) == index); // its time, too
    BOOST_TEST(read_file(out(".converted.json")) == manifest);
}

BOOST_AUTO_TEST_CASE(what_changed_is_written_and_what_is_gone_is_removed)
{
    source("core/a.md", "a", "");
    source("more/b.md", "b", "");
    convert();
    source("core/a.md", "a", "priority: high\n");
    fs::remove(dir / "src/more/b.md");
    BOOST_TEST(steps(convert()) == "update core/a.codex.yaml\nupdate index.json\nunchanged triggers.json\n"
                                   "remove more/b.codex.yaml: its source is gone\n");
    BOOST_TEST(!fs::exists(out("more"))); // the folder was left empty
}

BOOST_AUTO_TEST_CASE(nothing_of_anybody_else_is_touched)
{
    source("core/a.md", "a", "");
    source("core/b.md", "b", "");
    source("core/c.md", "c", "");
    dir.write("out/core/a.codex.yaml", "version: 1\nagent: { id: a, name: Mine }\ntriggers: { keywords: [mine] }\n");
    dir.write("out/reviewer.yaml", "by hand");
    const std::string first = steps(convert());
    BOOST_TEST(first.starts_with("keep core/a.codex.yaml: it was there before and is not from a conversion\n"
                                 "create core/b.codex.yaml\n"), first);
    BOOST_TEST(read_file(out("reviewer.yaml")) == "by hand");
    BOOST_TEST(read_file(out("index.json")).find("\"mine\"") != std::string::npos); // it tells of what is there

    dir.write("out/core/b.codex.yaml", read_file(out("core/b.codex.yaml")) + "# by hand\n");
    dir.write("out/core/c.codex.yaml", read_file(out("core/c.codex.yaml")) + "# by hand\n");
    fs::remove(dir / "src/core/c.md");
    const std::string again = steps(convert());
    BOOST_TEST(again.find("keep core/b.codex.yaml: it was changed by hand since it was converted\n") != again.npos, again);
    BOOST_TEST(again.find("keep core/c.codex.yaml: its source is gone, but it was changed by hand\n") != again.npos, again);
    BOOST_TEST(read_file(out("core/b.codex.yaml")).ends_with("# by hand\n"));
    BOOST_TEST(fs::exists(out("core/c.codex.yaml")));
}

BOOST_AUTO_TEST_CASE(a_change_by_hand_that_is_taken_back_is_forgotten)
{
    source("a.md", "a", "");
    convert();
    const fs::path file = out("uncategorized/a.codex.yaml");
    const std::string good = read_file(file);
    dir.write("out/uncategorized/a.codex.yaml", good + "#\n");
    convert();
    dir.write("out/uncategorized/a.codex.yaml", good);
    source("a.md", "a", "priority: high\n");
    BOOST_TEST(steps(convert()).starts_with("update uncategorized/a.codex.yaml\n"));
}

BOOST_AUTO_TEST_CASE(a_manifest_cannot_name_files_elsewhere)
{
    source("a.md", "a", "");
    const std::string digest = sha256_digest("precious");
    for (const char* path : {"../precious.codex.yaml", "/precious.codex.yaml", "precious.txt", "x/../../precious.codex.yaml"})
    {
        dir.write("precious.codex.yaml", "precious");
        dir.write("out/precious.txt", "precious");
        dir.write("out/.converted.json", R"({"version": 1, "files": [{"path": ")" + std::string(path) +
                                             R"(", "digest": ")" + digest + "\"}]}");
        convert();
        BOOST_TEST(read_file(dir / "precious.codex.yaml") == "precious", path);
        BOOST_TEST(read_file(dir / "out/precious.txt") == "precious", path);
    }
}

BOOST_AUTO_TEST_CASE(symbolic_links_are_not_followed_out_of_the_folder)
{
    source("core/a.md", "a", "");
    convert();
    fs::rename(out("core"), dir / "elsewhere");
    fs::create_directory_symlink(dir / "elsewhere", out("core"));
    fs::remove(dir / "src/core/a.md");
    source("core/b.md", "b", "");
    const auto planned = plan_bundle(dir / "src", out(), time);
    BOOST_TEST_REQUIRE(planned.has_value());
    const auto written = write_bundle(*planned, out());
    BOOST_TEST_REQUIRE(!written.has_value());
    BOOST_TEST((written.error().code == errc::permission_denied));
    BOOST_TEST(fs::exists(dir / "elsewhere/a.codex.yaml"));
    BOOST_TEST(!fs::exists(dir / "elsewhere/b.codex.yaml"));
}

BOOST_AUTO_TEST_CASE(sources_that_become_the_same_file)
{
    source("core/a.md", "same", "");
    source("core/b.md", "same", "");
    source("other/c.md", "same", "");
    source("README.md", "text");
    source("broken.md", "---\nname: broken\ntools: [Read\n---\n");
    const conversion made = convert();
    BOOST_TEST(made.converted == 2U);
    BOOST_TEST_REQUIRE(made.skipped.size() == 3U);
    BOOST_TEST(made.skipped[0].source == "README.md");
    BOOST_TEST(!made.skipped[0].fault);
    BOOST_TEST(made.skipped[1].source == "broken.md");
    BOOST_TEST(made.skipped[1].fault);
    BOOST_TEST(made.skipped[1].why.where.line == 4U, to_string(made.skipped[1].why));
    BOOST_TEST(made.skipped[2].source == "core/b.md");
    BOOST_TEST(made.skipped[2].why.message == "it becomes core/same.codex.yaml, as core/a.md does");
    BOOST_TEST(made.skipped[2].fault);
}

BOOST_AUTO_TEST_CASE(names_of_folders_become_names)
{
    source("My Folder/In ner/deep/a.md", "a", "");
    BOOST_TEST(steps(convert()).starts_with("create my-folder/in-ner/a.codex.yaml\n"));
    registry after({{{out(), true, {}}}, {}});
    BOOST_TEST(after.find("a").has_value());
    after.load_all();
    BOOST_TEST(after.notices().empty()); // the index leads to the file
}

BOOST_AUTO_TEST_CASE(planning_writes_nothing)
{
    source("a.md", "a", "");
    BOOST_TEST(plan_bundle(dir / "src", out(), time).has_value());
    BOOST_TEST(!fs::exists(out()));
    BOOST_TEST(plan_bundle(dir / "none", out(), time).error().message.starts_with("there is no folder "));
    dir.write("out/.converted.json", "{");
    BOOST_TEST(to_string(plan_bundle(dir / "src", out(), time).error()).find(".converted.json:1:2: ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(triggers_lead_to_all_their_agents)
{
    agent one, two;
    one.id = "one";
    two.id = "two";
    two.triggers.keywords = {{"b"}, {"a"}};
    one.triggers.keywords = {{"a"}};
    two.triggers.regex = {{"^x", "high"}};
    const std::vector<agent> all{two, one};
    BOOST_TEST(bundle_triggers_text(all) ==
               "{\n  \"keywords\": {\n    \"b\": [\n      \"two\"\n    ],\n    \"a\": [\n      \"one\",\n      \"two\"\n    ]\n  },\n"
               "  \"regex\": [\n    {\n      \"pattern\": \"^x\",\n      \"priority\": \"high\",\n      \"agents\": [\n        "
               "\"two\"\n      ]\n    }\n  ],\n  \"file_patterns\": {}\n}\n");
    const std::string index = bundle_index_text(all, "then");
    BOOST_TEST(index.find("\"one\"") < index.find("\"two\""));
    BOOST_TEST(same_but_for_time(index, bundle_index_text(all, "now")));
    BOOST_TEST(!same_but_for_time(index, bundle_index_text(std::vector<agent>{one}, "then")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace codexflow
