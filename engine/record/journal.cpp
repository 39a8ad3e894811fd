#include "engine/record/journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace codexflow {

result<std::unique_ptr<journal>> journal::create(const std::filesystem::path& folder, std::function<void()> on_relief)
{
    const auto file = folder / "journal.jsonl";
    const auto failed = [&](const std::string& why) {
        return error(errc::invalid_argument, "cannot create the journal: " + why, location{file.string(), 0, 0})
            .with_hint("run in a folder you may write to");
    };
    std::error_code why;
    std::filesystem::create_directories(folder, why);
    if (why)
        return failed(why.message());
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, why);
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed(std::strerror(errno));
    // Held as long as we write: who cleans up sees that the run is going on. A disk without locks loses only
    // that; a journal without its end is kept anyway.
    static_cast<void>(::flock(fd, LOCK_EX | LOCK_NB));
    return std::unique_ptr<journal>(new journal(fd, file, std::move(on_relief)));
}

journal::journal(int fd, std::filesystem::path file, std::function<void()> on_relief)
    : fd_(fd), file_(std::move(file)), writer_(fd, std::move(on_relief))
{
}

journal::~journal()
{
    if (fd_ >= 0)
        close(std::chrono::hours(24));
}

bool journal::close(std::chrono::milliseconds limit)
{
    if (fd_ < 0)
        return true;
    if (!writer_.close(limit))
        return false;
    ::fdatasync(fd_); // an error here is one the process can do nothing about any more
    ::close(std::exchange(fd_, -1));
    return true;
}

} // namespace codexflow
