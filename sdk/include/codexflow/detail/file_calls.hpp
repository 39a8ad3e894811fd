#pragma once

#include <codexflow/file_error.hpp>
#include <codexflow/owned_fd.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

/** @file
 *  What line_file, reverse_lines and line_replacement share: system calls that go on after a signal and after a
 *  part, and answer with a value. */
namespace codexflow::detail {

/** Takes a lock of flock(2), LOCK_EX or LOCK_SH. A process that was stopped may hold one for ever, so the wait ends
 *  at @p until, with ETIMEDOUT. flock itself has no limit: this looks again, at most 2 ms apart. */
inline file_error lock_until(int fd, int how, std::chrono::steady_clock::time_point until)
{
    auto pause = std::chrono::microseconds(20);
    while (::flock(fd, how | LOCK_NB) != 0)
    {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return {errno, "lock"};
        if (std::chrono::steady_clock::now() >= until)
            return {ETIMEDOUT, "lock"};
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::microseconds(2000));
    }
    return {};
}

/// Opens a regular file and nothing else: no link, no device, no pipe. @p flags without the usual ones.
inline file_error open_regular(const std::string& path, int flags, owned_fd& made)
{
    owned_fd fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600));
    if (fd.get() < 0)
        return {errno, "open"};
    struct stat about
    {};
    if (::fstat(fd.get(), &about) != 0)
        return {errno, "open"};
    if (!S_ISREG(about.st_mode))
        return {S_ISDIR(about.st_mode) ? EISDIR : EINVAL, "open"};
    made = std::move(fd);
    return {};
}

inline bool same_file(const struct stat& one, const struct stat& other) noexcept
{
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/// Whether @p path still names the open file @p fd; someone may have put another one in its place.
inline bool still_named(int fd, const std::string& path)
{
    struct stat open_one
    {}, named
    {};
    return ::fstat(fd, &open_one) == 0 && ::lstat(path.c_str(), &named) == 0 && same_file(open_one, named);
}

inline file_error size_of(int fd, std::uint64_t& size)
{
    struct stat about
    {};
    if (::fstat(fd, &about) != 0)
        return {errno, "stat"};
    size = static_cast<std::uint64_t>(about.st_size);
    return {};
}

/** Opens a file for reading and finds its end as it is between two appends: nobody's half-written line is taken for a
 *  torn one. The lock is let go at once. */
inline file_error open_between_appends(const std::string& path, owned_fd& made, std::uint64_t& size)
{
    if (const file_error fault = open_regular(path, O_RDONLY, made))
        return fault;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    if (const file_error fault = lock_until(made.get(), LOCK_SH, until))
        return fault;
    const file_error fault = size_of(made.get(), size);
    ::flock(made.get(), LOCK_UN);
    return fault;
}

/// Reads exactly @p count bytes at @p offset. EIO: the file ends before.
inline file_error read_at(int fd, char* to, std::size_t count, std::uint64_t offset)
{
    while (count != 0)
    {
        const ssize_t got = ::pread(fd, to, count, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return {got < 0 ? errno : EIO, "read"};
        to += got;
        count -= static_cast<std::size_t>(got);
        offset += static_cast<std::uint64_t>(got);
    }
    return {};
}

/// Writes @p first and then @p second, in one call as far as the system takes it.
inline file_error write_both(int fd, std::string_view first, std::string_view second)
{
    while (!first.empty() || !second.empty())
    {
        iovec parts[2] = {{const_cast<char*>(first.data()), first.size()},
                          {const_cast<char*>(second.data()), second.size()}};
        const ssize_t wrote = ::writev(fd, parts, 2);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return {wrote < 0 ? errno : EIO, "write"};
        const auto took = static_cast<std::size_t>(wrote);
        const std::size_t of_first = std::min(took, first.size());
        first.remove_prefix(of_first);
        second.remove_prefix(took - of_first);
    }
    return {};
}

/// Makes a new name in the folder of @p path survive a power cut. Some file systems cannot: that is no error.
inline void sync_folder_of(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const owned_fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0)
        ::fsync(fd.get());
}

} // namespace codexflow::detail
