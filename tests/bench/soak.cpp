/** Ten thousand model calls against a server that lets its clients down in every way it knows, and proves
 *  that file descriptors and memory of the program stay flat.
 *
 *  usage: soak [--tasks N] [--at-once N]
 *  Ends with 1 when they grow, or when the run lost a task. */

#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>
#include <vector>

using namespace codexflow::test;

namespace {

void refuse(responder& back)
{
    back.reply(429, openai::error_body("slow down", "requests"), "application/json", {{"retry-after-ms", "1"}});
}

void fail_soon(responder& back, int status)
{
    back.reply(status, openai::error_body("boom", "server_error"), "application/json", {{"retry-after-ms", "1"}});
}

void begin_and_close(responder& back)
{
    begin_openai(back);
    back.write_chunk(openai::delta("so far"));
    back.close();
}

/// Every second request is answered well; the others in all the ways there are.
void answer(std::size_t number, const http_request& request, responder& back)
{
    switch (number % 24)
    {
    case 1: return refuse(back);
    case 3: return fail_soon(back, 500);
    case 5: return fail_soon(back, 503);
    case 7: return begin_and_close(back);
    case 9: back.reply(401, openai::error_body("no key", "invalid_api_key")); return;
    case 11: back.write_raw("HTTP/1.1 200 OK\r\nContent-Length: oh\r\n\r\n"); return back.close();
    case 13: back.reply(302, "", "text/plain", {{"Location", "http://127.0.0.1:1/"}}); return;
    case 15:
        begin_openai(back);
        back.write_chunk("data: {\"choices\": oh no}\n\n");
        back.finish();
        return;
    case 17: back.reply(502, "<html>bad gateway</html>", "text/html", {{"retry-after-ms", "1"}}); return;
    case 19:
        begin_openai(back);
        back.write_chunk(openai::delta("so far"));
        return back.abort();
    case 21: back.reply(400, std::string(200'000, 'x')); return;
    case 23:
        back.write_head(200, {{"Content-Type", "text/event-stream"}, {"Connection", "close"}});
        for (const std::string& piece : openai::stream({"a", "b"}))
            back.write_raw(piece);
        return back.close();
    default: echo_openai(request, back);
    }
}

struct sample
{
    double progress; ///< Requests that the server has seen, of all tasks.
    std::size_t descriptors;
    long rss_kb;
};

long rss_of(int pid)
{
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::strtol(line.c_str() + 6, nullptr, 10);
    return 0;
}

std::size_t descriptors_of(int pid)
{
    std::error_code gone;
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(pid) + "/fd", gone);
    return gone ? 0 : static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// The highest of what was seen in a part of the run.
sample peak(const std::vector<sample>& all, double from, double to)
{
    sample top{from, 0, 0};
    for (const sample& one : all)
    {
        if (one.progress < from || one.progress > to)
            continue;
        top.descriptors = std::max(top.descriptors, one.descriptors);
        top.rss_kb = std::max(top.rss_kb, one.rss_kb);
    }
    return top;
}

unsigned number_after(int argc, char** argv, std::string_view option, unsigned otherwise)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == option)
            return static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
    return otherwise;
}

} // namespace

int main(int argc, char** argv)
{
    const unsigned tasks = number_after(argc, argv, "--tasks", 10'000);
    const unsigned at_once = number_after(argc, argv, "--at-once", 64);
    std::atomic<std::size_t> seen{0};
    loopback_server server([&](const http_request& request, responder& back) { answer(seen++, request, back); });
    project here;
    here.add_agent("many", at_once);
    here.use_server("openai", server.url());
    here.write_tasks({{"many", numbered(tasks)}});

    process program(here.run_command({"--json", "-q", "--max-parallel", std::to_string(at_once)}));
    std::atomic<bool> over{false};
    std::vector<sample> samples;
    std::thread observer([&] {
        while (!over)
        {
            const double progress = static_cast<double>(seen) / tasks;
            if (const long rss = rss_of(program.id()); rss != 0)
                samples.push_back({progress, descriptors_of(program.id()), rss});
            std::this_thread::sleep_for(std::chrono::milliseconds(20)); // paces the samples, waits for nothing
        }
    });
    const ending end = program.wait(std::chrono::minutes(30));
    over = true;
    observer.join();

    const event_log log(end.out);
    const std::string fault = fault_of(log);
    const sample early = peak(samples, 0.1, 0.4);
    const sample late = peak(samples, 0.7, 10);
    fmt::print("tasks {}, requests {}, ok {}, failed {}, retries {}, exit {}\n", tasks, seen.load(),
               log.count("task_complete"), log.count("task_error"), log.count("retry"), end.status);
    fmt::print("samples {}: descriptors {} early, {} late; resident {} KB early, {} KB late\n", samples.size(),
               early.descriptors, late.descriptors, early.rss_kb, late.rss_kb);
    const bool whole = fault.empty() && log.count("task_complete") + log.count("task_error") == tasks;
    // Under a sanitizer freed memory is kept for a while: memory is judged without.
    const bool same_memory = static_cast<double>(late.rss_kb) <= static_cast<double>(early.rss_kb) * 1.1 + 1024;
    const bool flat = early.descriptors != 0 && late.descriptors <= early.descriptors + 8 &&
                      (same_memory || !CODEXFLOW_JUDGE_MEMORY);
    if (!whole)
        fmt::print("FAULT: {}\n{}\n", fault, end.err.substr(0, 2000));
    if (!flat)
        fmt::print("FAULT: it grows\n");
    return whole && flat ? 0 : 1;
}
