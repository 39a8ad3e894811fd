// --no-stream: every provider is asked for a whole answer, and the whole answer arrives.
#include "tests/support/loopback_server.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace codexflow::test;
namespace json = codexflow::json;

namespace {

struct dialect
{
    const char* name;
    const char* plugin;
    const char* base_path;
    const char* settings;
    const char* target;
    const char* body;
};

const std::vector<dialect> dialects{
    {"ollama", "ollama", "", "", "/api/chat",
     R"({"model":"m","message":{"role":"assistant","content":"the whole answer"},"done":true,"done_reason":"stop",)"
     R"("prompt_eval_count":3,"eval_count":2})"},
    {"openai chat", "openai", "/v1", "", "/v1/chat/completions",
     R"({"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant",)"
     R"("content":"the whole answer"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}})"},
    {"openai responses", "openai", "/v1", "api: responses", "/v1/responses",
     R"({"id":"r","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"m1",)"
     R"("role":"assistant","status":"completed","content":[{"type":"output_text","text":"the whole answer",)"
     R"("annotations":[]}]}],"usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}})"},
    {"anthropic", "anthropic", "", "", "/v1/messages",
     R"({"id":"msg","type":"message","role":"assistant","model":"m","content":[{"type":"text",)"
     R"("text":"the whole answer"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":2}})"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(whole_answers)

BOOST_AUTO_TEST_CASE(of_every_server)
{
    for (const dialect& how : dialects)
    {
        BOOST_TEST_CONTEXT(how.name)
        {
            loopback_server server([&](const http_request&, responder& back) { back.reply(200, how.body); });
            const project here;
            here.use_server(how.plugin, server.url() + how.base_path, how.settings);
            here.write_tasks({{"worker", {"hello"}}});
            const ending end = run(here.run_command({"--json", "--no-stream"}));
            BOOST_TEST(end.status == 0, end.err);
            const event_log log(end.out);
            BOOST_TEST(fault_of(log) == "");
            BOOST_REQUIRE(log.only("task_complete") != nullptr);
            BOOST_TEST((*log.only("task_complete"))["output"].string() == "the whole answer");
            BOOST_TEST((*log.only("task_complete"))["usage"]["input_tokens"].as_int64().value_or(-1) == 3);
            const auto requests = server.received();
            BOOST_REQUIRE(requests.size() == 1U);
            BOOST_TEST(requests[0].target == how.target);
            json::document asked;
            BOOST_REQUIRE(asked.parse(requests[0].body));
            BOOST_TEST(asked.root()["stream"].as_bool().value_or(true) == false, requests[0].body);
            BOOST_TEST(!asked.root()["stream_options"].exists(), requests[0].body);
        }
    }
}

BOOST_AUTO_TEST_CASE(of_a_command)
{
    const project here;
    here.write("answer.sh", "printf 'the '; printf 'whole '; echo answer\n");
    here.write("codex-flow.yaml",
               "version: 1\nproviders:\n  default: mine\n  mine: { plugin: cli, command: [sh, ./answer.sh] }\n");
    here.write_tasks({{"worker", {"hello"}}});
    const ending end = run(here.run_command({"--json", "--no-stream"}));
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.said("worker-1") == "the whole answer");
    BOOST_TEST(log.count("chunk") == 1U);
}

BOOST_AUTO_TEST_CASE(of_a_command_that_fails_nothing_has_been_said)
{
    const project here;
    here.write("answer.sh", "echo half an answer\nexit 3\n");
    here.write("codex-flow.yaml",
               "version: 1\nproviders:\n  default: mine\n"
               "  mine: { plugin: cli, command: [sh, ./answer.sh], retries: 0 }\n");
    here.write_tasks({{"worker", {"hello"}}});
    const event_log log(run(here.run_command({"--json", "--no-stream"})).out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("chunk") == 0U);
    BOOST_TEST(log.count("task_error") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
