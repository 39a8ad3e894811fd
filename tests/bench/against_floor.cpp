/** Puts `codex-flow run --json` beside the floor (floor.cpp: the same job with nothing around it), both
 *  against one model server, taking turns, and prints the ratios. The program does all it does for users:
 *  plugin boundary, masking, journal.
 *
 *  usage: against_floor PROGRAM SERVER FLOOR [--rounds N] [--only NAME] [--divide N]
 *  --divide gives every workload N times fewer tasks and chunks, to see whether the benchmark itself works.
 *  Figures are medians over the rounds. Ends with 1 when work failed; ratios are printed, never judged. */

#include "tests/bench/bench_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace codexflow::test;

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

command floor_command(const setup& s, const workload& w, const std::string& port)
{
    command run;
    run.program = s.floor;
    run.arguments = {port, std::to_string(w.tasks), std::to_string(w.at_once)};
    return run;
}

bool one_round(const setup& s, const workload& w, const std::string& port, side& floor, side& program)
{
    const temp_dir folder;
    const cost least = measure(floor_command(s, w, port), folder / "floor.jsonl");
    const cost ours = measure(program_command(s.program, w, port, folder), folder / "events.jsonl");
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
    const paced_server server(s.server, w);
    side floor, program;
    bool good = true;
    for (unsigned i = 0; i != s.rounds && good; ++i)
        good = one_round(s, w, server.port(), floor, program);
    fmt::print("{}: {}\n", w.name, w.title);
    print_row("floor", floor, w.all_chunks());
    print_row("codex-flow", program, w.all_chunks());
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
    for (const workload& w : workloads)
        if (s.only.empty() || s.only == w.name)
            good = compare(s, w.divided(s.divide)) && good;
    return good ? 0 : 1;
}
