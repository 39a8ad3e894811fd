#include "engine/metrics/metrics_file.hpp"

#include "engine/base/clock.hpp"
#include "engine/base/file_write.hpp"

#include <codexflow/owned_fd.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>

namespace codexflow {
namespace {

namespace fs = std::filesystem;

error because(const fs::path& path, const std::string& what, int why)
{
    return {errc::invalid_argument, what + ": " + std::strerror(why), location{path.string()}};
}

/// The lock, which is free again when the descriptor is closed: a process that dies leaves none behind.
result<owned_fd> take_lock(const fs::path& file, std::chrono::milliseconds patience)
{
    using namespace std::chrono_literals;
    const fs::path lock = file.string() + ".lock";
    owned_fd held(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (held.get() < 0)
        return because(lock, "cannot be opened", errno);
    const auto end = std::chrono::steady_clock::now() + patience;
    for (auto pause = 1ms;; pause = std::min(2 * pause, 50ms)) // there is no flock() with a limit
    {
        if (::flock(held.get(), LOCK_EX | LOCK_NB) == 0)
            return held;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return because(lock, "cannot be locked", errno);
        if (std::chrono::steady_clock::now() >= end)
            return error(errc::unavailable, "another process holds the lock for too long", location{lock.string()})
                .with_hint("see who that is: fuser " + lock.string());
        std::this_thread::sleep_for(pause);
    }
}

} // namespace

result<metrics_book> read_metrics(const fs::path& file)
{
    const auto text = doc::read_text(file);
    if (!text && text.error().code == errc::not_found)
        return metrics_book();
    if (!text)
        return text.error();
    return metrics_book::parse(*text, file.string());
}

result<metrics_merge> merge_metrics(const fs::path& file, std::span<const run_metrics> runs, clock& time,
                                    std::chrono::milliseconds patience)
{
    std::error_code why;
    if (file.has_parent_path())
        fs::create_directories(file.parent_path(), why);
    if (why)
        return because(file.parent_path(), "cannot be made", why.value());
    const auto lock = take_lock(file, patience);
    if (!lock)
        return lock.error();
    metrics_merge done;
    const auto text = doc::read_text(file);
    if (!text && text.error().code != errc::not_found)
        return text.error();
    auto read = text ? metrics_book::parse(*text, file.string()) : metrics_book();
    if (read)
        done.book = std::move(*read);
    else
    {
        done.set_aside = file.string() + ".damaged-" + std::to_string(time.unix_us());
        fs::rename(file, done.set_aside, why);
        if (why)
            return read.error();
    }
    for (const run_metrics& one : runs)
        done.too_old += done.book.merge(one) ? 0 : 1;
    if (done.too_old == runs.size() && done.set_aside.empty())
        return done;
    if (auto written = replace_file(file, done.book.text(time.unix_us()), 0600, flush::later); !written)
        return written.error();
    return done;
}

} // namespace codexflow
