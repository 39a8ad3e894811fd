#include "engine/run/prepare.hpp"

#include "engine/config/config.hpp"
#include "engine/plan/plan.hpp"
#include "engine/plugin/catalog.hpp"
#include "engine/registry/agent.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <string_view>

using namespace codexflow;

namespace {

struct fixture
{
    test::temp_dir dir;
    plan work;
    plugin::catalog plugins = plugin::catalog::scan({{CODEXFLOW_PREPARE_PLUGIN}, {}}).value();

    fixture() { add("reviewer", "code-analyzer", 3, std::chrono::minutes(2)); }

    void add(const std::string& alias, const std::string& id, unsigned cap, std::chrono::milliseconds timeout)
    {
        const auto who = std::make_shared<agent>();
        who->id = id;
        who->name = "The " + id;
        who->max_parallel = cap;
        who->timeout = timeout;
        planned_task made;
        made.id = alias + "-1";
        made.alias = alias;
        made.agent_id = id;
        made.definition = who;
        made.text = "do it, " + alias;
        work.tasks.push_back(made);
    }

    config settings(std::string_view yaml) const
    {
        dir.write("codex-flow.yaml", yaml);
        config_sources sources;
        sources.system_file.clear();
        sources.project_directory = dir.path();
        return load_config(sources).value();
    }

    result<run_request> prepare(std::string_view yaml) const
    {
        return prepare_run(work, settings(yaml), plugins, {"run-1", "tasks.json", false, true, {"/a", "/b"}});
    }

    /// "CODE place: message | hint" with the project's folder left out.
    std::string fault(std::string_view yaml) const
    {
        const auto made = prepare(yaml);
        if (made)
            return "no fault";
        std::string text = to_string(made.error()) + " | " + made.error().hint;
        const std::string own = dir.path().string() + '/';
        for (std::size_t at = 0; (at = text.find(own)) != text.npos;)
            text.erase(at, own.size());
        return std::string(to_string(made.error().code)) + ' ' + text;
    }
};

constexpr std::string_view probe =
    "providers: { default: fast, fast: { plugin: probe, model: m1, max_parallel: 4 } }\n";

} // namespace

BOOST_FIXTURE_TEST_SUITE(prepare, fixture)

BOOST_AUTO_TEST_CASE(a_request_holds_everything_a_run_needs)
{
    add("coder", "coder", 5, std::chrono::hours(1));
    const auto made = prepare(std::string(probe) + "limits: { max_parallel: 7, task_timeout: 10m }\n");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->run_id == "run-1");
    BOOST_TEST(made->source == "tasks.json");
    BOOST_TEST(made->max_parallel == 7U);
    BOOST_TEST_REQUIRE(made->providers.size() == 1U);
    BOOST_TEST(made->providers[0].name == "fast");
    BOOST_TEST(made->providers[0].plugin == "probe");
    BOOST_TEST(made->providers[0].settings_json == R"({"model":"m1"})");
    BOOST_TEST(made->providers[0].max_parallel == 4U);
    BOOST_TEST_REQUIRE(made->jobs.size() == 2U);
    const job& first = made->jobs[0];
    BOOST_TEST(first.ref.task_id == "reviewer-1");
    BOOST_TEST(first.ref.alias == "reviewer");
    BOOST_TEST(first.ref.agent_id == "code-analyzer");
    BOOST_TEST(first.ref.provider == "fast");
    BOOST_TEST(first.ref.model == "m1");
    BOOST_TEST(first.agent_cap == 3U);
    BOOST_TEST(first.providers.front() == 0U);
    BOOST_TEST(first.system.str() == "You are The code-analyzer.");
    BOOST_TEST(first.text == "do it, reviewer");
}

