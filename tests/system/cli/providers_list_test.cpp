#include "tests/system/cli/cli_project.hpp"

#include <codexflow/json.hpp>

using namespace codexflow;
using namespace codexflow::test;

namespace {

constexpr const char* settings = "version: 1\nproviders:\n  default: local\n  fallback: [openai]\n"
                                 "  local: { plugin: ollama, base_url: \"http://me:hidden-word@127.0.0.1:1\", model: m }\n";

} // namespace

BOOST_FIXTURE_TEST_SUITE(providers_list, cli_project)

BOOST_AUTO_TEST_CASE(every_provider_its_key_and_its_part)
{
    write("codex-flow.yaml", settings);
    const auto end = call({"providers", "list"}, [](command& what) { what.environment["OPENAI_API_KEY"] = "sk-canary-01928"; });
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
    has(end.out, {"NAME", "KEY", "anthropic", "ANTHROPIC_API_KEY (not set)", "OPENAI_API_KEY (set)",
                  "default (codex-flow.yaml:3:12)", "fallback 1 (codex-flow.yaml:4:13)", "http://me:***@127.0.0.1:1",
                  "codex-flow.yaml:5:20", "built-in"});
    BOOST_TEST(end.out.find("canary") == end.out.npos);
    BOOST_TEST(end.out.find("hidden-word") == end.out.npos);
}

BOOST_AUTO_TEST_CASE(for_programs)
{
    write("codex-flow.yaml", settings);
    const auto end = call({"providers", "list", "--json", "--provider"});
    BOOST_TEST(end.status == 64); // --provider is no option of it
    const auto good = call({"providers", "list", "--json"});
    json::document parsed;
    BOOST_REQUIRE(parsed.parse(good.out));
    BOOST_TEST(parsed.root()["default"].string() == "local");
    std::size_t seen = 0;
    for (const json::value one : parsed.root()["providers"].elements())
    {
        ++seen;
        BOOST_TEST(one["plugin_found"].as_bool().value_or(false));
        if (one["name"].string() != "local")
            continue;
        BOOST_TEST(one["role"].string() == "default");
        BOOST_TEST(one["chosen_by"].string() == "codex-flow.yaml:3:12");
        BOOST_TEST(one["default"].as_bool().value_or(false));
        BOOST_TEST(one["model"].string() == "m");
    }
    BOOST_TEST(seen == 5U);
}

BOOST_AUTO_TEST_CASE(what_a_run_would_do_without_a_choice)
{
    write("codex-flow.yaml", "version: 1\n");
    const auto end = call({"providers", "list"});
    BOOST_TEST(end.status == 0);
    has(end.err, {"no provider is chosen: a run asks ollama at http://127.0.0.1:11434, and else takes one whose key is set"});
}

BOOST_AUTO_TEST_CASE(a_provider_without_its_plugin)
{
    write("codex-flow.yaml", "version: 1\nproviders: { default: x, x: { plugin: nowhere } }\n");
    const auto end = call({"providers", "list"});
    BOOST_TEST(end.status == 0);
    has(end.err, {"warning: no plugin offers the provider 'nowhere', which x needs\n"});
}

BOOST_AUTO_TEST_SUITE_END()
