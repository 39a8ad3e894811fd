// Which provider a run uses when nobody has chosen one, and that nobody is asked when somebody has.
#include "tests/system/cli/cli_project.hpp"
#include "tests/system/cli/own_server.hpp"
#include "tests/system/run/event_log.hpp"

#include <codexflow/json.hpp>

#include <signal.h>

using namespace codexflow;
using namespace codexflow::test;

namespace {

constexpr const char* chat = R"(["completion","tools"])";
constexpr const char* embedding = R"(["embedding"])";

struct unconfigured : cli_project
{
    unconfigured()
    {
        write("codex-flow.yaml", "version: 1\n");
        use_tasks();
    }

    /// With the built-in Ollama at @p url.
    ending go(std::vector<std::string> arguments, const std::string& url, const std::string& key = "") const
    {
        return call(std::move(arguments), [&](command& what) {
            what.environment["OLLAMA_HOST"] = url;
            if (!key.empty())
                what.environment["OPENAI_API_KEY"] = key;
        });
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(provider_choice, unconfigured)

BOOST_AUTO_TEST_CASE(a_running_server_is_taken_with_a_model_that_can_chat)
{
    const own_server server{{"nomic-embed-text", embedding}, {"qwen3:8b", chat}, {"phi4", chat}};
    const ending end = go({"run", "-f", "tasks.json", "--json"}, server.url());
    BOOST_TEST(end.status == 0, end.err);
    const std::string reason = "its server at " + server.url() + " answers; 'llama3.1' is not there, its model 'qwen3:8b' is";
    has(end.err, {"provider: ollama, model qwen3:8b: no provider is configured, and " + reason + "\n"});
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_REQUIRE(log.only("run_started") != nullptr);
    BOOST_TEST((*log.only("run_started"))["provider"].string() == "ollama");
    BOOST_TEST((*log.only("run_started"))["provider_reason"].string() == "nobody chose a provider; " + reason);
    for (const logged_event* started : log.of_kind("task_started"))
        BOOST_TEST((*started)["model"].string() == "qwen3:8b");
    const auto asked = server.asked();
    BOOST_REQUIRE(asked.size() >= 5U); // tags, two models described, then the calls
    BOOST_TEST(asked[0] == "GET /api/tags");
    BOOST_TEST(asked[1] == "POST /api/show");
    BOOST_TEST(asked[2] == "POST /api/show");
}

BOOST_AUTO_TEST_CASE(the_built_in_model_is_kept_where_it_is_installed)
{
    const own_server server{{"phi4", chat}, {"llama3.1:latest", chat}};
    const ending end = go({"run", "-f", "tasks.json"}, server.url());
    BOOST_TEST(end.status == 0, end.err);
    has(end.err, {"provider: ollama, model llama3.1: no provider is configured, and its server at " + server.url() +
                  " answers and has the model 'llama3.1'\n"});
}

BOOST_AUTO_TEST_CASE(a_dry_run_shows_it_and_calls_no_model)
{
    const own_server server{{"phi4", chat}};
    const ending end = go({"run", "-f", "tasks.json", "-n", "--json"}, server.url());
    BOOST_TEST(end.status == 0, end.err);
    has(end.err, {"provider: ollama, model phi4: "});
    json::document plan;
    BOOST_REQUIRE(plan.parse(end.out));
    BOOST_TEST(plan.root()["provider_reason"].string().find(server.url()) != std::string_view::npos);
    BOOST_TEST(std::string(plan.root()["tasks"].elements().begin().operator*()["model"].string()) == "phi4");
    for (const std::string& one : server.asked())
        BOOST_TEST(one != "POST /api/chat");
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(quiet_says_nothing_of_it)
{
    const own_server server{{"phi4", chat}};
    const ending end = go({"run", "-f", "tasks.json", "-q"}, server.url());
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err == "");
}

BOOST_AUTO_TEST_CASE(a_key_is_taken_when_no_server_is_there)
{
    const refusing_port nobody;
    const ending end = go({"run", "-f", "tasks.json", "-n"}, nobody.url(), "sk-canary-0192837465");
    BOOST_TEST(end.status == 0, end.err);
    has(end.err, {"provider: openai, model gpt-4o-mini: no provider is configured, and OPENAI_API_KEY is set\n"});
    BOOST_TEST(end.err.find("canary") == end.err.npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_there)
{
    const refusing_port nobody;
    const ending end = go({"run", "-f", "tasks.json"}, nobody.url());
    BOOST_TEST(end.status == 65);
    has(end.err, {"codex-flow: error: no provider is configured\n", "  hint: tried ollama at " + nobody.url() + ": ",
                  "refused", "  hint: tried anthropic: ANTHROPIC_API_KEY is not set\n",
                  "  hint: tried openai: OPENAI_API_KEY is not set\n", "--provider offline", "--provider ollama",
                  "OPENAI_API_KEY and give --provider openai"});
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(a_named_model_is_not_replaced)
{
    const own_server server{{"qwen3:8b", chat}};
    const ending end = go({"run", "-f", "tasks.json", "--model", "qwen3:8"}, server.url());
    BOOST_TEST(end.status == 65);
    has(end.err, {"it has not the model 'qwen3:8'; did you mean 'qwen3:8b'?"});
    const ending there = go({"run", "-f", "tasks.json", "--model", "qwen3:8b"}, server.url());
    BOOST_TEST(there.status == 0, there.err);
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_answer_is_left)
{
    const loopback_server silent([](const http_request&, responder& back) { back.wait_closed(); });
    const ending end = go({"run", "-f", "tasks.json", "-n"}, silent.url(), "sk-canary-0192837465");
    BOOST_TEST(end.status == 0, end.err);
    has(end.err, {"provider: openai"});
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_the_search)
{
    const loopback_server silent([](const http_request&, responder& back) { back.wait_closed(); });
    command what = program({"run", "-f", "tasks.json"});
    what.environment["OLLAMA_HOST"] = silent.url();
    process search(std::move(what));
    BOOST_REQUIRE(silent.wait_for_requests(1));
    search.send(SIGINT);
    BOOST_TEST(search.wait().status == 130);
    BOOST_TEST(nothing_started());
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_where_a_provider_is_chosen)
{
    const own_server server{{"llama3.1", chat}};
    BOOST_TEST(go({"run", "-f", "tasks.json", "--provider", "offline"}, server.url()).status == 0);
    BOOST_TEST(go({"run", "--example", "-q"}, server.url()).status == 0);
    BOOST_TEST(go({"providers", "list"}, server.url()).status == 0);
    BOOST_TEST(go({"config", "check"}, server.url()).status == 0);
    BOOST_TEST(go({"run", "-f", "tasks.json", "-n", "--provider", "ollama"}, server.url()).status == 0);
    use_script("version: 1\nreplies: [{ text: hi }]\n");
    const ending end = go({"run", "-f", "tasks.json", "--json"}, server.url());
    BOOST_TEST(end.status == 0);
    const event_log log(end.out);
    BOOST_REQUIRE(log.only("run_started") != nullptr);
    BOOST_TEST((*log.only("run_started"))["provider_reason"].string() == "codex-flow.yaml:3:12");
    BOOST_TEST(server.received().empty());
}

BOOST_AUTO_TEST_SUITE_END()
