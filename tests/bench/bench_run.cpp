#include "tests/bench/bench_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace codexflow::test {
namespace {

command start(const std::filesystem::path& server, const workload& what)
{
    command serve;
    serve.program = server;
    serve.arguments = {"--chunks", std::to_string(what.chunks), "--interval-ms", std::to_string(what.interval_ms)};
    serve.keep_input_open = true;
    return serve;
}

} // namespace

workload workload::divided(unsigned times) const
{
    workload less = *this;
    for (unsigned workload::*part : {&workload::tasks, &workload::at_once, &workload::chunks})
        less.*part = std::max(1U, less.*part / times);
    return less;
}

paced_server::paced_server(const std::filesystem::path& server, const workload& what) : process_(start(server, what))
{
    process_.read_until(stream::out, "\n");
    port_ = process_.text(stream::out).substr(5);
    port_.resize(port_.find('\n'));
}

command program_command(const std::filesystem::path& program, const workload& what, const std::string& port,
                        const temp_dir& folder, const std::string& more)
{
    const std::string cap = std::to_string(what.at_once);
    folder.write("codex/agents/bench/bench.codex.yaml",
                 "version: 1\nagent:\n  id: bench\n  name: Bench\n  classification: {domain: bench, tier: "
                 "specialist}\n  description: bench\nruntime:\n  concurrency: {max_parallel_tasks: " +
                     cap + "}\n");
    std::string tasks;
    for (unsigned i = 0; i != what.tasks; ++i)
        tasks += fmt::format("{}\"task {}\"", i == 0 ? "" : ",", i);
    folder.write("tasks.json", "{\"bench\":[" + tasks + "]}");
    folder.write("codex-flow.yaml", fmt::format("version: 1\nproviders:\n  default: bench\n  bench: {{plugin: openai, "
                                                "model: m, base_url: \"http://127.0.0.1:{}/v1\"}}\n"
                                                "limits: {{max_parallel: {}}}\n{}",
                                                port, cap, more));
    command run;
    run.program = program;
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

void side::add(const cost& one)
{
    cpu.push_back(one.cpu_s);
    wall.push_back(one.wall_s);
    rss.push_back(one.peak_rss_mb);
}

double median(std::vector<double> of)
{
    std::sort(of.begin(), of.end());
    return of[of.size() / 2];
}

void print_row(std::string_view who, const side& of, double chunks)
{
    fmt::print("  {:<11} {:>8.3f} s CPU {:>8.2f} us/chunk {:>8.3f} s wall {:>7.1f} MB\n", who, median(of.cpu),
               median(of.cpu) * 1e6 / chunks, median(of.wall), median(of.rss));
}

} // namespace codexflow::test
