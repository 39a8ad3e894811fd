#include "tests/system/run/held_pipe.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace codexflow::test {

using clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds glance{2};

held_pipe::held_pipe(std::filesystem::path path) : path_(std::move(path))
{
    if (::mkfifo(path_.c_str(), 0600) == 0)
        ours_ = unique_fd(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!ours_)
        throw std::system_error(errno, std::generic_category(), "cannot make " + path_.string());
}

command held_pipe::in_front(command what) const
{
    std::vector<std::string> arguments{"-c", R"(target=$0; exec "$@" > "$target")", path_.string(),
                                       what.program.string()};
    arguments.insert(arguments.end(), what.arguments.begin(), what.arguments.end());
    what.program = "/bin/sh";
    what.arguments = std::move(arguments);
    return what;
}

/// False at the end. A pipe nobody has opened for writing yet is not at its end: poll knows.
bool held_pipe::fill()
{
    pollfd ready{ours_.get(), POLLIN, 0};
    const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(process::patience);
    if (::poll(&ready, 1, static_cast<int>(patience.count())) <= 0)
        throw std::runtime_error("nothing came through the pipe");
    std::array<char, 65536> bytes;
    const auto count = ::read(ours_.get(), bytes.data(), bytes.size());
    if (count > 0)
        buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0;
}

std::string held_pipe::read_line()
{
    while (buffer_.find('\n') == buffer_.npos && fill())
        ;
    const auto end = std::min(buffer_.find('\n'), buffer_.size() - 1) + 1;
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end);
    return line;
}

std::string held_pipe::read_all()
{
    while (fill())
        ;
    return std::exchange(buffer_, {});
}

bool eventually(const std::function<bool()>& happened)
{
    const auto end = clock::now() + process::patience;
    while (!happened())
    {
        if (clock::now() > end)
            return false;
        std::this_thread::sleep_for(glance);
    }
    return true;
}

std::size_t settled(const std::function<std::size_t()>& count, std::chrono::milliseconds calm)
{
    std::size_t last = count();
    auto since = clock::now();
    eventually([&] {
        if (const std::size_t now = count(); now != last)
        {
            last = now;
            since = clock::now();
        }
        return clock::now() - since >= calm;
    });
    return last;
}

} // namespace codexflow::test
