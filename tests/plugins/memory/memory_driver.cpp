// One of several processes that use a memory at once: memory_driver PLUGIN SETTINGS append ALIAS COUNT, or ... compact.
// It says "N" on a line of its own when entry N is in the memory. "compact" goes on until its stdin ends.
#include "tests/plugins/memory/memory_client.hpp"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace {

using codexflow::test::memory_answer;
using codexflow::test::memory_client;

/// Every third one is over by the time of the compactions.
std::string entry(const std::string& alias, int number)
{
    const std::string expires = number % 3 == 0 ? R"(,"expires":"2025-06-01T00:00:00.000Z")" : "";
    return R"({"entries":[{"ts":"2025-01-01T00:00:00.000Z","alias":"shared","agent_id":")" + alias + R"(","task_id":")" +
           std::to_string(number) + R"(","output":")" + std::string(static_cast<std::size_t>(number * 37 % 3000), 'o') + '"' +
           expires + "}]}";
}

void check(const memory_answer& answer)
{
    if (answer.status == CFLOW_OK)
        return;
    std::fprintf(stderr, "%d: %s\n", answer.status, answer.text.c_str());
    std::exit(1);
}

void append(memory_client& memory, const std::string& alias, int count)
{
    for (int number = 0; number != count; ++number)
    {
        check(memory.run("append", entry(alias, number)));
        const std::string said = std::to_string(number) + '\n';
        if (::write(STDOUT_FILENO, said.data(), said.size()) < 0)
            std::exit(2);
    }
}

void compact(memory_client& memory)
{
    pollfd input{STDIN_FILENO, POLLIN, 0};
    do
        check(memory.run("compact", R"({"now":"2025-07-01T00:00:00.000Z"})"));
    while (::poll(&input, 1, 0) == 0);
}

} // namespace

int main(int argc, char** argv)
try
{
    if (argc < 4)
        return 64;
    memory_client memory(argv[1], argv[2]);
    if (std::string_view(argv[3]) == "append" && argc == 6)
        append(memory, argv[4], std::atoi(argv[5]));
    else
        compact(memory);
    return 0;
}
catch (const std::exception& why)
{
    std::fprintf(stderr, "%s\n", why.what());
    return 1;
}
