/** What a run's record costs: `codex-flow run --json` with its journal, its redaction and its metrics beside
 *  the same without them, taking turns against one model server. Prints the CPU of both, for the whole run and for
 *  its chunks alone (less what the same tasks cost with one chunk each), and what each of the three adds by itself.
 *
 *  usage: record_cost PROGRAM SERVER [--rounds N] [--only NAME] [--divide N]
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

constexpr std::array<workload, 3> workloads{{
    {"one-long", "1 task x 100,000 chunks as fast as possible", 1, 1, 100000, 0},
    {"many-fast", "500 tasks at once x 200 chunks as fast as possible", 500, 500, 200, 0},
    {"many-paced", "500 tasks at once x 200 chunks every 20 ms", 500, 500, 200, 20},
}};

struct parts
{
    std::string_view name;
    bool journal, redaction, metrics;
};

/// The first is what the others are compared with.
constexpr std::array<parts, 5> sides{{
    {"nothing", false, false, false},
    {"all three", true, true, true},
    {"journal", true, false, false},
    {"redaction", false, true, false},
    {"metrics", false, false, true},
}};

std::string settings_of(const parts& of)
{
    return fmt::format("memory: off\nrecord: {{ journal: {}, metrics: {}, events: false }}\n{}", of.journal, of.metrics,
                       of.redaction ? "" : "redaction: []\n");
}

bool one_round(const std::filesystem::path& program, const workload& what, const std::string& port,
               std::array<side, sides.size()>& costs)
{
    for (std::size_t i = 0; i != sides.size(); ++i)
    {
        const temp_dir folder;
        const cost one =
            measure(program_command(program, what, port, folder, settings_of(sides[i])), folder / "events.jsonl");
        costs[i].add(one);
        const bool has_journal = !std::filesystem::is_empty(folder / ".runs");
        if (one.status == 0 && chunk_lines(folder / "events.jsonl") != 0 && has_journal == sides[i].journal)
            continue;
        fmt::print("FAULT: {}: exit {}, {} journal\n", sides[i].name, one.status, has_journal ? "a" : "no");
        return false;
    }
    return true;
}

using all_costs = std::array<side, sides.size()>;

bool measure_all(const std::filesystem::path& program, const std::filesystem::path& server, const workload& what,
                 unsigned rounds, all_costs& costs)
{
    const paced_server serving(server, what);
    for (unsigned i = 0; i != rounds; ++i)
        if (!one_round(program, what, serving.port(), costs))
            return false;
    return true;
}

bool compare(const std::filesystem::path& program, const std::filesystem::path& server, const workload& what,
             unsigned rounds)
{
    workload short_one = what; // what a run and its tasks cost before they say much
    short_one.chunks = 1;
    all_costs whole, begun;
    if (!measure_all(program, server, short_one, rounds, begun) || !measure_all(program, server, what, rounds, whole))
        return false;
    fmt::print("{}: {}\n", what.name, what.title);
    const auto of_chunks = [&](std::size_t i) { return median(whole[i].cpu) - median(begun[i].cpu); };
    for (std::size_t i = 0; i != sides.size(); ++i)
    {
        print_row(sides[i].name, whole[i], what.all_chunks());
        fmt::print("  {:<11} {:>8.3f} x the whole run, {:.3f} x its chunks\n", "", median(whole[i].cpu) / median(whole[0].cpu),
                   of_chunks(i) / of_chunks(0));
    }
    std::fflush(stdout);
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3)
    {
        std::fputs("usage: record_cost PROGRAM SERVER [--rounds N] [--only NAME] [--divide N]\n", stderr);
        return 64;
    }
    const auto program = std::filesystem::absolute(argv[1]);
    const auto server = std::filesystem::absolute(argv[2]);
    unsigned rounds = 5;
    unsigned divide = 1;
    std::string_view only;
    for (int i = 3; i + 1 < argc; i += 2)
    {
        const std::string_view option = argv[i];
        if (option == "--only")
            only = argv[i + 1];
        else
            (option == "--rounds" ? rounds : divide) =
                std::max(1U, static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10)));
    }
    bool good = true;
    for (const workload& one : workloads)
        if (only.empty() || only == one.name)
            good = compare(program, server, one.divided(divide), rounds) && good;
    return good ? 0 : 1;
}
