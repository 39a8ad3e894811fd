/** Two hundred tasks on a key that allows few requests: how long they take beside the best there is, and
 *  how many requests the server had to refuse.
 *
 *  usage: limited_key [--tasks N] [--requests N] [--period-ms N]
 *  Ends with 1 when a task fails or the server saw more than one burst beyond its limit; times are printed,
 *  never judged. */

#include "tests/support/provider_replies.hpp"
#include "tests/system/run/event_log.hpp"
#include "tests/system/run/project.hpp"
#include "tests/system/run/scripted_model.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string_view>

using namespace codexflow::test;

namespace {

using steady = std::chrono::steady_clock;

/// So many requests in any stretch of that length.
class limit
{
public:
    limit(std::size_t most, std::chrono::milliseconds period) : most_(most), period_(period) {}

    /// Seconds to wait, as Retry-After has them; 0: admitted.
    long take()
    {
        const std::lock_guard lock(guard_);
        const auto now = steady::now();
        while (!admitted_.empty() && admitted_.front() + period_ <= now)
            admitted_.pop_front();
        if (admitted_.size() < most_)
        {
            admitted_.push_back(now);
            return 0;
        }
        ++refused_;
        const auto left = std::chrono::ceil<std::chrono::seconds>(admitted_.front() + period_ - now);
        return std::max<long>(1, static_cast<long>(left.count()));
    }
    std::size_t refused() const
    {
        const std::lock_guard lock(guard_);
        return refused_;
    }

private:
    const std::size_t most_;
    const std::chrono::milliseconds period_;
    mutable std::mutex guard_;
    std::deque<steady::time_point> admitted_;
    std::size_t refused_ = 0;
};

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
    const unsigned tasks = number_after(argc, argv, "--tasks", 200);
    const unsigned requests = number_after(argc, argv, "--requests", 5);
    const unsigned period_ms = number_after(argc, argv, "--period-ms", 2000);
    limit key(requests, std::chrono::milliseconds(period_ms));
    loopback_server server([&](const http_request& request, responder& back) {
        if (const long wait = key.take())
            back.reply(429, openai::error_body("Rate limit reached", "requests"), "application/json",
                       {{"Retry-After", std::to_string(wait)}});
        else
            echo_openai(request, back);
    });
    project here;
    here.add_agent("many", tasks);
    here.use_server("openai", server.url());
    here.write_tasks({{"many", numbered(tasks)}});
    const auto began = steady::now();
    const ending end =
        run(here.run_command({"--json", "-q", "--max-parallel", std::to_string(tasks)}), std::chrono::minutes(60));
    const double took = std::chrono::duration<double>(steady::now() - began).count();
    const event_log log(end.out);
    const double best = static_cast<double>((tasks + requests - 1) / requests - 1) * period_ms / 1000;
    fmt::print("{} tasks, {} requests in {} ms: {:.1f} s, best {:.1f} s, ratio {:.3f}\n", tasks, requests, period_ms,
               took, best, took / best);
    fmt::print("requests {}, refused {}, ok {}, failed {}, exit {}\n", server.requests(), key.refused(),
               log.count("task_complete"), log.count("task_error"), end.status);
    const bool good = end.status == 0 && log.count("task_complete") == tasks && fault_of(log).empty() &&
                      server.requests() == tasks + key.refused() && key.refused() <= requests;
    if (!good)
        fmt::print("FAULT\n{}\n", end.err.substr(0, 2000));
    return good ? 0 : 1;
}
