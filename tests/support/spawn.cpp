#include "tests/support/spawn.hpp"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>

#include <array>
#include <cerrno>
#include <system_error>

extern char** environ;

namespace codexflow::test {
namespace {

void check(int code, const std::string& what)
{
    if (code != 0)
        throw std::system_error(code, std::generic_category(), what);
}

channel open_pipe(bool we_read)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        check(errno, "pipe");
    unique_fd read_end(ends[0]);
    unique_fd write_end(ends[1]);
    auto& ours = we_read ? read_end : write_end;
    check(::fcntl(ours.get(), F_SETFL, O_NONBLOCK) == 0 ? 0 : errno, "fcntl");
    return we_read ? channel{std::move(read_end), std::move(write_end)}
                   : channel{std::move(write_end), std::move(read_end)};
}

channel open_terminal(unsigned short columns)
{
    int master = -1;
    int slave = -1;
    winsize size{};
    size.ws_row = 40;
    size.ws_col = columns;
    if (::openpty(&master, &slave, nullptr, nullptr, &size) != 0)
        check(errno, "openpty");
    channel made{unique_fd(master), unique_fd(slave)};
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    check(::fcntl(master, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno, "fcntl");
    return made;
}

std::vector<std::string> merged_environment(const command& what)
{
    std::map<std::string, std::string> merged;
    for (char** entry = environ; *entry != nullptr; ++entry)
    {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        merged.emplace(text.substr(0, equals), equals == text.npos ? "" : text.substr(equals + 1));
    }
    for (const auto& [name, value] : what.environment)
    {
        if (value)
            merged[name] = *value;
        else
            merged.erase(name);
    }
    std::vector<std::string> list;
    for (const auto& [name, value] : merged)
        list.push_back(name + '=' + value);
    return list;
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
    std::vector<char*> list;
    for (auto& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

} // namespace

channel open_input(bool terminal) { return terminal ? open_terminal(80) : open_pipe(false); }

channel open_output(unsigned short columns)
{
    return columns != 0 ? open_terminal(columns) : open_pipe(true);
}

pid_t spawn(const command& what, int in, int out, int err)
{
    std::vector<std::string> arguments{what.program.string()};
    arguments.insert(arguments.end(), what.arguments.begin(), what.arguments.end());
    auto environment = merged_environment(what);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    posix_spawn_file_actions_adddup2(&actions, err, 2);
    if (!what.directory.empty())
        posix_spawn_file_actions_addchdir_np(&actions, what.directory.c_str());

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    for (int signal : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGQUIT})
        sigaddset(&defaults, signal);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    pid_t child = -1;
    const int code = ::posix_spawnp(&child, what.program.c_str(), &actions, &attributes,
                                    pointers(arguments).data(), pointers(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    check(code, "cannot start " + what.program.string());
    return child;
}

} // namespace codexflow::test
