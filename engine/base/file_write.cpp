#include "engine/base/file_write.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

error because(const fs::path& path, const char* what, int why)
{
    return {errc::invalid_argument, std::string(what) + ": " + std::strerror(why), location{path.string()}};
}

/// Fills a new file that is to stand for @p target; 0, or why not.
int fill(int fd, std::string_view bytes, const fs::path& target, flush when)
{
    if (const int why = write_all(fd, bytes); why != 0)
        return why;
    struct stat before = {};
    if (::stat(target.c_str(), &before) == 0 && ::fchmod(fd, before.st_mode & 07777U) != 0)
        return errno;
    return when == flush::now && ::fsync(fd) != 0 ? errno : 0;
}

/// A new file beside @p target, whose name is put into @p name; -1 with errno.
int open_beside(const fs::path& target, unsigned mode, std::string& name)
{
    for (unsigned attempt = 0;; ++attempt)
    {
        name = target.string() + '.' + std::to_string(::getpid()) + '-' + std::to_string(attempt) + ".tmp";
        const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (fd >= 0 || errno != EEXIST || attempt == 100)
            return fd;
    }
}

} // namespace

int write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty())
    {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

result<void> replace_file(const fs::path& path, std::string_view bytes, unsigned mode, flush when)
{
    std::error_code ignored;
    const fs::path target = fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, ignored) : path;
    std::string beside;
    const int fd = open_beside(target, mode, beside);
    if (fd < 0)
        return because(path, "cannot write", errno);
    int why = fill(fd, bytes, target, when);
    if (::close(fd) != 0 && why == 0)
        why = errno;
    if (why == 0 && ::rename(beside.c_str(), target.c_str()) != 0)
        why = errno;
    if (why == 0)
        return {};
    ::unlink(beside.c_str());
    return because(path, "cannot write", why);
}

} // namespace codexflow
