// How the program takes it when aimock fails: what is tried again, what is not, and what is said.
#include "tests/counterparts/needs.hpp"
#include "tests/counterparts/question.hpp"
#include "tests/counterparts/servers.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

/// Answers slowly enough to be cut or waited for.
const std::string broken_off = R"json({"match":{"userMessage":"go"},
    "response":{"content":"This answer breaks off in the middle, long before its end has been reached."},
    "latency":20,"chunkSize":1,"disconnectAfterMs":600})json";

void check_is_beginning(const std::string& text)
{
    BOOST_TEST(text != "");
    BOOST_TEST(text.size() < 60u);
    BOOST_TEST(std::string("This answer breaks off in the middle, long before").find(text) == 0u);
}

} // namespace

BOOST_AUTO_TEST_SUITE(aimock_failures, *needs_packages())

BOOST_AUTO_TEST_CASE(wire_44_refused_then_failed_then_answered)
{
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const aimock server(R"json(
                {"match":{"userMessage":"go","sequenceIndex":0},"response":{"error":
                    {"message":"slow down","type":"requests","code":"rate_limit_exceeded"},"status":429,"retryAfter":1}},
                {"match":{"userMessage":"go","sequenceIndex":1},"response":{"error":
                    {"message":"out of order","type":"server_error"},"status":500}},
                {"match":{"userMessage":"go"},"response":{"content":"third time lucky"}})json");
            const told all = ask({api, server.url(), "go"});
            BOOST_TEST(all.end.status == 0, all.end.err);
            BOOST_TEST(all.answer.text == "third time lucky");
            const auto journal = server.journal();
            BOOST_TEST_REQUIRE(journal.size() == 3u);
            BOOST_TEST(journal[0].status == 429);
            BOOST_TEST(journal[1].status == 500);
            BOOST_TEST(journal[2].status == 200);
            BOOST_TEST(journal[1].ms - journal[0].ms >= 999); // its clock and ours round differently
            const auto tries = all.log->of_kind("retry");
            BOOST_TEST_REQUIRE(tries.size() == 2u);
            BOOST_TEST((*tries[0])["reason"].string() == "rate_limited");
            BOOST_TEST((*tries[0])["delay_ms"].as_int64().value() >= 1000);
            BOOST_TEST((*tries[0])["delay_ms"].as_int64().value() <= 1100);
            BOOST_TEST((*tries[1])["reason"].string() == "server");
        }
}

BOOST_AUTO_TEST_CASE(wire_50_a_connection_that_breaks_before_the_answer)
{
    const aimock server(R"json(
        {"match":{"userMessage":"go","sequenceIndex":0},"response":{"content":"never seen"},"chaos":{"disconnectRate":1}},
        {"match":{"userMessage":"go"},"response":{"content":"the second time"}})json");
    const told all = ask({interface_called("chat"), server.url(), "go"});
    BOOST_TEST(all.end.status == 0, all.end.err);
    BOOST_TEST(all.answer.text == "the second time");
    const auto tries = all.log->of_kind("retry");
    BOOST_TEST_REQUIRE(tries.size() == 1u);
    BOOST_TEST((*tries[0])["reason"].string() == "upstream_closed");
}

BOOST_AUTO_TEST_CASE(wire_50_one_that_always_breaks)
{
    const aimock server(R"json({"match":{"userMessage":"go"},"response":{"content":"never seen"}})json");
    ask_http("POST", server.url() + "/__aimock/chaos", R"({"disconnectRate":1})");
    const told all = ask({interface_called("ollama"), server.url(), "go"});
    BOOST_TEST(all.end.status == 69);
    BOOST_TEST(all.error_kind() == "unavailable/upstream_closed");
    BOOST_TEST(all.log->count("retry") == 2u);
    BOOST_TEST(server.journal().size() == 3u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_json)
{
    const aimock server(R"json({"match":{"userMessage":"go"},"response":{"content":"never seen"}})json");
    ask_http("POST", server.url() + "/__aimock/chaos", R"({"malformedRate":1})");
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const std::size_t before = server.journal().size();
            const told all = ask({api, server.url(), "go"});
            BOOST_TEST(all.end.status == 1);
            BOOST_TEST(all.error_kind() == "protocol/protocol");
            BOOST_TEST(all.answer.error.find("{malformed json: <<<chaos>>>") != std::string::npos, all.answer.error);
            BOOST_TEST(server.journal().size() - before == 1u); // asking again would not help
        }
}

