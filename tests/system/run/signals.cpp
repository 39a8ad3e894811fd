#include "tests/support/provider_replies.hpp"
#include "tests/system/run/black_hole.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/held_pipe.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace codexflow::test;

namespace {

using clock_type = std::chrono::steady_clock;

/// Says one word and then holds the line until the client hangs up.
void speak_and_hold(const http_request&, responder& back)
{
    begin_openai(back);
    back.write_chunk(openai::delta("once upon a time"));
    back.wait_closed();
}

/// Never stops talking.
void babble(const http_request&, responder& back)
{
    begin_openai(back);
    const std::string piece = openai::delta(std::string(4000, 'b'));
    while (back.write_chunk(piece))
        ;
}

std::size_t count(const std::string& text, std::string_view part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

/// Sends @p signal, waits for the end and tells how long that took.
ending stop(process& program, int signal)
{
    const auto sent = clock_type::now();
    program.send(signal);
    const ending end = program.wait();
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(clock_type::now() - sent);
    BOOST_TEST_MESSAGE(boost::unit_test::framework::current_test_case().p_name
                       << ": " << std::to_string(took.count() / 1000) << "." << std::to_string(1000 + took.count() % 1000).substr(1) << " ms from signal " << signal
                       << " to the end");
    return end;
}

void check_cancelled(const std::string& text, std::string_view reason, int exit_code)
{
    const event_log log(text);
    BOOST_TEST(fault_of(log) == "");
    BOOST_REQUIRE(log.last() != nullptr);
    const logged_event& last = *log.last();
    BOOST_TEST(last.kind() == "run_complete");
    BOOST_TEST(last["verdict"].string() == "cancelled");
    BOOST_TEST(last["reason"].string() == reason);
    BOOST_TEST(last["exit_code"].as_int64().value_or(-1) == exit_code);
}

} // namespace

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(each_signal_ends_the_run_in_order)
{
    struct row
    {
        int signal;
        const char* reason;
        int status;
    };
    for (const row& r : {row{SIGINT, "interrupted", 130}, row{SIGTERM, "terminated", 143}, row{SIGHUP, "hung_up", 129}})
    {
        BOOST_TEST_CONTEXT(r.reason)
        {
            constexpr std::size_t running = 40;
            loopback_server server(speak_and_hold);
            project here;
            here.add_agent("crowd", 100);
            here.use_server("openai", server.url());
            here.write_tasks({{"crowd", numbered(60)}});
            process program(here.run_command({"--json", "--max-parallel", std::to_string(running)}));
            BOOST_REQUIRE(program.read_until(
                stream::out, [](const std::string& out) { return count(out, "once upon a time") == running; }));
            const ending end = stop(program, r.signal);

            BOOST_TEST(end.status == r.status);
            check_cancelled(end.out, r.reason, r.status);
            BOOST_TEST(end.out == without_checksums(here.journal()));
            const event_log log(end.out);
            BOOST_TEST(log.count("task_started") == running);
            BOOST_TEST((*log.last())["tasks"]["cancelled"].as_uint64().value_or(0) == running);
            BOOST_TEST((*log.last())["tasks"]["not_started"].as_uint64().value_or(0) == 20u);
            BOOST_TEST((*log.of_kind("task_error").front())["partial"].string() == "once upon a time");
            BOOST_TEST(server.wait_for_open_connections(0));
            BOOST_TEST(server.requests() == running);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_signal_as_early_as_can_be_seen)
{
#ifdef __SANITIZE_THREAD__
    // Its runtime holds a signal back until the thread's next call and can then lose it to a wait.
    BOOST_TEST_MESSAGE("skipped: the thread sanitizer delays signals");
    return;
#endif
    loopback_server server(speak_and_hold);
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", {"one"}}});
    for (int round = 0; round != 20; ++round)
    {
        process program(here.json_run());
        BOOST_REQUIRE(program.read_until(stream::out, "run_started"));
        program.send(SIGINT);
        const ending end = program.wait();
        BOOST_TEST(end.status == 130);
        check_cancelled(end.out, "interrupted", 130);
    }
    for (const auto& journal : here.journals())
        check_cancelled(read_file(journal), "interrupted", 130);
}

BOOST_AUTO_TEST_CASE(while_waiting_for_the_first_byte)
{
    loopback_server server([](const http_request&, responder& back) { back.wait_closed(); });
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", numbered(5)}});
    process program(here.json_run());
    BOOST_REQUIRE(server.wait_for_requests(5));
    const ending end = stop(program, SIGINT);
    BOOST_TEST(end.status == 130);
    check_cancelled(end.out, "interrupted", 130);
    BOOST_TEST(server.wait_for_open_connections(0));
}

BOOST_AUTO_TEST_CASE(while_connecting_to_nowhere)
{
    const black_hole nowhere;
    const std::size_t before = nowhere.knocking();
    project here;
    here.use_server("openai", nowhere.url());
    here.write_tasks({{"worker", numbered(3)}});
    process program(here.json_run());
    BOOST_REQUIRE(eventually([&] { return nowhere.knocking() >= before + 3; }));
    const ending end = stop(program, SIGINT);
    BOOST_TEST(end.status == 130);
    check_cancelled(end.out, "interrupted", 130);
}

BOOST_AUTO_TEST_CASE(people_are_told_of_the_stop)
{
    loopback_server server(speak_and_hold);
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", numbered(2)}});
    process program(here.run_command({"--verbose"}));
    BOOST_REQUIRE(server.wait_for_requests(2));
    const ending end = stop(program, SIGINT);
    BOOST_TEST(end.status == 130);
    BOOST_TEST(end.out == "");
    BOOST_TEST(end.err.find("2 stopped") != end.err.npos, end.err);
    check_cancelled(here.journal(), "interrupted", 130);
}

BOOST_AUTO_TEST_CASE(the_journal_ends_although_nobody_reads_stdout)
{
    loopback_server server(babble);
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", numbered(3)}});
    held_pipe out(here.dir() / "out");
    process program(out.in_front(here.json_run()));
    std::string text = out.read_line();
    BOOST_REQUIRE(server.wait_for_requests(3));
    program.send(SIGINT);
    BOOST_TEST(server.wait_for_open_connections(0));
    BOOST_TEST(eventually([&] { return here.journal().find("run_complete") != std::string::npos; }));
    text += out.read_all(); // a reader that was only slow still gets everything
    BOOST_TEST(program.wait().status == 130);
    check_cancelled(text, "interrupted", 130);
    BOOST_TEST((text == without_checksums(here.journal())));
}

BOOST_AUTO_TEST_CASE(a_second_signal_does_not_wait_for_a_reader)
{
    loopback_server server(babble);
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", numbered(3)}});
    held_pipe out(here.dir() / "out");
    process program(out.in_front(here.json_run()));
    out.read_line();
    BOOST_REQUIRE(server.wait_for_requests(3));
    program.send(SIGINT);
    BOOST_REQUIRE(server.wait_for_open_connections(0));
    const ending end = stop(program, SIGINT);
    BOOST_TEST((end.status == 130 || end.signal == SIGINT), end.status << ", " << end.signal); // 130 to a shell
    check_cancelled(here.journal(), "interrupted", 130);
}

BOOST_AUTO_TEST_CASE(a_finished_run_that_nobody_reads_can_be_stopped)
{
    const std::string more_than_a_pipe_holds(300'000, 'x');
    loopback_server server([&](const http_request&, responder& back) { answer_openai(back, {more_than_a_pipe_holds}); });
    project here;
    here.use_server("openai", server.url());
    here.write_tasks({{"worker", numbered(1)}});
    held_pipe out(here.dir() / "out");
    process program(out.in_front(here.json_run()));
    out.read_line();
    BOOST_REQUIRE(eventually([&] { return here.journal().find("run_complete") != std::string::npos; }));
    const ending end = stop(program, SIGINT);
    BOOST_TEST((end.status == 130 || end.signal == SIGINT), end.status << ", " << end.signal);
    BOOST_TEST(fault_of(event_log(here.journal())) == "");
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_away_ends_the_run_quietly)
{
    for (const bool json : {true, false})
    {
        BOOST_TEST_CONTEXT("json " << json)
        {
            gate second;
            loopback_server server([&second](const http_request& request, responder& back) {
                const std::string wanted = asked(request);
                if (wanted == "task 3")
                    return babble(request, back);
                if (wanted == "task 1" || back.wait(second))
                    echo_openai(request, back);
            });
            project here;
            here.use_server("openai", server.url());
            here.write_tasks({{"worker", numbered(3)}});
            held_pipe out(here.dir() / "out");
            process program(out.in_front(json ? here.json_run() : here.run_command({"--quiet"})));
            out.read_line();
            out.close();
            second.open(); // without --json only a finished task writes something, and so notices
            const ending end = program.wait();
            BOOST_TEST(end.status == 1);
            BOOST_TEST(end.err.find("roken pipe") == end.err.npos, end.err);
            check_cancelled(here.journal(), "output_lost", 1);
            BOOST_TEST(server.wait_for_open_connections(0));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
