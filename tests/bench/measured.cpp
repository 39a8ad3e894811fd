#include "tests/bench/measured.hpp"

#include "tests/support/spawn.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <system_error>

namespace codexflow::test {
namespace {

double seconds(const timeval& t)
{
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
}

unique_fd open_file(const char* path, int flags)
{
    unique_fd file(::open(path, flags | O_CLOEXEC, 0600));
    if (!file)
        throw std::system_error(errno, std::generic_category(), path);
    return file;
}

} // namespace

cost measure(const command& what, const std::filesystem::path& out)
{
    const unique_fd input = open_file("/dev/null", O_RDONLY);
    const unique_fd output = open_file(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
    const auto began = std::chrono::steady_clock::now();
    const pid_t child = spawn(what, input.get(), output.get(), STDERR_FILENO);
    int status = 0;
    rusage used{};
    while (::wait4(child, &status, 0, &used) < 0 && errno == EINTR)
        continue;
    cost of;
    of.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    of.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    of.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
    of.peak_rss_mb = static_cast<double>(used.ru_maxrss) / 1024.0;
    return of;
}

} // namespace codexflow::test