BOOST_AUTO_TEST_CASE(wire_44_many_tasks_while_the_server_refuses)
{
    // Whoever is refused, nobody else is sent into the same refusal.
    const aimock server(R"json(
        {"match":{"userMessage":"go","sequenceIndex":0},"response":{"error":
            {"message":"slow down","type":"requests","code":"rate_limit_exceeded"},"status":429,"retryAfter":1}},
        {"match":{"userMessage":"go"},"response":{"content":"done"}})json");
    const told all = ask({interface_called("chat"), server.url(), "go", "", {}, {}, 12});
    BOOST_TEST(all.end.status == 0, all.end.err);
    BOOST_TEST(all.log->count("task_complete") == 12u);
    const auto journal = server.journal();
    BOOST_TEST(journal.size() == 13u);
    BOOST_TEST(all.log->count("retry") == 1u);
}

BOOST_AUTO_TEST_CASE(wire_51_an_answer_that_breaks_off)
{
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const aimock server(broken_off);
            const told all = ask({api, server.url(), "go"});
            BOOST_TEST(all.end.status == 69);
            BOOST_TEST(all.error_kind() == "unavailable/interrupted");
            BOOST_TEST(all.log->count("retry") == 0u);
            BOOST_TEST(server.journal().size() == 1u);
            const logged_event* failed = all.log->only("task_error");
            BOOST_REQUIRE(failed != nullptr);
            check_is_beginning(std::string((*failed)["partial"].string()));
        }
}

BOOST_AUTO_TEST_CASE(wire_52_a_first_byte_that_comes_too_late)
{
    const aimock server(R"json({"match":{"userMessage":"go"},"response":{"content":"late"},
        "streamingProfile":{"ttft":20000}})json");
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const told all = ask({api, server.url(), "go", "first_byte_timeout: 0.3", {}, {"--retries", "1"}});
            BOOST_TEST(all.end.status == 124);
            BOOST_TEST(all.error_kind() == "deadline_exceeded/timeout");
            BOOST_TEST(all.error()["phase"].string() == "first_byte");
            BOOST_TEST(all.log->count("retry") == 1u);
        }
}

BOOST_AUTO_TEST_CASE(wire_53_silence_between_two_pieces)
{
    const aimock server(R"json({"match":{"userMessage":"go"},"response":{"content":"This never ends"},
        "chunkSize":4,"streamingProfile":{"ttft":1,"tps":0.05}})json"); // the second piece would come after 20 s
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const told all = ask({api, server.url(), "go", "idle_timeout: 0.5"});
            BOOST_TEST(all.end.status == 124);
            BOOST_TEST(all.error()["code"].string() == "deadline_exceeded");
            BOOST_TEST(all.error()["phase"].string() == "idle");
            BOOST_TEST(all.log->count("retry") == (all.answer.text.empty() ? 2u : 0u));
        }
}

BOOST_AUTO_TEST_CASE(keys)
{
    const aimock server(R"json({"match":{"userMessage":"go"},"response":{"content":"come in"}})json", "right,other");
    for (const interface& api : interfaces)
        BOOST_TEST_CONTEXT(api.name)
        {
            const auto with = [&](const char* key) {
                return ask({api, server.url(), "go", "api_key_env: SOME_KEY", {{"SOME_KEY", key}}});
            };
            const told right = with("right");
            BOOST_TEST(right.end.status == 0, right.end.err);
            BOOST_TEST(right.answer.text == "come in");
            const told wrong = with("wrong-key-1234");
            BOOST_TEST(wrong.end.status == 1);
            BOOST_TEST(wrong.error_kind() == "unauthenticated/auth");
            BOOST_TEST(wrong.log->count("retry") == 0u);
            BOOST_TEST(wrong.end.out.find("wrong-key-1234") == std::string::npos);
            BOOST_TEST(wrong.end.err.find("wrong-key-1234") == std::string::npos);
        }
}

BOOST_AUTO_TEST_SUITE_END()
