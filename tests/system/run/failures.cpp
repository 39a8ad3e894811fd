#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

/// One way in which a server lets a client down, and what is to be said of it.
struct failing
{
    const char* name;
    const char* plugin;
    void (*answer)(responder&);
    const char* code;
    std::vector<std::string> said; ///< All of it in the message or the detail.
    int exit_code;                 ///< Of a run in which nothing else happens.
    const char* partial = "";
    const char* settings = "";
};

constexpr const char* short_limits = "first_byte_timeout: 0.2, idle_timeout: 0.2";

const std::string html = "<html><head><title>502 Bad Gateway</title></head>\n<body><h1>The proxy is asleep</h1></body></html>";

void stream_and_close(responder& back)
{
    begin_openai(back);
    back.write_chunk(openai::delta("so far "));
    back.write_chunk(openai::delta("so good"));
    back.close();
}

void stream_and_hang(responder& back)
{
    begin_openai(back);
    back.write_chunk(openai::delta("so far"));
    back.wait_closed();
}

void finish_early(responder& back)
{
    begin_openai(back);
    back.write_chunk(openai::delta("so far"));
    back.finish();
}

const std::vector<failing> table{
    {"401", "openai",
     [](responder& back) { back.reply(401, openai::error_body("Incorrect API key provided", "invalid_request_error")); },
     "unauthenticated", {"HTTP 401", "Incorrect API key provided"}, 1},
    {"403 in Ollama's words", "ollama",
     [](responder& back) { back.reply(403, ollama::error("you may not")); },
     "unauthenticated", {"HTTP 403", "you may not"}, 1},
    {"404 for a model", "ollama",
     [](responder& back) { back.reply(404, ollama::error("model 'scripted-1' not found")); },
     "not_found", {"HTTP 404", "model 'scripted-1' not found"}, 1},
    {"400", "openai",
     [](responder& back) { back.reply(400, openai::error_body("max_tokens is too large", "invalid_request_error")); },
     "invalid_argument", {"HTTP 400", "max_tokens is too large"}, 1},
    {"429", "openai",
     [](responder& back) { back.reply(429, openai::error_body("Rate limit reached", "requests"), "application/json", {{"Retry-After", "1"}}); },
     "rate_limited", {"HTTP 429", "Rate limit reached"}, 75},
    {"503", "ollama",
     [](responder& back) { back.reply(503, ollama::error("server busy, please try again")); },
     "rate_limited", {"HTTP 503", "server busy"}, 75},
    {"500", "openai",
     [](responder& back) { back.reply(500, openai::error_body("The server had an error", "server_error")); },
     "unavailable", {"HTTP 500", "The server had an error"}, 69},
    {"502 as a web page", "openai",
     [](responder& back) { back.reply(502, html, "text/html"); },
     "unavailable", {"HTTP 502", "The proxy is asleep"}, 69},
    {"500 without a word", "openai",
     [](responder& back) { back.reply(500, "", "text/plain"); },
     "unavailable", {"HTTP 500"}, 69},
    {"200 as a web page", "ollama",
     [](responder& back) { back.reply(200, html, "text/html; charset=utf-8"); },
     "protocol", {"web page", "The proxy is asleep"}, 1},
    {"a redirect", "openai",
     [](responder& back) { back.reply(302, "", "text/plain", {{"Location", "http://127.0.0.1:9/elsewhere"}}); },
     "protocol", {"HTTP 302", "http://127.0.0.1:9/elsewhere"}, 1},
    {"closed before the answer", "openai",
     [](responder& back) { back.close(); },
     "unavailable", {"closed before an answer came"}, 69},
    {"reset before the answer", "openai",
     [](responder& back) { back.write_raw(""); back.abort(); },
     "unavailable", {"reset"}, 69},
    {"closed in the middle", "openai", stream_and_close,
     "unavailable", {"closed in the middle"}, 69, "so far so good"},
    {"closed in the middle, Ollama", "ollama",
     [](responder& back) { begin_ollama(back); back.write_chunk(ollama::delta("so far")); back.close(); },
     "unavailable", {"closed in the middle"}, 69, "so far"},
    {"a stream without its end", "openai", finish_early,
     "unavailable", {"without an end mark"}, 69, "so far"},
    {"a stream without its end, Ollama", "ollama",
     [](responder& back) { begin_ollama(back); back.write_chunk(ollama::delta("so far")); back.finish(); },
     "unavailable", {"\"done\""}, 69, "so far"},
    {"no HTTP at all", "openai",
     [](responder& back) { back.write_raw("SSH-2.0-OpenSSH_9.2p1\r\n\r\n"); back.close(); },
     "protocol", {"not valid HTTP"}, 1},
    {"garbage in the stream", "openai",
     [](responder& back) { begin_openai(back); back.write_chunk(openai::delta("so far")); back.write_chunk("data: {\"choices\": oh no}\n\n"); back.finish(); },
     "protocol", {"oh no"}, 1, "so far"},
    {"garbage in the stream, Ollama", "ollama",
     [](responder& back) { begin_ollama(back); back.write_chunk("{\"message\": \xFF\x01 }\n"); back.finish(); },
     "protocol", {}, 1},
    {"an error event at once", "openai",
     [](responder& back) { begin_openai(back); back.write_chunk("data: " + openai::error_body("The engine is overloaded", "overloaded_error") + "\n\n"); back.finish(); },
     "rate_limited", {"The engine is overloaded"}, 75},
    {"an error event in the middle", "openai",
     [](responder& back) { begin_openai(back); back.write_chunk(openai::delta("so far")); back.write_chunk("data: " + openai::error_body("Internal failure", "server_error") + "\n\n"); back.finish(); },
     "unavailable", {"Internal failure"}, 69, "so far"},
    {"an error line in the middle, Ollama", "ollama",
     [](responder& back) { begin_ollama(back); back.write_chunk(ollama::delta("so far")); back.write_chunk(ollama::error("llama runner process has terminated")); back.finish(); },
     "unavailable", {"llama runner process has terminated"}, 69, "so far"},
    {"the content filter", "openai",
     [](responder& back) { begin_openai(back); back.write_chunk(openai::delta("so far")); back.write_chunk(openai::finish("content_filter")); back.write_chunk(openai::done()); },
     "permission_denied", {"content filter"}, 77, "so far"},
    {"an answer without words", "openai",
     [](responder& back) { answer_openai(back, {}); },
     "protocol", {"without saying anything"}, 1},
    {"silence before the head", "openai",
     [](responder& back) { back.wait_closed(); },
     "deadline_exceeded", {"0.2 s", "first_byte"}, 124, "", short_limits},
    {"silence in the middle", "openai", stream_and_hang,
     "deadline_exceeded", {"0.2 s", "idle"}, 124, "so far", short_limits},
    {"silence in the middle, Ollama", "ollama",
     [](responder& back) { begin_ollama(back); back.write_chunk(ollama::delta("so far")); back.wait_closed(); },
     "deadline_exceeded", {"0.2 s", "idle"}, 124, "so far", short_limits},
};

