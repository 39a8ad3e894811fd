#include "tests/system/cli/cli_project.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <vector>

extern char** environ;

using namespace codexflow::test;

namespace {

struct cost
{
    long cpu_us = 0;
    long resident_kb = 0;
};

/// What one start with @p option costs; the cheapest of several, as the machine may be busy.
cost start(const char* option)
{
    cost best{1'000'000'000, 1'000'000'000};
    for (int i = 0; i < 15; ++i)
    {
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        std::string program = CODEXFLOW_PROGRAM, word = option;
        std::array<char*, 3> arguments{program.data(), word.data(), nullptr};
        pid_t child = 0;
        BOOST_TEST_REQUIRE(
            ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ) == 0);
        ::posix_spawn_file_actions_destroy(&actions);
        int status = 0;
        rusage used{};
        BOOST_TEST_REQUIRE(::wait4(child, &status, 0, &used) == child);
        BOOST_TEST(status == 0);
        const auto us = [](const timeval& t) { return t.tv_sec * 1'000'000 + t.tv_usec; };
        best.cpu_us = std::min<long>(best.cpu_us, us(used.ru_utime) + us(used.ru_stime));
        best.resident_kb = std::min(best.resident_kb, used.ru_maxrss);
    }
    return best;
}

} // namespace

BOOST_AUTO_TEST_SUITE(startup)

BOOST_AUTO_TEST_CASE(asking_for_help_is_cheap)
{
    if (CODEXFLOW_SANITIZED)
    {
        BOOST_TEST_MESSAGE("skipped: sanitizers have costs of their own");
        return;
    }
    for (const char* option : {"--help", "--version"})
    {
        const cost spent = start(option);
        BOOST_TEST_MESSAGE(option << ": " << spent.cpu_us << " us CPU, " << spent.resident_kb << " KB");
        BOOST_TEST(spent.cpu_us < 10'000, option);
        BOOST_TEST(spent.resident_kb < 10'000, option);
    }
}

BOOST_AUTO_TEST_SUITE_END()
