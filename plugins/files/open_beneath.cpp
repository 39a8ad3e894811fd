#include "plugins/files/open_beneath.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <string>
#include <utility>
#include <vector>

namespace codexflow::files {
namespace {

constexpr unsigned most_links = 40; // as the kernel has it
constexpr unsigned most_tries = 64; // while others rename folders under a ".."

opened failed(int code) { return opened{owned_fd(), code}; }

opened by_kernel(int root, const std::string& path, last_link last)
{
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC | (last == last_link::keep ? O_NOFOLLOW : 0);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    for (unsigned tries = 0;; ++tries)
    {
        const long fd = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
        if (fd >= 0)
            return opened{owned_fd(static_cast<int>(fd)), 0};
        const int code = errno;
        if ((code != EAGAIN && code != EINTR) || tries == most_tries)
            return failed(code);
    }
}

/// The way to one path, folder by folder. What was entered is left by its own door: ".." goes back to the
/// folder we came from and never asks the file system where that is.
class walk
{
public:
    walk(int root, last_link last) : root_(root), last_(last) {}

    opened to(std::string_view path)
    {
        int code = push(path);
        while (code == 0 && !ahead_.empty())
        {
            const std::string name = std::move(ahead_.back());
            ahead_.pop_back();
            if (arrived_.get() >= 0)
                code = ENOTDIR; // "file/.." and "file/" too
            else if (name == "..")
                code = leave();
            else if (name != ".")
                code = enter(name);
        }
        if (code != 0)
            return failed(code);
        if (arrived_.get() >= 0)
            return opened{std::move(arrived_), 0};
        owned_fd folder(::fcntl(here(), F_DUPFD_CLOEXEC, 3));
        const int problem = folder.get() < 0 ? errno : 0;
        return opened{std::move(folder), problem};
    }

private:
    int here() const { return entered_.empty() ? root_ : entered_.back().get(); }

    int leave()
    {
        if (entered_.empty())
            return EXDEV;
        entered_.pop_back();
        return 0;
    }

    /// Puts the parts of @p path ahead; a slash at its end asks for a folder, as a "." would.
    int push(std::string_view path)
    {
        if (path.empty())
            return ENOENT;
        if (path.size() >= PATH_MAX)
            return ENAMETOOLONG;
        if (path.front() == '/')
            return EXDEV;
        std::vector<std::string> parts;
        const bool wants_folder = path.back() == '/';
        while (!path.empty())
        {
            const std::string_view part = path.substr(0, path.find('/'));
            path.remove_prefix(std::min(part.size() + 1, path.size()));
            if (!part.empty())
                parts.emplace_back(part);
        }
        if (wants_folder)
            parts.emplace_back(".");
        ahead_.insert(ahead_.end(), parts.rbegin(), parts.rend());
        return 0;
    }

    int enter(const std::string& name)
    {
        owned_fd next(::openat(here(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat about
        {};
        if (next.get() < 0 || ::fstat(next.get(), &about) != 0)
            return errno;
        if (S_ISDIR(about.st_mode))
            entered_.push_back(std::move(next));
        else if (!S_ISLNK(about.st_mode) || (ahead_.empty() && last_ == last_link::keep))
            arrived_ = std::move(next);
        else
            return follow(next.get());
        return 0;
    }

    int follow(int link)
    {
        if (shows_the_system(link))
            return ELOOP; // it may be one of /proc, which lead elsewhere than they say
        std::array<char, PATH_MAX> target{};
        const ssize_t n = ::readlinkat(link, "", target.data(), target.size());
        if (n < 0)
            return errno;
        if (++links_ > most_links)
            return ELOOP;
        return push(std::string_view(target.data(), static_cast<std::size_t>(n)));
    }

    const int root_;
    const last_link last_;
    std::vector<owned_fd> entered_;
    std::vector<std::string> ahead_; ///< The next one last.
    owned_fd arrived_;               ///< At something that is no folder.
    unsigned links_ = 0;
};

} // namespace

opened open_beneath(int root, std::string_view path, last_link last, follower how)
{
    if (path.find('\0') != path.npos)
        return failed(EINVAL);
    if (how == follower::kernel)
    {
        opened found = by_kernel(root, std::string(path), last);
        if (found.code != ENOSYS && found.code != EPERM)
            return found;
    }
    return walk(root, last).to(path);
}

opened open_again(int handle, int flags)
{
    const std::string itself = "/proc/self/fd/" + std::to_string(handle);
    owned_fd fd(::open(itself.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    const int code = fd.get() < 0 ? errno : 0;
    return opened{std::move(fd), code};
}

bool shows_the_system(int handle)
{
    struct statfs about
    {};
    if (::fstatfs(handle, &about) != 0)
        return true;
    return about.f_type == PROC_SUPER_MAGIC || about.f_type == SYSFS_MAGIC;
}

} // namespace codexflow::files
