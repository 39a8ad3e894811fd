#include "cli/line_follower.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace codexflow::cli {
namespace {

namespace fs = std::filesystem;

using identity = std::pair<dev_t, ino_t>;

std::optional<identity> identity_of(const fs::path& file)
{
    struct stat about = {};
    return ::stat(file.c_str(), &about) == 0 ? std::optional(identity(about.st_dev, about.st_ino)) : std::nullopt;
}

std::optional<identity> identity_of(int fd)
{
    struct stat about = {};
    return fd >= 0 && ::fstat(fd, &about) == 0 ? std::optional(identity(about.st_dev, about.st_ino)) : std::nullopt;
}

fs::path put_aside(const fs::path& file, unsigned number) { return file.string() + '.' + std::to_string(number); }

} // namespace

result<line_follower> line_follower::open(const fs::path& file, std::uint64_t from)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    owned_fd watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (watch.get() < 0 || ::inotify_add_watch(watch.get(), folder.c_str(), IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0)
        return error(errc::invalid_argument, std::string("cannot be watched: ") + std::strerror(errno), location{folder.string()});
    line_follower made(file, std::move(watch));
    made.open_at(file, from);
    return made;
}

void line_follower::open_at(const fs::path& file, std::uint64_t from)
{
    current_ = owned_fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    offset_ = from;
    partial_.clear();
}

/// Appends the whole lines that stand behind offset_.
void line_follower::read_on(std::string& lines)
{
    std::array<char, 65536> piece{};
    for (ssize_t n = 1; current_.get() >= 0 && n > 0;)
    {
        n = ::pread(current_.get(), piece.data(), piece.size(), static_cast<off_t>(offset_));
        if (n < 0 && errno == EINTR)
            n = 1;
        else if (n > 0)
        {
            partial_.append(piece.data(), static_cast<std::size_t>(n));
            offset_ += static_cast<std::uint64_t>(n);
        }
    }
    const std::size_t end = partial_.rfind('\n');
    if (end == partial_.npos)
        return;
    const std::size_t before = end == 0 ? partial_.npos : partial_.rfind('\n', end - 1);
    last_ = partial_.substr(before == partial_.npos ? 0 : before + 1, end - (before == partial_.npos ? 0 : before + 1));
    lines += partial_.substr(0, end + 1);
    partial_.erase(0, end + 1);
}

bool line_follower::changed_file() const
{
    const auto named = identity_of(file_);
    return named && named != identity_of(current_.get());
}

/// The name stands for another file: what stands in those between is read, oldest first.
void line_follower::follow_change(std::string& lines)
{
    read_on(lines); // nobody appends to it any more
    const auto old = identity_of(current_.get());
    const std::string last = last_;
    unsigned aside = 0;
    for (unsigned number = 1; old; ++number)
    {
        const auto found = identity_of(put_aside(file_, number));
        if (!found)
            break;
        if (found == old)
        {
            aside = number;
            break;
        }
    }
    for (unsigned number = aside; number > 1; --number)
    {
        open_at(put_aside(file_, number - 1), 0);
        read_on(lines);
    }
    open_at(file_, 0);
    std::string now;
    read_on(now);
    // A file that took the old one's place without that being put aside was shortened: it begins with what was told.
    if (old && aside == 0 && !last.empty())
        if (const std::size_t known = now.find(last + '\n'); known != now.npos)
            now.erase(0, known + last.size() + 1);
    lines += now;
}

std::optional<std::string> line_follower::next(int stop)
{
    std::string lines;
    for (bool stopped = false;;)
    {
        if (changed_file())
            follow_change(lines);
        read_on(lines);
        if (!lines.empty())
            return lines;
        if (stopped)
            return std::nullopt;
        std::array<pollfd, 2> waits{pollfd{watch_.get(), POLLIN, 0}, pollfd{stop, POLLIN, 0}};
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR)
            return std::nullopt;
        stopped = waits[1].revents != 0;
        std::array<char, 4096> events{}; // that something has changed is all that counts
        while (::read(watch_.get(), events.data(), events.size()) > 0)
        {
        }
    }
}

} // namespace codexflow::cli
