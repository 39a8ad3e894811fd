#include "engine/record/journal_claim.hpp"

#include "engine/base/file_write.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace codexflow {
namespace {

error refused(const std::filesystem::path& path, const std::string& what, int why)
{
    return error(why == ENOENT ? errc::not_found : errc::invalid_argument, what + ": " + std::strerror(why),
                 location{path.string()});
}

/// 0, or errno.
int copy_tail(int from, off_t offset, int to)
{
    std::array<char, 1U << 16U> piece{};
    for (;;)
    {
        const ssize_t n = ::pread(from, piece.data(), piece.size(), offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 ? 0 : errno;
        if (const int why = write_all(to, {piece.data(), static_cast<std::size_t>(n)}); why != 0)
            return why;
        offset += n;
    }
}

} // namespace

result<journal_claim> claim_journal(const std::filesystem::path& path)
{
    journal_claim made{owned_fd(::open(path.c_str(), O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC)), path};
    if (made.file.get() < 0)
        return refused(path, "the journal cannot be opened", errno);
    if (::flock(made.file.get(), LOCK_EX | LOCK_NB) == 0)
        return made;
    if (errno != EWOULDBLOCK)
        return refused(path, "the journal cannot be locked", errno);
    return error(errc::unavailable, "the run is still going on: another process writes its journal",
                 location{path.string()})
        .with_hint("wait for its end, or stop that process");
}

result<void> set_aside(const journal_claim& claim, const torn_tail& torn)
{
    const std::filesystem::path beside = claim.path.parent_path() / "journal.torn";
    const owned_fd to(::open(beside.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (to.get() < 0)
        return refused(beside, "the torn end of the journal cannot be kept", errno);
    int why = copy_tail(claim.file.get(), static_cast<off_t>(torn.offset), to.get());
    if (why == 0)
        why = write_all(to.get(), "\n");
    if (why == 0 && ::fsync(to.get()) != 0)
        why = errno;
    if (why != 0)
        return refused(beside, "the torn end of the journal cannot be kept", why);
    if (::ftruncate(claim.file.get(), static_cast<off_t>(torn.offset)) != 0 || ::fdatasync(claim.file.get()) != 0)
        return refused(claim.path, "the torn end of the journal cannot be taken out", errno);
    return {};
}

} // namespace codexflow
