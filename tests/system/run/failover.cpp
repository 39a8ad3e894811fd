// When a provider fails for good, the next of the list is asked; every switch is an event.
#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

std::string model_of(const http_request& request)
{
    const auto begin = request.body.find("\"model\":\"") + 9;
    return request.body.substr(begin, request.body.find('"', begin) - begin);
}

/// A provider that fails in the way given, and one to fall back on.
struct two_providers
{
    explicit two_providers(loopback_server::handler fails) : first(std::move(fails))
    {
        here.write("codex-flow.yaml", "version: 1\n"
                                      "providers:\n"
                                      "  default: one\n"
                                      "  one: { plugin: openai, base_url: \"" + first.url() + "\", model: m-1 }\n"
                                      "  two: { plugin: openai, base_url: \"" + second.url() + "\", model: m-2 }\n"
                                      "limits: { retries: 0 }\n");
        here.write_tasks({{"worker", {"go"}}});
    }

    std::string second_model;
    loopback_server first;
    loopback_server second{[this](const http_request& request, responder& back) {
        second_model = model_of(request);
        echo_openai(request, back);
    }};
    project here;
};

void fail(const http_request&, responder& back) { back.reply(500, openai::error_body("boom", "server_error")); }

} // namespace

BOOST_AUTO_TEST_SUITE(failover)

BOOST_AUTO_TEST_CASE(the_next_provider_answers_with_its_own_model)
{
    two_providers world(fail);
    const ending end = run(world.here.run_command({"--json", "--fallback", "two"}));
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    const logged_event* switched = log.only("failover");
    BOOST_TEST_REQUIRE(switched != nullptr);
    BOOST_TEST((*switched)["from"].string() == "one");
    BOOST_TEST((*switched)["to"].string() == "two");
    BOOST_TEST((*switched)["reason"].string() == "server");
    BOOST_TEST((*switched)["message"].string().find("boom") != std::string_view::npos);
    BOOST_TEST((*log.only("task_complete"))["answered_by"].string() == "two");
    BOOST_TEST((*log.only("task_complete"))["attempts"].as_int64().value() == 2);
    BOOST_TEST(world.first.requests() == 1u);
    BOOST_TEST(world.second.requests() == 1u);
    BOOST_TEST(world.second_model == "m-2");
}

BOOST_AUTO_TEST_CASE(not_once_a_piece_was_passed_on)
{
    two_providers world([](const http_request&, responder& back) {
        begin_openai(back);
        back.write_chunk(openai::delta("so far"));
        back.close();
    });
    const ending end = run(world.here.run_command({"--json", "--fallback", "two"}));
    BOOST_TEST(end.status == 69);
    BOOST_TEST(event_log(end.out).count("failover") == 0u);
    BOOST_TEST(world.second.requests() == 0u);
}

BOOST_AUTO_TEST_CASE(not_for_a_fault_of_the_request)
{
    two_providers world([](const http_request&, responder& back) {
        back.reply(400, openai::error_body("messages must not be empty", "invalid_request_error"));
    });
    const ending end = run(world.here.run_command({"--json", "--fallback", "two"}));
    BOOST_TEST(end.status == 1);
    BOOST_TEST(world.second.requests() == 0u);
}

BOOST_AUTO_TEST_CASE(people_see_the_switch_too)
{
    two_providers world(fail);
    const ending end = run(world.here.run_command({"--fallback", "two"}));
    BOOST_TEST(end.status == 0);
    BOOST_TEST(end.err.find("switch  worker: to 'two'") != std::string::npos, end.err);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_no_provider_is_refused_before_anything_runs)
{
    two_providers world(fail);
    const ending end = run(world.here.run_command({"--fallback", "two,tow"}));
    BOOST_TEST(end.status == 65);
    BOOST_TEST(end.err.find("unknown provider 'tow'") != std::string::npos, end.err);
    BOOST_TEST(end.err.find("did you mean 'two'?") != std::string::npos, end.err);
    BOOST_TEST(world.first.requests() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
