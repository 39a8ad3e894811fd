/** Measures `codex-flow run --json` with many agents against a paced server, and proves from the journal
 *  that nothing was lost and no cap exceeded.
 *
 *  usage: run_load PROGRAM SERVER [--agents N] [--tasks N] [--cap N] [--chunks N] [--interval-ms N]
 *  The ideal wall time is what the caps allow: waves of (agents x cap) tasks, each chunks x interval long.
 *  Ends with 1 when the journal shows a fault; times are printed, never judged. */

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

#include <rapidjson/document.h>

#include <fmt/format.h>

#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

namespace {

using codexflow::test::stream;

struct shape
{
    unsigned agents = 10, tasks = 1000, cap = 25, chunks = 200, interval_ms = 20;
    double ideal_s() const
    {
        const double waves = std::ceil(static_cast<double>(tasks) / agents / cap);
        return waves * chunks * interval_ms / 1000.0;
    }
};

void write_project(const codexflow::test::temp_dir& folder, const shape& s, const std::string& port)
{
    std::string tasks = "{";
    for (unsigned a = 0; a != s.agents; ++a)
    {
        folder.write(fmt::format("codex/agents/bench/agent-{}.codex.yaml", a),
                   fmt::format("version: 1\nagent:\n  id: agent-{0}\n  name: Agent {0}\n"
                               "  classification: {{domain: bench, tier: specialist}}\n  description: bench\n"
                               "runtime:\n  concurrency: {{max_parallel_tasks: {1}}}\n",
                               a, s.cap));
        tasks += fmt::format("{}\"agent-{}\":[", a == 0 ? "" : ",", a);
        for (unsigned t = 0; t != s.tasks / s.agents; ++t)
            tasks += fmt::format("{}\"task {}\"", t == 0 ? "" : ",", t);
        tasks += "]";
    }
    folder.write("tasks.json", tasks + "}");
    folder.write("codex-flow.yaml",
               fmt::format("version: 1\nproviders:\n  default: bench\n  bench: {{plugin: openai, model: m, "
                           "base_url: \"http://127.0.0.1:{}/v1\"}}\nlimits: {{max_parallel: {}}}\n",
                           port, s.agents * s.cap));
}

struct journal_facts
{
    std::size_t events = 0, complete = 0, errors = 0, chunks = 0, peak_run = 0, peak_agent = 0;
    bool gapless = true, ended = false;
};

journal_facts read_journal(const std::filesystem::path& runs)
{
    journal_facts facts;
    std::map<std::string, std::size_t> running;
    std::size_t all = 0;
    for (const auto& run : std::filesystem::directory_iterator(runs))
    {
        std::ifstream in(run.path() / "journal.jsonl");
        for (std::string line; std::getline(in, line);)
        {
            rapidjson::Document event;
            event.Parse(line.c_str());
            const std::string kind = event["kind"].GetString();
            facts.gapless = facts.gapless && event["seq"].GetUint64() == ++facts.events;
            facts.ended = kind == "run_complete";
            facts.chunks += kind == "chunk";
            if (kind == "task_started")
            {
                facts.peak_run = std::max(facts.peak_run, ++all);
                facts.peak_agent = std::max(facts.peak_agent, ++running[event["agent_id"].GetString()]);
            }
            if (kind == "task_complete" || kind == "task_error")
            {
                --all;
                --running[event["agent_id"].GetString()];
                ++(kind == "task_complete" ? facts.complete : facts.errors);
            }
        }
    }
    return facts;
}

unsigned number_after(int argc, char** argv, std::string_view option, unsigned otherwise)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == option)
            return static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
    return otherwise;
}

double seconds(const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; }

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3)
    {
        std::fputs("usage: run_load PROGRAM SERVER [--agents N] [--tasks N] [--cap N] [--chunks N] [--interval-ms N]\n", stderr);
        return 64;
    }
    shape s;
    s.agents = number_after(argc, argv, "--agents", s.agents);
    s.tasks = number_after(argc, argv, "--tasks", s.tasks);
    s.cap = number_after(argc, argv, "--cap", s.cap);
    s.chunks = number_after(argc, argv, "--chunks", s.chunks);
    s.interval_ms = number_after(argc, argv, "--interval-ms", s.interval_ms);

    codexflow::test::command serve;
    serve.program = argv[2];
    serve.arguments = {"--chunks", std::to_string(s.chunks), "--interval-ms", std::to_string(s.interval_ms)};
    serve.keep_input_open = true;
    codexflow::test::process server(serve);
    if (!server.read_until(stream::out, "\n"))
        return 1;
    std::string port = server.text(stream::out).substr(5);
    port.pop_back();

    const codexflow::test::temp_dir folder;
    write_project(folder, s, port);
    codexflow::test::command run;
    run.program = std::filesystem::absolute(argv[1]);
    run.arguments = {"run", "--json", "-q", "-f", "tasks.json"};
    run.directory = folder.path();
    rusage before{}, after{};
    ::getrusage(RUSAGE_CHILDREN, &before);
    const auto began = std::chrono::steady_clock::now();
    codexflow::test::process program(run);
    const auto ending = program.wait(std::chrono::minutes(30));
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    ::getrusage(RUSAGE_CHILDREN, &after);
    const double cpu = seconds(after.ru_utime) + seconds(after.ru_stime) - seconds(before.ru_utime) - seconds(before.ru_stime);

    const journal_facts facts = read_journal(folder.path() / ".runs");
    server.close_input();
    const auto served = server.wait();
    fmt::print("tasks {} x {} chunks every {} ms, {} agents x cap {}\n", s.tasks, s.chunks, s.interval_ms, s.agents, s.cap);
    fmt::print("exit {}  complete {}  errors {}  events {}  chunk events {}\n", ending.status, facts.complete,
               facts.errors, facts.events, facts.chunks);
    fmt::print("peak tasks: run {} (cap {}), agent {} (cap {}); server: {}", facts.peak_run, s.agents * s.cap,
               facts.peak_agent, s.cap, served.out.substr(served.out.find('\n') + 1));
    fmt::print("wall {:.2f} s, ideal {:.2f} s, ratio {:.3f}\n", wall, s.ideal_s(), wall / s.ideal_s());
    fmt::print("cpu {:.2f} s, {:.1f} us a chunk; peak rss {:.1f} MB, {:.1f} KB a task at once\n", cpu,
               cpu * 1e6 / static_cast<double>(std::max<std::size_t>(1, facts.chunks)),
               static_cast<double>(after.ru_maxrss) / 1024.0,
               static_cast<double>(after.ru_maxrss) / static_cast<double>(std::max<std::size_t>(1, facts.peak_run)));
    const bool good = ending.status == 0 && facts.complete == s.tasks && facts.errors == 0 && facts.gapless &&
                      facts.ended && facts.peak_run <= s.agents * s.cap && facts.peak_agent <= s.cap;
    if (!good)
        fmt::print("FAULT\n{}\n", ending.err.substr(0, 4000));
    return good ? 0 : 1;
}
