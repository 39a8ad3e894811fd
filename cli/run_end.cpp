#include "cli/run_end.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

namespace codexflow::cli {

result<owned_fd> watch_end_of_run(const std::filesystem::path& file)
{
    const auto failed = [&file] {
        return error(errc::invalid_argument, std::string("cannot be watched: ") + std::strerror(errno), location{file.string()});
    };
    owned_fd journal(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (journal.get() < 0)
        return failed();
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return failed();
    owned_fd reader(ends[0]);
    // The pipe's other end is closed when the lock was had: a closed pipe is readable. Nothing else is shared with
    // the thread, so it may outlive whoever waits.
    std::thread([held = journal.release(), end = ends[1]] {
        while (::flock(held, LOCK_SH) != 0 && errno == EINTR)
        {
        }
        ::close(end);
        ::close(held);
    }).detach();
    return reader;
}

} // namespace codexflow::cli