BOOST_AUTO_TEST_CASE(the_shorter_of_both_time_limits_holds)
{
    add("coder", "coder", 1, std::chrono::hours(1));
    const auto made = prepare(std::string(probe) + "limits: { task_timeout: 10m }\n");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->jobs[0].limit.count() == 120'000);
    BOOST_TEST(made->jobs[1].limit.count() == 600'000);
}

BOOST_AUTO_TEST_CASE(tools_must_be_offered_by_a_plugin)
{
    const auto made = prepare(std::string(probe) + "tools: [ { plugin: nowhere } ]\n");
    BOOST_TEST_REQUIRE(!made.has_value());
    BOOST_TEST((made.error().code == errc::not_found));
    BOOST_TEST(made.error().message == "no plugin offers the tools 'nowhere', which tools[0] names");
    BOOST_TEST(made.error().where.line > 1U);
}

BOOST_AUTO_TEST_CASE(limits_of_tools_and_turns_come_from_the_configuration)
{
    const auto made = prepare(std::string(probe) + "limits: { max_turns: 3, tool_timeout: 5s, tool_output_bytes: 2048 }\n");
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->max_turns == 3u);
    BOOST_TEST(made->tool_timeout.count() == 5'000);
    BOOST_TEST(made->tool_output_bytes == 2048u);
    BOOST_TEST(!made->strict_tools);
}

BOOST_AUTO_TEST_CASE(the_digest_follows_the_merged_configuration)
{
    const std::string one = prepare(probe)->config_digest;
    BOOST_TEST(one.starts_with("sha256:"));
    BOOST_TEST(one.size() == 7U + 64U);
    BOOST_TEST(prepare("# a remark\n" + std::string(probe))->config_digest == one);
    BOOST_TEST(prepare(std::string(probe) + "limits: { max_turns: 3 }\n")->config_digest != one);
}

BOOST_AUTO_TEST_CASE(a_path_means_the_folder_of_the_file_it_stands_in)
{
    const auto settings_with = [&](const std::string& script) {
        return prepare("providers: { default: x, x: { plugin: probe, script: " + script + " } }\n")
            ->providers[0]
            .settings_json;
    };
    const std::string own = dir.path().string();
    BOOST_TEST(settings_with("sub/a.yaml") == "{\"script\":\"" + own + "/sub/a.yaml\"}");
    BOOST_TEST(settings_with("../b.yaml") ==
               "{\"script\":\"" + (dir.path().parent_path() / "b.yaml").string() + "\"}");
    BOOST_TEST(settings_with("/abs/c.yaml") == "{\"script\":\"/abs/c.yaml\"}");
}

BOOST_AUTO_TEST_CASE(without_a_provider_three_ways_out_are_named)
{
    const std::string text = fault("version: 1\n");
    BOOST_TEST(text.starts_with("invalid_argument no provider is configured | "));
    BOOST_TEST(text.find("--provider offline") != text.npos);
    BOOST_TEST(text.find("--provider ollama") != text.npos);
    BOOST_TEST(text.find("OPENAI_API_KEY") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_plugin_that_is_not_there)
{
    BOOST_TEST(
        fault("providers: { default: x, x: { plugin: prob } }\n") ==
        "not_found codex-flow.yaml:1:39: no plugin offers the provider 'prob', which providers.x names | "
        "did you mean 'probe'?\nsearched: /a, /b");
}

BOOST_AUTO_TEST_CASE(settings_that_do_not_fit_the_manifest)
{
    BOOST_TEST(fault("providers:\n  default: x\n  x:\n    plugin: probe\n    speed: 0\n    modle: m\n") ==
               "invalid_argument codex-flow.yaml:5:12: providers.x.speed must be at least 1, not 0 | "
               "also: codex-flow.yaml:6:12: unknown setting 'modle' in providers.x (did you mean 'model'?)");
}

BOOST_AUTO_TEST_CASE(nothing_to_do_is_an_error)
{
    work.tasks.clear();
    BOOST_TEST(fault(probe) == "invalid_argument there is nothing to do: tasks.json holds no task | ");
}

BOOST_AUTO_TEST_SUITE_END()
