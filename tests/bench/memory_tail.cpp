// What it costs to ask a large memory file for what is new, and for what is not there, against reading all of it.
// Usage: memory_tail [--mib N]. What must hold is checked; times are printed, never judged.
#include "plugins/jsonl/search.hpp"
#include "plugins/jsonl/survey.hpp"
#include "tests/support/temp_dir.hpp"

#include <codexflow/iso_time.hpp>
#include <codexflow/line_file.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace codexflow;

constexpr std::int64_t first_ms = 1'735'689'600'000; // 2025-01-01
constexpr std::string_view now = R"("now":"2030-01-01T00:00:00.000Z")";

/// Lines of 200 bytes to 4 KB, a second apart.
std::size_t write_file(const std::string& path, std::size_t mib)
{
    line_file file(path);
    std::string block;
    std::size_t lines = 0;
    for (std::size_t written = 0; written < mib << 20;)
    {
        const std::string number = std::to_string(lines);
        block += R"({"ts":")" + to_iso_time(first_ms + static_cast<std::int64_t>(lines) * 1000) +
                 R"(","agentId":"code-analyzer","alias":"large","namespace":"default","sessionId":"s-)" + number + R"(","taskId":"t-)" +
                 number + R"(","summary":"Looked at file )" + number + R"(","ok":true,"output":")";
        for (std::size_t left = lines * 7919 % 100; left != 0; --left)
            block += "the quick brown fox reads a line \\n ";
        block += "\"}\n";
        ++lines;
        if (block.size() < 1 << 20)
            continue;
        written += block.size();
        file.append(block);
        block.clear();
    }
    file.append(block);
    return lines;
}

/// The best of some rounds, in ms: the machine does other things too.
double cost_ms(int rounds, const std::function<void()>& work)
{
    double best = 1e12;
    for (int round = 0; round != rounds; ++round)
    {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
    }
    return best;
}

std::vector<std::string> ask(const std::string& path, const std::string& filter, int limit)
{
    const remembering::query asked =
        remembering::read_query(R"({"limit":)" + std::to_string(limit) + "," + std::string(now) + filter + "}");
    jsonl::search running(asked, {{"large", path}});
    std::vector<std::string> found;
    while (running.next(found))
        ;
    return found;
}

void read_all(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::vector<char> block(1 << 20);
    std::uint64_t bytes = 0;
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() != 0)
        bytes += static_cast<std::uint64_t>(in.gcount());
    if (bytes == 0)
        std::exit(1);
}

void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "memory_tail: does not hold: %s\n", what);
    std::exit(1);
}

void print(const char* what, double ms, double floor)
{
    std::printf("%-44s %10.2f ms   %8.4f of reading the file\n", what, ms, ms / floor);
}

} // namespace

int main(int argc, char** argv)
{
    std::size_t mib = 1024;
    for (int i = 1; i + 1 < argc; i += 2)
        if (std::string_view(argv[i]) == "--mib")
            mib = std::strtoul(argv[i + 1], nullptr, 10);
    const test::temp_dir dir;
    const std::string path = dir / "large.jsonl";
    const std::size_t lines = write_file(path, mib);
    std::printf("%zu lines, %zu MiB\n", lines, mib);

    const std::vector<std::string> newest = ask(path, "", 50);
    require(newest.size() == 50, "the last 50 are found");
    require(newest.front().find("\"t-" + std::to_string(lines - 1) + '"') != std::string::npos, "the newest comes first");
    require(newest.back().find("\"t-" + std::to_string(lines - 50) + '"') != std::string::npos, "in order");
    require(ask(path, R"(,"task_id":"t-0")", 5).size() == 1, "the oldest is found");

    const double floor = cost_ms(2, [&] { read_all(path); });
    print("reading the file", floor, floor);
    print("the last 50 entries", cost_ms(20, [&] { ask(path, "", 50); }), floor);
    print("the last 1000 entries", cost_ms(5, [&] { ask(path, "", 1000); }), floor);
    print("a task that is not there", cost_ms(2, [&] { ask(path, R"(,"task_id":"none")", 5); }), floor);
    print("a word that is not there", cost_ms(2, [&] { ask(path, R"(,"text":"zebra")", 5); }), floor);
    print("nothing since then", cost_ms(2, [&] { ask(path, R"(,"since":"2029-01-01T00:00:00Z")", 5); }), floor);
    print("what there is", cost_ms(1, [&] {
              jsonl::survey running({{"large", path}}, first_ms);
              while (running.next())
                  ;
              require(running.result().aliases.at(0).entries == lines, "all are counted");
          }),
          floor);
    return 0;
}