loopback_server::handler failing_on(const failing& how)
{
    return [&how](const http_request& request, responder& back) {
        if (asked(request) == "fail")
            return how.answer(back);
        (how.plugin == std::string("ollama") ? echo_ollama : echo_openai)(request, back);
    };
}

void check_error(const event_log& log, const failing& how)
{
    BOOST_TEST(fault_of(log) == "");
    const logged_event* failed = log.only("task_error");
    BOOST_REQUIRE(failed != nullptr);
    const auto error = (*failed)["error"];
    const std::string said = std::string(error["message"].string()) + " | " + std::string(error["detail"].string());
    BOOST_TEST(error["code"].string() == how.code, said);
    BOOST_TEST((*failed)["partial"].string() == how.partial);
    for (const std::string& part : how.said)
        BOOST_TEST(said.find(part) != said.npos, said << " lacks " << part);
}

} // namespace

BOOST_AUTO_TEST_SUITE(failures)

BOOST_AUTO_TEST_CASE(the_task_fails_and_the_others_go_on)
{
    for (const failing& how : table)
    {
        BOOST_TEST_CONTEXT(how.name)
        {
            loopback_server server(failing_on(how));
            project here;
            here.use_server(how.plugin, server.url(), how.settings);
            here.write_tasks({{"worker", {"go on", "fail", "go on too"}}});
            const ending end = run(here.run_command({"--json", "--retries", "0"}));
            BOOST_TEST(end.status == 1);
            const event_log log(end.out);
            check_error(log, how);
            BOOST_TEST(log.count("task_complete") == 2u);
            BOOST_TEST(server.requests() == 3u);
            BOOST_TEST(end.out == without_checksums(here.journal()));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_exit_code_tells_what_all_tasks_failed_of)
{
    for (const failing& how : table)
    {
        BOOST_TEST_CONTEXT(how.name)
        {
            loopback_server server(failing_on(how));
            project here;
            here.use_server(how.plugin, server.url(), how.settings);
            here.write_tasks({{"worker", {"fail"}}});
            const ending end = run(here.run_command({"--json", "--retries", "0"}));
            BOOST_TEST(end.status == how.exit_code);
            const event_log log(end.out);
            check_error(log, how);
            BOOST_TEST((*log.last())["exit_code"].as_int64().value_or(-1) == how.exit_code);
            BOOST_TEST((*log.last())["verdict"].string() == "failed");
            BOOST_TEST(server.requests() == 1u);
        }
    }
}

BOOST_AUTO_TEST_CASE(people_are_told_as_well)
{
    loopback_server server([](const http_request&, responder& back) {
        back.reply(429, openai::error_body("Rate limit\nreached \x1b[31m now", "requests"));
    });
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", {"fail"}}});
    const ending end = run(here.run_command());
    BOOST_TEST(end.status == 75);
    BOOST_TEST(end.out == "");
    BOOST_TEST(end.err.find("HTTP 429: Rate limit reached") != end.err.npos, end.err);
    BOOST_TEST(end.err.find('\x1b') == end.err.npos, "what a server says must not reach the terminal as control codes");
    BOOST_TEST(end.err.find("1 failed") != end.err.npos, end.err);
}

BOOST_AUTO_TEST_CASE(nobody_listens)
{
    for (const char* plugin : {"openai", "ollama"})
    {
        const refusing_port nobody;
        project here;
        here.use_server(plugin, nobody.url());
        here.write_tasks({{"worker", {"a", "b", "c"}}});
        const ending end = run(here.json_run());
        BOOST_TEST(end.status == 69);
        const event_log log(end.out);
        BOOST_TEST(fault_of(log) == "");
        BOOST_TEST(log.count("task_error") == 3u);
        const std::string said((*log.of_kind("task_error").front())["error"].raw());
        BOOST_TEST(said.find("127.0.0.1:" + std::to_string(nobody.port())) != said.npos, said);
        BOOST_TEST(said.find("refused") != said.npos, said);
    }
}

BOOST_AUTO_TEST_CASE(a_name_that_leads_nowhere)
{
    project here;
    here.use_server("openai", "http://no-such-host.invalid:1");
    here.write_tasks({{"worker", {"a"}}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 69);
    BOOST_TEST(end.out.find("cannot resolve the name 'no-such-host.invalid'") != end.out.npos, end.out);
}

BOOST_AUTO_TEST_CASE(wire_55_a_task_has_a_limit_whatever_its_stream_does)
{
    loopback_server server([](const http_request& request, responder& back) {
        if (asked(request) != "fail")
            return echo_openai(request, back);
        begin_openai(back); // signs of life do not help against this limit
        for (int i = 0; i != 100; ++i)
            back.write_chunk(": still thinking\n\n" + openai::delta("."));
        back.wait_closed();
    });
    project here;
    here.add_agent("hasty", 1, "  timeout_ms: 300\n");
    here.use_server("openai", server.url(), "", "limits: { task_timeout: 5m }\n");
    here.write_tasks({{"hasty", {"fail"}}, {"worker", {"go on"}}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 1);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const logged_event* failed = log.only("task_error");
    BOOST_REQUIRE(failed != nullptr);
    BOOST_TEST((*failed)["error"]["code"].string() == "deadline_exceeded");
    BOOST_TEST((*failed)["error"]["phase"].string() == "total");
    const std::string said((*failed)["error"]["message"].string());
    BOOST_TEST(said.find("300ms") != said.npos, said);

    here.use_server("openai", server.url(), "", "limits: { task_timeout: 200ms }\n");
    here.write_tasks({{"worker", {"fail", "fail"}}});
    BOOST_TEST(run(here.json_run()).status == 124);
}

BOOST_AUTO_TEST_SUITE_END()
