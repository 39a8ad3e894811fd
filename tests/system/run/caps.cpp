#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

using namespace codexflow::test;

namespace {

/** Holds every answer back until as many are being asked for as the caps allow, so that the cap is
 *  reached for certain; whatever is let through beyond it is seen in peak_requests() and the journal. */
struct held_model
{
    gate go;
    loopback_server server{[this](const http_request& request, responder& back) {
        begin_openai(back);
        back.write_chunk(openai::delta("one moment "));
        if (!back.wait(go))
            return;
        back.write_chunk(openai::delta(asked(request)));
        back.write_chunk(openai::finish());
        // No "[DONE]": only finish(), which counts first, lets the client know that there is room again.
    }};
};

/// Runs all tasks; @p expected are to be at work at once. Returns what was logged.
/// @param started tasks that are under way meanwhile; 0: as many as are being answered.
std::string run_held(const project& here, held_model& model, std::size_t expected,
                     std::vector<std::string> arguments = {}, std::size_t started = 0)
{
    arguments.emplace_back("--json");
    process program(here.run_command(std::move(arguments)));
    BOOST_TEST(model.server.wait_for_requests(expected));
    model.go.open();
    const ending end = program.wait();
    BOOST_TEST(end.status == 0, end.err);
    BOOST_TEST(model.server.peak_requests() == expected);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.peak_running() == (started == 0 ? expected : started));
    return end.out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(caps)

BOOST_AUTO_TEST_CASE(aliases_of_one_agent_share_its_cap)
{
    held_model model;
    project here;
    here.add_agent("code-analyzer", 3);
    here.use_server("openai", model.server.url());
    here.write_tasks({{"reviewer", numbered(6)}, {"reviewer2", numbered(6)}, {"code-analyzer", numbered(2)}});
    const event_log log(run_held(here, model, 3));
    BOOST_TEST(log.count("task_complete") == 14u);
}

BOOST_AUTO_TEST_CASE(agents_with_caps_of_their_own_run_beside_each_other)
{
    held_model model;
    project here;
    here.add_agent("narrow", 1);
    here.add_agent("wide", 4);
    here.use_server("openai", model.server.url());
    here.write_tasks({{"narrow", numbered(5)}, {"wide", numbered(9)}});
    const event_log log(run_held(here, model, 5));
    const auto running = [&log](std::string_view id) {
        return log.peak_running([id](const logged_event& event) { return event["agent_id"].string() == id; });
    };
    BOOST_TEST(running("narrow") == 1u);
    BOOST_TEST(running("wide") == 4u);
}

BOOST_AUTO_TEST_CASE(a_provider_has_a_cap)
{
    held_model model;
    project here;
    here.add_agent("second", 16);
    here.use_server("openai", model.server.url(), "max_parallel: 2");
    here.write_tasks({{"worker", numbered(5)}, {"second", numbered(5)}});
    run_held(here, model, 2, {}, 10); // tasks start under other caps and wait for their provider
}

BOOST_AUTO_TEST_CASE(the_run_has_a_cap_in_the_configuration)
{
    held_model model;
    project here;
    here.use_server("openai", model.server.url(), "", "limits: { max_parallel: 4 }\n");
    here.write_tasks({{"worker", numbered(12)}});
    run_held(here, model, 4);
}

BOOST_AUTO_TEST_CASE(the_flag_beats_the_configuration)
{
    held_model model;
    project here;
    here.use_server("openai", model.server.url(), "", "limits: { max_parallel: 4 }\n");
    here.write_tasks({{"worker", numbered(12)}});
    run_held(here, model, 7, {"--max-parallel", "7"});
}

BOOST_AUTO_TEST_CASE(a_failed_task_gives_its_place_back)
{
    loopback_server server([](const http_request& request, responder& back) {
        if (asked(request) == "task 1")
            back.reply(500, openai::error_body("out of order", "server_error"));
        else
            echo_openai(request, back);
    });
    project here;
    here.add_agent("narrow", 1);
    here.use_server("openai", server.url());
    here.write_tasks({{"narrow", numbered(4)}});
    const ending end = run(here.run_command({"--json", "--retries", "0"}));
    BOOST_TEST(end.status == 1);
    const event_log log(end.out);
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("task_complete") == 3u);
    BOOST_TEST(log.peak_running() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
