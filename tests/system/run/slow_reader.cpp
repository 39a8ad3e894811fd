#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/held_pipe.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <fstream>
#include <sstream>

using namespace codexflow::test;

namespace {

constexpr std::size_t tasks = 5;
constexpr std::size_t piece_size = 16 * 1024;
constexpr std::size_t pieces = 640;                          // 10 MB a task
constexpr std::size_t offered = tasks * pieces * piece_size; // 50 MB in all

/// A figure of /proc/ID/status, in KB.
std::size_t status_kb(int id, const std::string& name)
{
    std::ifstream in("/proc/" + std::to_string(id) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(name + ":"))
        {
            std::size_t value = 0;
            std::istringstream(line.substr(name.size() + 1)) >> value;
            return value;
        }
    return 0;
}

/// Offers 10 MB to everybody who asks, and counts what was taken.
struct flood
{
    std::atomic<std::size_t> taken{0};
    loopback_server server{[this](const http_request&, responder& back) {
        begin_openai(back);
        const std::string piece = openai::delta(std::string(piece_size, 'x'));
        for (std::size_t i = 0; i != pieces && back.write_chunk(piece); ++i)
            taken += piece_size;
        back.write_chunk(openai::finish());
        back.write_chunk(openai::done());
    }};
};

} // namespace

BOOST_AUTO_TEST_SUITE(slow_reader)

BOOST_AUTO_TEST_CASE(a_reader_that_pauses_holds_the_server_back_and_loses_nothing)
{
    flood model;
    project here;
    here.use_server("openai", model.server.url());
    here.write_tasks({{"worker", std::vector<std::string>(tasks, "talk")}});
    held_pipe out(here.dir() / "out");
    process program(out.in_front(here.json_run()));
    std::string text = out.read_line();
    const std::size_t at_start = status_kb(program.id(), "VmRSS");

    // Nobody reads: the pipe fills, then the program, then the sockets, and then the server stands still.
    BOOST_REQUIRE(model.server.wait_for_requests(tasks));
    const std::size_t stopped_at = settled([&] { return model.taken.load(); }, std::chrono::milliseconds(300));
    const std::size_t grown = status_kb(program.id(), "VmHWM") - at_start;
    BOOST_TEST_MESSAGE("the server stopped after " << stopped_at / 1024 << " of " << offered / 1024
                                                   << " KB; the program had grown by " << grown << " KB");
    BOOST_TEST(stopped_at > 0u);
    BOOST_TEST(stopped_at < offered / 2);
    BOOST_TEST(grown < CODEXFLOW_SLOW_READER_KB);
    BOOST_TEST(program.text(stream::err).find("ok") == std::string::npos);

    text += out.read_all();
    const ending end = program.wait();
    BOOST_TEST(end.status == 0, end.err);
    const event_log log(std::move(text));
    BOOST_TEST(fault_of(log) == "");
    BOOST_TEST(log.count("task_complete") == tasks);
    for (const logged_event* done : log.of_kind("task_complete"))
        BOOST_TEST((*done)["output"].string().size() == pieces * piece_size);
    BOOST_TEST((log.text() == without_checksums(here.journal())));
}

BOOST_AUTO_TEST_CASE(other_runs_do_not_notice)
{
    flood model;
    project here;
    here.use_server("openai", model.server.url());
    here.write_tasks({{"worker", {"talk"}}});
    held_pipe out(here.dir() / "out");
    process stuck(out.in_front(here.json_run()));
    out.read_line();
    BOOST_REQUIRE(model.server.wait_for_requests(1));
    BOOST_TEST(run(here.run_command({"--quiet"})).status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
