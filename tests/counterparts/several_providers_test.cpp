// All four interfaces in one project, with aimock behind each of them.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"
#include "tests/system/run/project.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

struct world
{
    world()
    {
        std::string text = "version: 1\nproviders:\n  default: broken\n  fallback: [chat, responses]\n"
                           "  broken: { plugin: openai, model: m, base_url: \"" + broken.url() + "/v1\" }\n";
        for (const interface& api : interfaces)
            text += std::string("  ") + api.name + ": { plugin: " + api.plugin + ", model: m, base_url: \"" + server.url() +
                    api.below + "\"" + (*api.settings == '\0' ? "" : ", ") + api.settings + " }\n";
        here.write("codex-flow.yaml", text);
    }

    aimock server{R"json({"match":{"userMessage":"go"},"response":{"content":"Here I am.",
        "usage":{"prompt_tokens":7,"completion_tokens":5}}})json"};
    aimock broken{R"json({"match":{"userMessage":"go"},"response":{"error":
        {"message":"out of order","type":"server_error"},"status":503}})json"};
    project here;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(several_providers, world, *needs_packages())

BOOST_AUTO_TEST_CASE(bench_asks_all_of_them_the_same)
{
    const ending end = run(here.program({"bench", "--prompt", "go", "--providers", "chat,responses,messages,ollama,broken",
                                         "--runs", "2", "--retries", "0", "--json", "--no-output"}));
    codexflow::json::document report;
    BOOST_TEST_REQUIRE(report.parse(end.out), end.err);
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const codexflow::json::value one = report.root()["providers"][api.name];
            BOOST_TEST(one["ok"].as_bool().value_or(false));
            BOOST_TEST(one["succeeded"].as_int64().value_or(0) == 2);
            BOOST_TEST(one["contentPreview"].string() == "Here I am.");
            if (api.name != std::string("ollama")) // aimock counts nothing there
            {
                BOOST_TEST(one["tokensIn"].as_int64().value_or(0) == 7);
                BOOST_TEST(one["tokensOut"].as_int64().value_or(0) == 5);
            }
        }
    BOOST_TEST(!report.root()["providers"]["broken"]["ok"].as_bool().value_or(true));
    BOOST_TEST(end.out.find("out of order") != std::string::npos);
    for (const interface& api : interfaces)
    {
        std::size_t asked = 0;
        for (const aimock::request& one : server.journal())
            asked += one.path == api.path ? 1 : 0;
        BOOST_TEST(asked == 2u, api.name);
    }
    BOOST_TEST(broken.journal().size() == 2u);
}

BOOST_AUTO_TEST_CASE(another_provider_takes_over)
{
    here.write_tasks({{"worker", {"go"}}});
    const ending end = run(here.run_command({"--json", "--retries", "1"}));
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(broken.journal().size() == 2u); // once more, then given up
    BOOST_TEST(log.count("failover") == 1u);
    const logged_event* done = log.only("task_complete");
    BOOST_REQUIRE(done != nullptr);
    BOOST_TEST((*done)["answered_by"].string() == "chat");
    BOOST_TEST((*done)["output"].string() == "Here I am.");
    BOOST_TEST(server.journal().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
