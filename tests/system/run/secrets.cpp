#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>

using namespace codexflow::test;

namespace {

const std::string canary = "sk-canary-3f9a1c7e5b2d4806";
constexpr const char* variable = "SCRIPTED_KEY";
constexpr const char* with_key = "api_key_env: SCRIPTED_KEY";

std::string reasoning(const std::string& text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":" + json_string(text) + "}}]}\n\n";
}

/// A run with the key in its environment, and every place where it must not turn up.
struct watched_run
{
    explicit watched_run(const project& here, std::vector<std::string> arguments = {"--json"},
                         const std::string& key = canary)
    {
        command what = here.run_command(std::move(arguments));
        what.environment[variable] = key;
        end = run(what);
        for (const auto& journal : here.journals())
            journals += read_file(journal);
    }

    void check_clean() const
    {
        for (const std::string* where : {&end.out, &end.err, &journals})
            BOOST_TEST(where->find(canary) == where->npos, *where);
    }

    ending end;
    std::string journals;
};

} // namespace

BOOST_AUTO_TEST_SUITE(secrets)

BOOST_AUTO_TEST_CASE(wire_85_the_key_reaches_the_server_and_nobody_else)
{
    for (const std::string plugin : {"openai", "ollama", "anthropic"})
    {
        loopback_server server([](const http_request& request, responder& back) {
            if (request.target == "/v1/messages")
                return echo_anthropic(request, back);
            request.target == "/api/chat" ? echo_ollama(request, back) : echo_openai(request, back);
        });
        project here;
        here.use_server(plugin, server.url(), with_key);
        here.write_tasks({{"worker", {"hello"}}});
        const watched_run ran(here, {"--json", "--verbose"});
        BOOST_TEST(ran.end.status == 0);
        ran.check_clean();
        BOOST_REQUIRE(server.requests() == 1u);
        const http_request request = server.received().front();
        if (plugin == "anthropic")
            BOOST_TEST(request.header("x-api-key") == canary);
        else
            BOOST_TEST(request.header("Authorization") == "Bearer " + canary);
        BOOST_TEST(request.body.find(canary) == request.body.npos);
        BOOST_TEST(ran.end.out.find("You asked: hello") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(wire_85_what_a_server_echoes_is_masked)
{
    struct echo
    {
        const char* name;
        void (*answer)(responder&, const std::string& key);
        int status;
    };
    const std::vector<echo> echoes{
        {"an error body", [](responder& back, const std::string& key) {
             back.reply(401, openai::error_body("Incorrect API key provided: " + key, "invalid_request_error"));
         }, 1},
        {"an error page", [](responder& back, const std::string& key) {
             back.reply(500, "<html>Authorization: Bearer " + key + "</html>", "text/html");
         }, 69},
        {"a broken frame", [](responder& back, const std::string& key) {
             begin_openai(back);
             back.write_chunk("data: {\"key\": " + key + "}\n\n");
         }, 1},
        {"no HTTP", [](responder& back, const std::string& key) {
             back.write_raw(key + " is no HTTP\r\n\r\n");
             back.close();
         }, 1},
        {"a redirect", [](responder& back, const std::string& key) {
             back.reply(302, "", "text/plain", {{"Location", "/?key=" + key}});
         }, 1},
        {"text", [](responder& back, const std::string& key) {
             answer_openai(back, {"your key is " + key + ", is it", " not: " + key});
         }, 0},
        {"reasoning", [](responder& back, const std::string& key) {
             begin_openai(back);
             back.write_chunk(reasoning("the key " + key + " was given"));
             for (const std::string& piece : openai::stream({"fine"}))
                 back.write_chunk(piece);
         }, 0},
        {"text before a failure", [](responder& back, const std::string& key) {
             begin_openai(back);
             back.write_chunk(openai::delta("it is " + key));
             back.write_chunk("data: " + openai::error_body("bad key " + key, "server_error") + "\n\n");
         }, 69},
    };
    for (const echo& one : echoes)
    {
        BOOST_TEST_CONTEXT(one.name)
        {
            loopback_server server([&one](const http_request& request, responder& back) {
                one.answer(back, std::string(request.header("Authorization").substr(7)));
            });
            project here;
            here.use_server("openai", server.url(), with_key);
            here.write_tasks({{"worker", {"hello"}}});
            const watched_run json(here);
            BOOST_TEST(json.end.status == one.status);
            json.check_clean();
            const event_log log(json.end.out);
            if (one.status == 0)
                BOOST_TEST(fault_of(log) == "");
            const watched_run text(here, {"--verbose"});
            BOOST_TEST(text.end.status == one.status);
            text.check_clean();
            if (std::string_view(one.name) != "no HTTP") // whose words are not repeated at all
                BOOST_TEST(json.end.out.find("[secret:SCRIPTED_KEY]") != json.end.out.npos, json.end.out);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_key_cut_into_pieces_is_still_caught)
{
    for (const std::size_t size : {1U, 3U, 7U, 25U})
    {
        BOOST_TEST_CONTEXT("pieces of " << size)
        {
            loopback_server server([size](const http_request&, responder& back) {
                begin_openai(back);
                const std::string text = "the key " + canary + canary + " sk-canary-3f9a is half of it, sk-can";
                for (std::size_t at = 0; at < text.size(); at += size)
                    back.write_chunk(reasoning(text.substr(at, size)));
                for (std::size_t at = 0; at < text.size(); at += size)
                    back.write_chunk(openai::delta(text.substr(at, size)));
                back.write_chunk(openai::finish());
                back.write_chunk(openai::done());
            });
            project here;
            here.use_server("openai", server.url(), with_key);
            here.write_tasks({{"worker", {"hello"}}});
            const watched_run ran(here);
            BOOST_TEST(ran.end.status == 0);
            ran.check_clean();
            const event_log log(ran.end.out);
            BOOST_TEST(fault_of(log) == "");
            const std::string masked = "[secret:SCRIPTED_KEY]";
            const std::string wanted = "the key " + masked + masked + " sk-canary-3f9a is half of it, sk-can";
            BOOST_TEST(log.said("worker-1") == wanted);
            BOOST_TEST(log.said("worker-1", "reasoning") == wanted);
            watched_run(here, {"--verbose"}).check_clean();
        }
    }
}

/// Every file below the project, whatever wrote it.
std::string everything_written(const project& here)
{
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(here.dir().path()))
        if (entry.is_regular_file())
            all += read_file(entry.path());
    return all;
}

BOOST_AUTO_TEST_CASE(wire_85_no_file_holds_a_key_nor_the_password_of_a_proxy)
{
    const std::string password = "pw-canary-77d1", encoded = "cHJveHk6cHctY2FuYXJ5LTc3ZDE="; // proxy:pw-canary-77d1
    struct proxy
    {
        const char* name;
        void (*answer)(const http_request&, responder& back);
    };
    const std::vector<proxy> proxies{
        {"passes on", echo_openai},
        {"wants other credentials and repeats these", [](const http_request& request, responder& back) {
             back.reply(407, "not " + std::string(request.header("Proxy-Authorization")), "text/plain",
                        {{"Proxy-Authenticate", "Basic realm=\"" + std::string(request.header("Proxy-Authorization")) + '"'}});
         }},
        {"fails and repeats what it was told", [](const http_request& request, responder& back) {
             back.reply(502, "<p>" + std::string(request.header("Proxy-Authorization")) + " " +
                                 std::string(request.header("Authorization")) + "</p>", "text/html");
         }},
    };
    for (const proxy& one : proxies)
    {
        BOOST_TEST_CONTEXT("a proxy that " << one.name)
        {
            std::atomic<bool> told{false};
            loopback_server server([&](const http_request& request, responder& back) {
                told = told || request.header("Proxy-Authorization") == "Basic " + encoded;
                one.answer(request, back);
            });
            project here;
            here.use_server("openai", "http://model.invalid", std::string(with_key) + ", retries: 1");
            here.write_tasks({{"worker", {"hello"}}});
            command what = here.run_command({"--json", "--verbose"});
            what.environment[variable] = canary;
            what.environment["http_proxy"] =
                "http://proxy:" + password + "@127.0.0.1:" + std::to_string(server.port());
            const ending end = run(what);
            BOOST_TEST(told.load());
            for (const std::string& where : {end.out, end.err, everything_written(here)})
                for (const std::string& secret : {canary, password, encoded})
                    BOOST_TEST(where.find(secret) == where.npos, where);
        }
    }
}

BOOST_AUTO_TEST_CASE(wire_85_a_crash_leaves_no_core)
{
#ifdef __SANITIZE_ADDRESS__
    BOOST_TEST_MESSAGE("skipped: the leak check needs a process that can be traced");
    return;
#endif
    const auto cores_after_abort = [](const char* allowed) {
        loopback_server server([](const http_request&, responder& back) { back.wait_closed(); });
        project here;
        here.use_server("openai", server.url(), with_key);
        here.write_tasks({{"worker", {"hello"}}});
        command what = here.json_run();
        what.arguments.insert(what.arguments.begin(), {"-c", R"(ulimit -c unlimited; exec "$0" "$@")", what.program});
        what.program = "sh";
        what.environment[variable] = canary;
        what.environment["CODEX_FLOW_CORE_DUMPS"] = allowed;
        process program(what);
        BOOST_TEST(server.wait_for_requests(1));
        program.send(SIGABRT);
        BOOST_TEST(program.wait().signal == SIGABRT);
        std::size_t found = 0;
        for (const auto& entry : std::filesystem::directory_iterator(here.dir().path()))
            found += entry.path().filename().string().starts_with("core");
        return found;
    };
    if (cores_after_abort("1") == 0)
        return BOOST_TEST_MESSAGE("skipped: this machine writes no core files into the folder of the crash"), void();
    BOOST_TEST(cores_after_abort("0") == 0u);
}

BOOST_AUTO_TEST_CASE(a_key_in_a_task_is_sent_but_not_written)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url(), with_key);
    here.write_tasks({{"worker", {"use " + canary + " for it"}}});
    for (const char* how : {"--json", "--verbose", "--quiet"})
    {
        const watched_run ran(here, {how});
        BOOST_TEST(ran.end.status == 0);
        ran.check_clean();
        BOOST_TEST(ran.end.out.find("asked: use [secret:SCRIPTED_KEY] for it") != ran.end.out.npos, ran.end.out);
    }
    BOOST_TEST(asked(server.received().front()) == "use " + canary + " for it");
}

BOOST_AUTO_TEST_CASE(wire_63_a_redirect_does_not_carry_the_key_away)
{
    loopback_server elsewhere(echo_openai);
    loopback_server server([&elsewhere](const http_request&, responder& back) {
        back.reply(307, "", "text/plain", {{"Location", elsewhere.url() + "/chat/completions"}});
    });
    project here;
    here.use_server("openai", server.url(), with_key);
    here.write_tasks({{"worker", {"hello"}}});
    const watched_run ran(here);
    BOOST_TEST(ran.end.status == 0);
    ran.check_clean();
    BOOST_REQUIRE(elsewhere.requests() == 1u);
    BOOST_TEST(asked(elsewhere.received().front()) == "hello");
    BOOST_TEST(server.received().front().header("authorization") != "");
    BOOST_TEST(elsewhere.received().front().header("authorization") == "");
}

BOOST_AUTO_TEST_CASE(settings_cannot_ask_for_other_secrets)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url(), "headers: { X-Stolen: \"{{secret:HOME}}\" }");
    here.write_tasks({{"worker", {"hello"}}});
    const watched_run ran(here);
    BOOST_TEST(ran.end.status != 0);
    BOOST_TEST(server.requests() == 0u);
    BOOST_TEST(ran.end.out.find("may not use the secret 'HOME'") != ran.end.out.npos, ran.end.out);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_there)
{
    loopback_server server(echo_openai);
    project here;
    here.use_server("openai", server.url(), with_key);
    here.write_tasks({{"worker", {"hello"}}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 1);
    BOOST_TEST(server.requests() == 0u);
    const event_log log(end.out);
    BOOST_REQUIRE(log.only("task_error") != nullptr);
    const auto error = (*log.only("task_error"))["error"];
    BOOST_TEST(error["code"].string() == "unauthenticated");
    BOOST_TEST(error["message"].string().find("SCRIPTED_KEY") != std::string::npos, error.raw());
}

BOOST_AUTO_TEST_CASE(a_key_with_a_line_break_is_refused)
{
    for (const char* tail : {"\n", "\r\nX-Smuggled: yes", "\n\nGET / HTTP/1.1"})
    {
        loopback_server server(echo_openai);
        project here;
        here.use_server("openai", server.url(), with_key);
        here.write_tasks({{"worker", {"hello"}}});
        const watched_run ran(here, {"--json"}, canary + tail);
        BOOST_TEST(ran.end.status == 1);
        ran.check_clean();
        BOOST_TEST(server.requests() == 0u);
        BOOST_TEST(ran.end.out.find("line break") != ran.end.out.npos, ran.end.out);
    }
}

BOOST_AUTO_TEST_SUITE_END()
