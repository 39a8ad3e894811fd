#include "tests/system/cli/cli_project.hpp"
#include "tests/system/cli/own_server.hpp"

#include <codexflow/json.hpp>

#include <signal.h>

using namespace codexflow;
using namespace codexflow::test;

namespace {

constexpr const char* chat = R"(["completion","tools"])";

struct with_server : cli_project
{
    void serve(const std::string& plugin, const std::string& url, const std::string& settings) const
    {
        write("codex-flow.yaml", "version: 1\nproviders:\n  default: mine\n  mine: { plugin: " + plugin +
                                     ", base_url: \"" + url + "\"" + settings + " }\n");
    }
};

/// The state of a step in the document of --json; "" without that step.
std::string state_of(const json::value& report, std::string_view step)
{
    for (const json::value one : report["steps"].elements())
        if (one["step"].string() == step)
            return std::string(one["state"].string());
    return {};
}

/// A server that answers everything with @p status.
loopback_server::handler always(int status, std::string body, header_list headers = {})
{
    return [=](const http_request&, responder& back) { back.reply(status, body, "application/json", headers); };
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(providers_check, with_server)

BOOST_AUTO_TEST_CASE(all_is_well)
{
    const own_server server{{"phi4", chat}, {"llama3.1:latest", chat}};
    serve("ollama", server.url(), ", model: llama3.1, probe: false");
    const auto end = call({"providers", "check"});
    BOOST_TEST(end.status == 0, end.out + end.err);
    BOOST_TEST(end.err == "");
    has(end.out, {"mine: plugin ollama, model llama3.1, " + server.url() + "\n",
                  "  settings  ok        they fit the plugin 'ollama'\n",
                  "  server    ok        it lists 2 models\n",
                  "  model     ok        it has 'llama3.1' as 'llama3.1:latest'\n",
                  "  chat      ok        first words after ", " ms, all after "});
    has(end.out, {"abilities"});
    const auto asked = server.asked();
    BOOST_REQUIRE(asked.size() == 3U);
    BOOST_TEST(asked[0] == "GET /api/tags");
    BOOST_TEST(asked[1] == "POST /api/show");
    BOOST_TEST(asked[2] == "POST /api/chat");
}

BOOST_AUTO_TEST_CASE(for_programs)
{
    const own_server server{{"phi4", chat}};
    serve("ollama", server.url(), ", model: phi4, probe: false");
    const auto end = call({"providers", "check", "mine", "--json"});
    BOOST_TEST(end.status == 0, end.out);
    json::document parsed;
    BOOST_REQUIRE(parsed.parse(end.out));
    BOOST_TEST(parsed.root()["ok"].as_bool().value_or(false));
    for (const json::value report : parsed.root()["providers"].elements())
    {
        for (const char* step : {"settings", "server", "model", "abilities", "chat"})
            BOOST_TEST(state_of(report, step) == "ok", step);
        BOOST_TEST(report["context_length"].as_int64().value_or(0) == 8192);
        BOOST_TEST(report["models"].elements().begin().operator*().string() == "phi4");
        BOOST_TEST(report["call"]["total_us"].as_int64().value_or(-1) >= report["call"]["first_us"].as_int64().value_or(-1));
        BOOST_TEST(report["call"]["first_us"].as_int64().value_or(-1) >= 0);
    }
}

BOOST_AUTO_TEST_CASE(no_question_is_asked_when_none_is_wanted)
{
    const own_server server{{"phi4", chat}};
    serve("ollama", server.url(), ", model: phi4");
    const auto end = call({"providers", "check", "--no-chat"});
    BOOST_TEST(end.status == 0);
    has(end.out, {"  chat      skipped   no question was asked (--no-chat)\n"});
    for (const std::string& one : server.asked())
        BOOST_TEST(one != "POST /api/chat");
}

BOOST_AUTO_TEST_CASE(a_model_that_is_not_there)
{
    const own_server server{{"phi4", chat}};
    serve("ollama", server.url(), ", model: phi3, probe: false");
    const auto end = call({"providers", "check", "--no-chat"});
    BOOST_TEST(end.status == 65);
    has(end.out, {"  model     FAILED    it does not list 'phi3'\n", "    next: did you mean 'phi4'?\n"});
    const auto other = call({"providers", "check", "mine", "--model", "phi4"});
    BOOST_TEST(other.status == 0, other.out);
    has(other.out, {"  model     ok        it has 'phi4'\n"});
}

BOOST_AUTO_TEST_CASE(nobody_is_there)
{
    const refusing_port nobody;
    serve("ollama", nobody.url(), ", model: m");
    const auto end = call({"providers", "check"});
    BOOST_TEST(end.status == 69);
    has(end.out, {"  server    FAILED    ", "refused", "    next: is the server running, and is base_url right?\n"});
    BOOST_TEST(end.out.find("chat") == end.out.npos);
}

BOOST_AUTO_TEST_CASE(it_is_too_much_for_it)
{
    const loopback_server server(
        always(429, R"({"error":{"message":"slow down","type":"rate_limit"}})", {{"Retry-After", "1"}}));
    serve("openai", server.url(), ", model: m");
    const auto end = call({"providers", "check"});
    BOOST_TEST(end.status == 75, end.out);
    has(end.out, {"slow down"});
    BOOST_TEST(server.requests() == 1U); // nothing is repeated
}

BOOST_AUTO_TEST_CASE(a_key_it_does_not_take)
{
    const loopback_server server(always(401, R"({"error":{"message":"no such key sk-canary-0192837465"}})"));
    serve("openai", server.url(), ", model: m, api_key_env: MY_KEY");
    const auto end =
        call({"providers", "check"}, [](command& what) { what.environment["MY_KEY"] = "sk-canary-0192837465"; });
    BOOST_TEST(end.status == 1, end.out);
    has(end.out, {"  server    FAILED    ", "[secret:MY_KEY]", "    next: "});
    BOOST_TEST(end.out.find("canary") == end.out.npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_lists_nothing_may_answer_all_the_same)
{
    const loopback_server server([](const http_request& request, responder& back) {
        if (request.method == "GET")
            back.reply(404, R"({"error":{"message":"no such page"}})");
        else
            answer_openai(back, {"ok"});
    });
    serve("openai", server.url(), ", model: m");
    const auto end = call({"providers", "check", "--json"});
    BOOST_TEST(end.status == 0, end.out);
    json::document parsed;
    BOOST_REQUIRE(parsed.parse(end.out));
    const json::value report = parsed.root()["providers"].elements().begin().operator*();
    BOOST_TEST(state_of(report, "server") == "doubtful");
    BOOST_TEST(state_of(report, "model") == "unknown");
    BOOST_TEST(state_of(report, "abilities") == "unknown");
    BOOST_TEST(state_of(report, "chat") == "ok");
}

BOOST_AUTO_TEST_CASE(a_command_cannot_list_but_answers)
{
    write("codex-flow.yaml",
          "version: 1\nproviders: { default: mine, mine: { plugin: cli, command: [echo, ok] } }\n");
    const auto end = call({"providers", "check"});
    BOOST_TEST(end.status == 0, end.out);
    has(end.out, {"  server    unknown   this provider cannot list models\n", "  chat      ok "});
}

BOOST_AUTO_TEST_CASE(a_time_limit_passes)
{
    const loopback_server silent([](const http_request&, responder& back) { back.wait_closed(); });
    serve("ollama", silent.url(), ", model: m");
    const auto end = call({"providers", "check", "-c", "limits.task_timeout=100ms"});
    BOOST_TEST(end.status == 124, end.out);
    has(end.out, {"  server    FAILED    no answer within 100ms\n"});
}

BOOST_AUTO_TEST_CASE(an_interrupt)
{
    const loopback_server silent([](const http_request&, responder& back) { back.wait_closed(); });
    serve("ollama", silent.url(), ", model: m");
    process check(program({"providers", "check"}));
    BOOST_REQUIRE(silent.wait_for_requests(1));
    check.send(SIGINT);
    BOOST_TEST(check.wait().status == 130);
}

BOOST_AUTO_TEST_CASE(several_and_the_first_failure_counts)
{
    const own_server server{{"m", chat}};
    const refusing_port nobody;
    write("codex-flow.yaml", "version: 1\nproviders:\n  good: { plugin: ollama, base_url: \"" + server.url() +
                                 "\", model: m }\n  gone: { plugin: ollama, base_url: \"" + nobody.url() +
                                 "\", model: m }\n  odd: { plugin: ollama, base_url: \"htp://x\" }\n");
    const auto end = call({"providers", "check", "gone", "good", "odd", "good"});
    BOOST_TEST(end.status == 69);
    has(end.out, {"gone: ", "good: ", "odd: ", "  settings  FAILED    codex-flow.yaml:5:"});
    fails(call({"providers", "check", "god"}), 65,
          "codex-flow: error: unknown provider 'god'\n  hint: did you mean 'good'?\n");
}

BOOST_AUTO_TEST_CASE(without_a_name_one_is_looked_for)
{
    write("codex-flow.yaml", "version: 1\n");
    const own_server server{{"phi4", chat}};
    const auto there = call({"providers", "check"}, [&](command& what) { what.environment["OLLAMA_HOST"] = server.url(); });
    BOOST_TEST(there.status == 0, there.out);
    has(there.err, {"provider: ollama, model phi4: "});
    const refusing_port nobody;
    const auto none = call({"providers", "check"}, [&](command& what) { what.environment["OLLAMA_HOST"] = nobody.url(); });
    BOOST_TEST(none.status == 65);
    has(none.err, {"no provider is configured, and none was found to check", nobody.url()});
}

BOOST_AUTO_TEST_SUITE_END()
