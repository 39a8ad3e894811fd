// A failing model call is tried again as often as is allowed and no more; every try is seen in the events.
#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <map>
#include <mutex>
#include <set>

using namespace codexflow::test;

namespace {

using steady = std::chrono::steady_clock;

void refuse(responder& back, const std::string& wait_ms)
{
    back.reply(429, openai::error_body("slow down", "requests"), "application/json", {{"retry-after-ms", wait_ms}});
}

/// One task against a server whose first answers are those given.
struct one_task
{
    explicit one_task(std::vector<void (*)(responder&)> first) : first_(std::move(first))
    {
        here.use_server("openai", server.url());
        here.write_tasks({{"worker", {"go"}}});
    }

    std::vector<void (*)(responder&)> first_;
    std::atomic<std::size_t> asked_times{0};
    loopback_server server{[this](const http_request& request, responder& back) {
        const std::size_t number = asked_times++;
        if (number < first_.size())
            return first_[number](back);
        echo_openai(request, back);
    }};
    project here;
};

void out_of_order(responder& back) { back.reply(500, openai::error_body("out of order", "server_error")); }

} // namespace

BOOST_AUTO_TEST_SUITE(retries)

BOOST_AUTO_TEST_CASE(wire_44_refused_then_failed_then_answered)
{
    one_task world({[](responder& back) { refuse(back, "50"); }, out_of_order});
    const ending end = run(world.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(world.server.requests() == 3u);
    const auto tries = log.of_kind("retry");
    BOOST_TEST_REQUIRE(tries.size() == 2u);
    BOOST_TEST((*tries[0])["reason"].string() == "rate_limited");
    BOOST_TEST((*tries[0])["http_status"].as_int64().value() == 429);
    BOOST_TEST((*tries[0])["attempt"].as_int64().value() == 1);
    BOOST_TEST((*tries[0])["delay_ms"].as_int64().value() >= 50);
    BOOST_TEST((*tries[0])["delay_ms"].as_int64().value() <= 55);
    BOOST_TEST((*tries[1])["reason"].string() == "server");
    BOOST_TEST((*tries[1])["delay_ms"].as_int64().value() >= 750); // the second step of the schedule
    BOOST_TEST((*tries[1])["delay_ms"].as_int64().value() <= 1000);
    BOOST_TEST((*tries[0])["attempt_id"].string() != (*tries[1])["attempt_id"].string());
    BOOST_TEST((*log.only("task_complete"))["attempts"].as_int64().value() == 3);
}

BOOST_AUTO_TEST_CASE(a_named_wait_goes_before_the_time_in_which_a_quota_is_full_again)
{
    one_task world({[](responder& back) {
        back.reply(429, openai::error_body("slow down", "requests"), "application/json",
                   {{"retry-after-ms", "50"}, {"x-ratelimit-remaining-requests", "0"}, {"x-ratelimit-reset-requests", "1s"},
                    {"x-ratelimit-remaining-tokens", "0"}, {"x-ratelimit-reset-tokens", "6m0s"}});
    }});
    const ending end = run(world.here.json_run()); // else it waits for longer than a test does
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(world.server.requests() == 2u);
}

BOOST_AUTO_TEST_CASE(a_failing_request_costs_one_and_the_retries)
{
    one_task world({out_of_order, out_of_order, out_of_order, out_of_order});
    const ending end = run(world.here.run_command({"--json", "--retries", "1"}));
    BOOST_TEST(end.status == 69);
    const event_log log(end.out);
    BOOST_TEST(world.server.requests() == 2u);
    const auto error = (*log.only("task_error"))["error"];
    BOOST_TEST(error["kind"].string() == "server");
    BOOST_TEST(error["message"].string().find("out of order (2 attempts)") != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(wire_47_what_another_try_cannot_mend_is_asked_once)
{
    for (const auto& [status, code] : std::map<int, std::string>{
             {401, "invalid_api_key"}, {404, "model_not_found"}, {400, "context_length_exceeded"}, {429, "insufficient_quota"}})
    {
        loopback_server server([&](const http_request&, responder& back) {
            back.reply(status, R"({"error":{"message":"no","type":"x","code":")" + code + "\"}}");
        });
        project here;
        here.use_server("openai", server.url());
        here.write_tasks({{"worker", {"go"}}});
        const ending end = run(here.json_run());
        BOOST_TEST(end.status != 0, code);
        BOOST_TEST(server.requests() == 1u, code);
    }
}

template <int Status> void page(responder& back)
{
    const std::string title = std::to_string(Status) + " Bad Gateway";
    back.reply(Status, "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>" + std::string(20'000, ' ') +
                           "<h1>" + title + "</h1></body></html>",
               "text/html");
}

BOOST_AUTO_TEST_CASE(wire_64_pages_of_gateways_are_tried_again_and_told_in_short)
{
    one_task world({page<502>, page<503>, page<504>});
    const ending end = run(world.here.run_command({"--json", "--retries", "3"}));
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    const auto tries = log.of_kind("retry");
    BOOST_TEST_REQUIRE(tries.size() == 3u);
    for (std::size_t i = 0; i != 3; ++i)
    {
        const std::string message((*tries[i])["message"].string());
        BOOST_TEST((*tries[i])["http_status"].as_int64().value() == static_cast<std::int64_t>(502 + i));
        BOOST_TEST(message.find(std::to_string(502 + i) + " Bad Gateway") != message.npos, message);
        BOOST_TEST(message.find('<') == message.npos, message);
        BOOST_TEST(message.size() < 400u);
    }
}

BOOST_AUTO_TEST_CASE(wire_50_a_connection_closed_before_the_head_is_tried_again)
{
    one_task world({[](responder& back) { back.close(); }});
    const ending end = run(world.here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    const auto tries = log.of_kind("retry");
    BOOST_TEST_REQUIRE(tries.size() == 1u);
    BOOST_TEST((*tries[0])["reason"].string() == "upstream_closed");
}

BOOST_AUTO_TEST_CASE(wire_51_an_answer_that_had_begun_is_not_asked_for_again)
{
    one_task world({[](responder& back) {
        begin_openai(back);
        back.write_chunk(openai::delta("so far"));
        back.close();
    }});
    const ending end = run(world.here.json_run());
    BOOST_TEST(end.status == 69);
    const event_log log(end.out);
    BOOST_TEST(world.server.requests() == 1u);
    const logged_event& failed = *log.only("task_error");
    BOOST_TEST(failed["error"]["kind"].string() == "interrupted");
    BOOST_TEST(failed["partial"].string() == "so far");
}

BOOST_AUTO_TEST_CASE(wire_49_tasks_refused_together_do_not_come_back_together)
{
    std::mutex guard;
    std::map<std::string, unsigned> seen;
    std::vector<steady::time_point> again;
    loopback_server server([&](const http_request& request, responder& back) {
        const std::string task = asked(request);
        {
            const std::lock_guard lock(guard);
            if (++seen[task] > 1)
                again.push_back(steady::now());
            if (seen[task] == 1)
                return back.reply(429, openai::error_body("slow down", "requests")), void();
        }
        echo_openai(request, back);
    });
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", numbered(10)}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(server.requests() == 20u);
    const event_log log(end.out);
    std::set<std::int64_t> delays;
    for (const logged_event* one : log.of_kind("retry"))
    {
        const std::int64_t delay = (*one)["delay_ms"].as_int64().value();
        BOOST_TEST(delay >= 375);
        BOOST_TEST(delay <= 500);
        delays.insert(delay);
    }
    BOOST_TEST(delays.size() >= 5u); // ten draws of 125 values
    BOOST_TEST_REQUIRE(again.size() == 10u);
}

BOOST_AUTO_TEST_CASE(wire_57_a_signal_ends_the_sleep_before_a_retry)
{
    one_task world({[](responder& back) { refuse(back, "50000"); }});
    process program(world.here.run_command({"--json"}));
    BOOST_TEST(program.read_until(stream::out, "\"retry\""));
    const auto begin = steady::now();
    program.send(SIGINT);
    const ending end = program.wait();
    BOOST_TEST(end.status == 130);
    BOOST_TEST((steady::now() - begin < std::chrono::seconds(20))); // far below the sleep
    BOOST_TEST(world.server.requests() == 1u);
}

BOOST_AUTO_TEST_CASE(wire_45_a_wait_longer_than_allowed_fails_at_once_for_all)
{
    std::atomic<unsigned> requests{0};
    loopback_server server([&](const http_request&, responder& back) {
        ++requests;
        back.reply(429, openai::error_body("come back tomorrow", "requests"), "application/json", {{"Retry-After", "3600"}});
    });
    project here;
    here.add_agent("single", 1);
    here.use_server("openai", server.url());
    here.write_tasks({{"single", numbered(5)}});
    const ending end = run(here.json_run());
    BOOST_TEST(end.status == 75);
    BOOST_TEST(requests == 1u); // the others are told without asking
    const event_log log(end.out);
    BOOST_TEST(log.count("task_error") == 5u);
    for (const logged_event* failed : log.of_kind("task_error"))
        BOOST_TEST((*failed)["error"]["hint"].string().find("limits.retry_wait") != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(a_limited_key_makes_tasks_wait_and_none_fail)
{
    // 3 requests in 300 ms; 30 tasks need ten such periods. The tasks' own limit of 1 s stands still meanwhile.
    std::mutex guard;
    std::vector<steady::time_point> admitted;
    std::size_t refused = 0;
    const auto period = std::chrono::milliseconds(300);
    loopback_server server([&](const http_request& request, responder& back) {
        {
            const std::lock_guard lock(guard);
            const auto now = steady::now();
            const auto recent = std::count_if(admitted.begin(), admitted.end(), [&](auto at) { return now - at < period; });
            if (recent >= 3)
            {
                ++refused;
                const auto oldest = admitted[admitted.size() - 3];
                const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(oldest + period - now).count() + 1;
                refuse(back, std::to_string(wait));
                return;
            }
            admitted.push_back(now);
        }
        echo_openai(request, back);
    });
    project here;
    here.add_agent("many", 30, "  timeout_ms: 1000\n");
    here.use_server("openai", server.url());
    here.write_tasks({{"many", numbered(30)}});
    const ending end = run(here.run_command({"--json", "--max-parallel", "30"}));
    BOOST_TEST(end.status == 0, end.out);
    const std::lock_guard lock(guard);
    BOOST_TEST(server.requests() == 30 + refused);
    BOOST_TEST(refused <= 8u); // a machine that stalls may be a little late
}

BOOST_AUTO_TEST_SUITE_END()
