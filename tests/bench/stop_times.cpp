/** How long after Ctrl-C a run has ended, in every phase of a model call, with so many calls in that
 *  phase; and that the server sees every connection closed.
 *
 *  usage: stop_times [--tasks N] [--rounds N]
 *  Ends with 1 when a run ends wrongly or a connection stays open; times are printed, never judged. */

#include "tests/support/provider_replies.hpp"
#include "tests/system/run/black_hole.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/held_pipe.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <vector>

using namespace codexflow::test;

namespace {

using steady = std::chrono::steady_clock;

struct measurement
{
    std::vector<double> ms;
    bool good = true;
};

struct load
{
    std::size_t tasks = 50, rounds = 5;
};

/// Starts a run, waits until @p there says that all its calls are in the phase, interrupts it.
void one_stop(const load& l, const std::string& url, const std::function<bool(process&)>& there,
              measurement& into)
{
    project here;
    here.add_agent("crowd", static_cast<unsigned>(l.tasks));
    here.use_server("openai", url, "retries: 3, max_parallel: " + std::to_string(l.tasks));
    here.write_tasks({{"crowd", numbered(l.tasks)}});
    process program(here.run_command({"--json", "--max-parallel", std::to_string(l.tasks)}));
    if (!there(program))
    {
        into.good = false;
        return;
    }
    const auto sent = steady::now();
    program.send(SIGINT);
    const ending end = program.wait();
    into.ms.push_back(std::chrono::duration<double, std::milli>(steady::now() - sent).count());
    const event_log log(end.out);
    into.good =
        into.good && end.status == 130 && log.last() != nullptr && log.last()->kind() == "run_complete";
}

std::size_t count(const std::string& text, std::string_view part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

measurement in_connect(const load& l)
{
    const black_hole nowhere;
    measurement all;
    for (std::size_t i = 0; i != l.rounds; ++i)
    {
        const std::size_t before = nowhere.knocking();
        one_stop(
            l, nowhere.url(),
            [&](process&) { return eventually([&] { return nowhere.knocking() > before; }); }, all);
        all.good = all.good && eventually([&] { return nowhere.knocking() <= before; });
    }
    return all;
}

/// The server does @p answer; the phase is reached when so many events of a kind were printed.
measurement with_server(const load& l, const loopback_server::handler& answer, std::string_view event)
{
    measurement all;
    for (std::size_t i = 0; i != l.rounds; ++i)
    {
        loopback_server server(answer);
        const auto there = [&](process& program) {
            if (event.empty())
                return server.wait_for_requests(1);
            return program.read_until(stream::out,
                                      [&](const std::string& out) { return count(out, event) != 0; });
        };
        one_stop(l, server.url(), there, all);
        all.good = all.good && server.wait_for_open_connections(0);
    }
    return all;
}

bool report(std::string_view phase, const load& l, measurement all)
{
    std::sort(all.ms.begin(), all.ms.end());
    if (all.ms.empty())
        all.ms.push_back(-1);
    fmt::print("{:<14} {:>4} tasks, {} rounds: median {:>6.1f} ms, longest {:>6.1f} ms{}\n", phase, l.tasks,
               l.rounds, all.ms[all.ms.size() / 2], all.ms.back(), all.good ? "" : "   FAULT");
    std::fflush(stdout);
    return all.good;
}

} // namespace

int main(int argc, char** argv)
{
    load l;
    for (int i = 1; i + 1 < argc; i += 2)
        (std::string_view(argv[i]) == "--tasks" ? l.tasks : l.rounds) =
            std::max(1ul, std::strtoul(argv[i + 1], nullptr, 10));

    const auto silent = [](const http_request&, responder& back) { back.wait_closed(); };
    const auto speaking = [](const http_request&, responder& back) {
        begin_openai(back);
        back.write_chunk(openai::delta("once upon a time"));
        back.wait_closed();
    };
    const auto busy = [](const http_request&, responder& back) {
        back.reply(503, openai::error_body("busy", "server_error"), "application/json",
                   {{"retry-after-ms", "30000"}});
    };
    bool good = report("connect", l, in_connect(l));
    good = report("first byte", l, with_server(l, silent, "")) && good;
    good = report("stream", l, with_server(l, speaking, "\"chunk\"")) && good;
    good = report("retry sleep", l, with_server(l, busy, "\"retry\"")) && good;
    return good ? 0 : 1;
}
