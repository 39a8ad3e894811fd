/** Puts `codex-flow run --json` beside the floor (floor.cpp: the same job with nothing around it), both
 *  against one model server, taking turns, and prints the ratios. The program does all it does for users:
 *  plugin boundary, masking, journal.
 *
 *  usage: against_floor PROGRAM SERVER FLOOR [--rounds N] [--only NAME] [--divide N]
 *  --divide gives every workload N times fewer tasks and chunks, to see whether the benchmark itself works.
 *  Figures are medians over the rounds. Ends with 1 when work failed; ratios are printed, never judged. */

#include "tests/bench/measured.hpp"
#include "tests/support/temp_dir.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using codexflow::test::command;
using codexflow::test::cost;
using codexflow::test::stream;

struct workload
{
    std::string_view name, title;
    unsigned tasks, at_once, chunks, interval_ms;
};

constexpr std::array<workload, 5> workloads{{
    {"start", "1 task x 1 chunk", 1, 1, 1, 0},
    {"one-long", "1 task x 100,000 chunks as fast as possible", 1, 1, 100000, 0},
    {"many-fast", "2,000 tasks at once x 200 chunks as fast as possible", 2000, 2000, 200, 0},
    {"many-paced", "2,000 tasks at once x 200 chunks every 50 ms", 2000, 2000, 200, 50},
    {"in-a-row", "500 tasks x 5 chunks, one after the other", 500, 1, 5, 0},
}};

struct setup
{
    std::filesystem::path program, server, floor;
    unsigned rounds = 3, divide = 1;
    std::string only{};
};

/// A model server for one workload.
class paced_server
{
public:
    paced_server(const setup& s, const workload& w) : process_(start(s, w))
    {
        process_.read_until(stream::out, "\n");
        port_ = process_.text(stream::out).substr(5);
        port_.resize(port_.find('\n'));
    }
    ~paced_server() { process_.close_input(); }
    const std::string& port() const { return port_; }

private:
    static command start(const setup& s, const workload& w)
    {
        command serve;
        serve.program = s.server;
        serve.arguments = {"--chunks", std::to_string(w.chunks), "--interval-ms",
                           std::to_string(w.interval_ms)};
        serve.keep_input_open = true;
        return serve;
    }
    codexflow::test::process process_;
    std::string port_;
};

command floor_command(const setup& s, const workload& w, const std::string& port)
{
    command run;
    run.program = s.floor;
    run.arguments = {port, std::to_string(w.tasks), std::to_string(w.at_once)};
    return run;
}

command program_command(const setup& s, const workload& w, const std::string& port,
                        const codexflow::test::temp_dir& folder)
{
    const std::string cap = std::to_string(w.at_once);
    folder.write("codex/agents/bench/bench.codex.yaml",
                 "version: 1\nagent:\n  id: bench\n  name: Bench\n  classification: {domain: bench, tier: "
                 "specialist}\n  description: bench\nruntime:\n  concurrency: {max_parallel_tasks: " +
                     cap + "}\n");
    std::string tasks;
    for (unsigned i = 0; i != w.tasks; ++i)
        tasks += fmt::format("{}\"task {}\"", i == 0 ? "" : ",", i);
    folder.write("tasks.json", "{\"bench\":[" + tasks + "]}");
    folder.write("codex-flow.yaml",
                 fmt::format("version: 1\nproviders:\n  default: bench\n  bench: {{plugin: openai, "
                             "model: m, base_url: \"http://127.0.0.1:{}/v1\"}}\n"
                             "limits: {{max_parallel: {}}}\n",
                             port, cap));
    command run;
    run.program = s.program;
    run.arguments = {"run", "--json", "-q", "-f", "tasks.json"};
    run.directory = folder.path();
    return run;
}

std::size_t chunk_lines(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::size_t count = 0;
    for (std::string line; std::getline(in, line);)
        count += line.find("\"kind\":\"chunk\"") != std::string::npos;
    return count;
}

double median(std::vector<double> of)
{
    std::sort(of.begin(), of.end());
    return of[of.size() / 2];
}

struct side
{
    std::vector<double> cpu, wall, rss;
    void add(const cost& c)
    {
        cpu.push_back(c.cpu_s);
        wall.push_back(c.wall_s);
        rss.push_back(c.peak_rss_mb);
    }
};

bool one_round(const setup& s, const workload& w, const std::string& port, side& floor, side& program)
{
    const codexflow::test::temp_dir folder;
    const cost least = measure(floor_command(s, w, port), folder / "floor.jsonl");
    const cost ours = measure(program_command(s, w, port, folder), folder / "events.jsonl");
    floor.add(least);
    program.add(ours);
    const std::size_t expected = std::size_t{w.tasks} * w.chunks;
    const std::size_t seen[] = {chunk_lines(folder / "floor.jsonl"), chunk_lines(folder / "events.jsonl")};
    if (least.status == 0 && ours.status == 0 && seen[0] == expected && seen[1] <= expected && seen[1] != 0)
        return true;
    fmt::print("FAULT: exit {} and {}, chunks {} and {} of {}\n", least.status, ours.status, seen[0], seen[1],
               expected);
    return false;
}

bool compare(const setup& s, const workload& w)
{
    const paced_server server(s, w);
    side floor, program;
    bool good = true;
    for (unsigned i = 0; i != s.rounds && good; ++i)
        good = one_round(s, w, server.port(), floor, program);
    const double chunks = double(w.tasks) * w.chunks;
    fmt::print("{}: {}\n", w.name, w.title);
    const auto row = [chunks](std::string_view who, const side& of) {
        fmt::print("  {:<11} {:>8.3f} s CPU {:>8.2f} us/chunk {:>8.3f} s wall {:>7.1f} MB\n", who,
                   median(of.cpu), median(of.cpu) * 1e6 / chunks, median(of.wall), median(of.rss));
    };
    row("floor", floor);
    row("codex-flow", program);
    fmt::print("  {:<11} {:>8.2f} x CPU {:>26.3f} x wall {:>7.1f} MB more, {:.1f} KB a task at once\n",
               "ratio", median(program.cpu) / median(floor.cpu), median(program.wall) / median(floor.wall),
               median(program.rss) - median(floor.rss), median(program.rss) * 1024 / w.at_once);
    std::fflush(stdout);
    return good;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
    {
        std::fputs("usage: against_floor PROGRAM SERVER FLOOR [--rounds N] [--only NAME] [--divide N]\n",
                   stderr);
        return 64;
    }
    setup s{std::filesystem::absolute(argv[1]), std::filesystem::absolute(argv[2]),
            std::filesystem::absolute(argv[3])};
    for (int i = 4; i + 1 < argc; i += 2)
    {
        const std::string_view option = argv[i];
        if (option == "--only")
            s.only = argv[i + 1];
        else
            (option == "--rounds" ? s.rounds : s.divide) =
                std::max(1u, static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10)));
    }
    bool good = true;
    for (workload w : workloads)
    {
        w.tasks = std::max(1u, w.tasks / s.divide);
        w.at_once = std::max(1u, w.at_once / s.divide);
        w.chunks = std::max(1u, w.chunks / s.divide);
        if (s.only.empty() || s.only == w.name)
            good = compare(s, w) && good;
    }
    return good ? 0 : 1;
}
