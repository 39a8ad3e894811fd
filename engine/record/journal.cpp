#include "engine/record/journal.hpp"

#include "engine/base/async_event.hpp"
#include "engine/base/cancellation.hpp"
#include "engine/record/journal_claim.hpp"
#include "engine/record/line_checksum.hpp"

#include <codexflow/owned_fd.hpp>

#include <boost/asio/this_coro.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace codexflow {
namespace {

/// Brings the entries of @p folder to the disk; 0, or errno. Some file systems know no such thing.
int sync_folder(const std::filesystem::path& folder)
{
    const owned_fd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const bool done = opened.get() >= 0 && (::fsync(opened.get()) == 0 || errno == EINVAL || errno == ENOTSUP);
    return done ? 0 : errno;
}

/// 0, or errno; also for no file.
int sync_file(const std::filesystem::path& file)
{
    if (file.empty())
        return 0;
    const owned_fd opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    return opened.get() >= 0 && ::fsync(opened.get()) == 0 ? 0 : errno;
}

} // namespace

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

result<std::unique_ptr<journal>> journal::go_on(journal_claim& claim, const std::optional<torn_tail>& torn,
                                               std::function<void()> on_relief)
{
    if (torn)
        if (const auto done = set_aside(claim, *torn); !done)
            return done.error();
    return std::unique_ptr<journal>(new journal(claim.file.release(), claim.path, std::move(on_relief)));
}

journal::journal(int fd, std::filesystem::path file, std::function<void()> on_relief)
    : fd_(fd), file_(std::move(file)),
      writer_(fd, std::move(on_relief), {[this] { return sync(); }, [this](std::size_t torn) { cut_back(torn); }})
{
}

journal::~journal()
{
    if (fd_ >= 0)
        close(std::chrono::hours(24));
}

void journal::append(std::string_view line, durability how)
{
    line.remove_suffix(2); // its brace and its newline
    const line_seal seal(line);
    writer_.append(line, seal.text(), how);
}

/// On the writer's thread. The first time also the names that lead to the file: a loss of power may take them.
int journal::sync()
{
    if (::fdatasync(fd_) != 0)
        return errno;
    if (named_)
        return 0;
    if (const int why = sync_file(along_); why != 0)
        return why;
    const auto folder = file_.parent_path();
    if (const int why = sync_folder(folder); why != 0)
        return why;
    const auto above = folder.parent_path();
    if (const int why = sync_folder(above.empty() ? "." : above); why != 0)
        return why;
    named_ = true;
    return 0;
}

/// On the writer's thread. What cannot be cut back stays as a torn tail, which readers set aside.
void journal::cut_back(std::size_t torn) const
{
    struct stat about = {};
    if (::fstat(fd_, &about) == 0)
        static_cast<void>(::ftruncate(fd_, about.st_size - static_cast<off_t>(torn)) == 0);
}

boost::asio::awaitable<bool> journal::committed(durability how, cancel_source& cancel)
{
    const std::uint64_t bytes = writer_.appended();
    if (writer_.reached(how, bytes))
        co_return true;
    if (writer_.failure() != 0) // by now; of a later one we are told
        co_return false;
    const auto here = co_await boost::asio::this_coro::executor;
    async_event come(here);
    waiting_.push_back({bytes, how, &come});
    cancel_subscription stop;
    cancel.subscribe(stop, [&come](cancel_reason) { come.set(); });
    co_await come.wait();
    std::erase_if(waiting_, [&come](const wait& one) { return one.come == &come; });
    co_return writer_.reached(how, bytes);
}

void journal::relieved()
{
    const bool failed = writer_.failure() != 0;
    for (const wait& one : waiting_)
        if (failed || writer_.reached(one.how, one.bytes))
            one.come->set();
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
