// Preloaded into the program: what happens to the n-th operation on its journal. The product knows nothing of it.
//   JOURNAL_FAULT_AT=n    counts the writes and syncs of a file whose name ends in journal.jsonl, from 1
//   JOURNAL_FAULT=how     kill_before, kill_torn (half of a write), kill_after; or the errno of what fails from then on
//   JOURNAL_TRACE=file    every operation, one a line: "write BYTES" or "sync"; a line "?" for others of ours
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace {

template <class F> F next(const char* name) { return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name)); }

ssize_t real_write(int fd, const void* bytes, size_t count)
{
    static const auto call = next<ssize_t (*)(int, const void*, size_t)>("write");
    return call(fd, bytes, count);
}

bool is_journal(int fd)
{
    char link[64], path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t n = ::readlink(link, path, sizeof path - 1);
    constexpr char name[] = "/journal.jsonl";
    constexpr ssize_t length = sizeof name - 1;
    return n > length && std::memcmp(path + n - length, name, length) == 0;
}

/// Its number if this is the one, and every later one.
bool is_due()
{
    static const char* at = std::getenv("JOURNAL_FAULT_AT");
    static const long due = at != nullptr ? std::atol(at) : 0;
    static std::atomic<long> count{0};
    return due > 0 && ++count >= due;
}

void trace(const char* what, size_t count)
{
    static const char* path = std::getenv("JOURNAL_TRACE");
    if (path == nullptr)
        return;
    char line[64];
    const int n = std::snprintf(line, sizeof line, "%s %zu\n", what, count);
    const int fd = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 && n > 0)
        static_cast<void>(real_write(fd, line, static_cast<size_t>(n)));
    ::close(fd);
}

const char* how()
{
    static const char* name = std::getenv("JOURNAL_FAULT");
    return name != nullptr ? name : "";
}

bool is(const char* name) { return std::strcmp(how(), name) == 0; }

void die() { ::kill(::getpid(), SIGKILL); }

/// errno of a fault that is an error: "ENOSPC" or "EIO"; 0 for none.
int failure() { return is("ENOSPC") ? ENOSPC : is("EIO") ? EIO : 0; }

int real_sync(const char* name, int fd)
{
    const auto call = next<int (*)(int)>(name);
    return call(fd);
}

int sync_of(const char* name, int fd)
{
    if (!is_journal(fd))
        return real_sync(name, fd);
    const bool due = is_due();
    if (due && (is("kill_before") || is("kill_torn")))
        die();
    if (due && failure() != 0)
    {
        errno = failure();
        return -1;
    }
    const int done = real_sync(name, fd);
    trace("sync", 0);
    if (due && is("kill_after"))
        die();
    return done;
}

} // namespace

EXPORTED ssize_t write(int fd, const void* bytes, size_t count)
{
    if (!is_journal(fd))
        return real_write(fd, bytes, count);
    const bool due = is_due();
    if (due && is("kill_before"))
        die();
    if (due && is("kill_torn"))
    {
        static_cast<void>(real_write(fd, bytes, count / 2));
        die();
    }
    if (due && failure() == ENOSPC && count > 1) // a disk that is full takes a part first
    {
        static bool part_was_taken = false;
        if (!part_was_taken)
        {
            part_was_taken = true;
            return real_write(fd, bytes, count / 2);
        }
    }
    if (due && failure() != 0)
    {
        errno = failure();
        return -1;
    }
    const ssize_t done = real_write(fd, bytes, count);
    trace("write", count);
    if (due && is("kill_after"))
        die();
    return done;
}

EXPORTED int fdatasync(int fd) { return sync_of("fdatasync", fd); }
EXPORTED int fsync(int fd) { return sync_of("fsync", fd); }
