#pragma once

#include <codexflow/detail/file_calls.hpp>
#include <codexflow/file_error.hpp>
#include <codexflow/owned_fd.hpp>
#include <codexflow/reverse_lines.hpp>

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

/** @file
 *  Files of lines that several processes append to, and that are put into order while they do. Blocking, POSIX, no
 *  exceptions but std::bad_alloc. Reading them from the end: reverse_lines.hpp; giving them another content:
 *  line_replacement.hpp. */
namespace codexflow {

/// What became of an append.
struct line_append
{
    file_error error;       ///< When set, nothing was appended.
    bool mended = false;    ///< A line without an end stood last: it was ended, and did not fuse with what came.
    std::uint64_t size = 0; ///< Of the file, afterwards.
};

/** One file of lines. Every change is made under the lock of flock(2) on the file itself, by whoever holds the lock
 *  of the file that the name stands for at that moment: one that was renamed or replaced meanwhile is let go and the
 *  name opened again. So nothing that was appended is lost to a rotation, from whichever process.
 *
 *  The file is created when it is first needed, with the mode 0600; its folder must exist. It is kept open. A
 *  symbolic link is refused (ELOOP). Not for two threads at once; two objects of one file are like two processes.
 *
 *  @code
 *  line_file log("data/logs/events.jsonl");
 *  const line_append done = log.append(text);          // "one\ntwo\n"
 *  if (done.error)
 *      return fail(done.error.message(log.path()));
 *  if (done.size > limit)
 *      log.rotate(limit, 3);
 *  @endcode */
class line_file
{
public:
    static constexpr std::chrono::milliseconds usual_lock_limit{30'000};

    /// @param lock_limit how long to wait for others; then the error is ETIMEDOUT.
    explicit line_file(std::string path, std::chrono::milliseconds lock_limit = usual_lock_limit)
        : path_(std::move(path)),
          lock_limit_(lock_limit)
    {}

    const std::string& path() const noexcept { return path_; }

    /** Appends whole lines, each with its '\n', in one write. When this returns without an error the kernel has
     *  them: they outlive this process, and after sync() also a power cut. All of them or none, unless the process
     *  dies in the midst of it; then the last one may be torn, which the next append sees. */
    line_append append(std::string_view lines)
    {
        line_append made;
        made.error = locked([&](int fd, std::uint64_t size) {
            made.size = size + lines.size();
            const file_error fault = detail::write_both(fd, lines, {});
            if (fault) // nobody has seen the part that was written: the lock is ours
                made.size = ::ftruncate(fd, static_cast<off_t>(size)) == 0 ? size : made.size;
            return fault;
        }, &made.mended);
        return made;
    }

    /// Brings what was appended to the disk.
    file_error sync()
    {
        if (fd_.get() < 0 || ::fdatasync(fd_.get()) == 0)
            return {};
        return {errno, "sync"};
    }

    /** Renames the file to PATH.1, an older PATH.1 to PATH.2 and so on up to @p keep, of which the last is lost; with
     *  0 the file itself goes. The next append begins a new one.
     *  @param at_least nothing is done if the file is smaller: another process was quicker.
     *  @param done whether it was done, if not null. */
    file_error rotate(std::uint64_t at_least, unsigned keep, bool* done = nullptr)
    {
        if (done != nullptr)
            *done = false;
        return locked([&](int, std::uint64_t size) -> file_error {
            if (size < at_least || size == 0)
                return {};
            if (const file_error fault = move_on(keep))
                return fault;
            if (done != nullptr)
                *done = true;
            return {};
        });
    }

    /** Runs @p act(fd, size) under the lock, with the file's end in order: it returns a file_error. The file may be
     *  read and renamed meanwhile. A line without an end is ended before.
     *  @param mended whether that was so, if not null. */
    template <class Act> file_error locked(Act&& act, bool* mended = nullptr)
    {
        if (const file_error fault = acquire())
            return fault;
        const unlocking when_done{fd_.get()};
        std::uint64_t size = 0;
        if (const file_error fault = end_last_line(size, mended))
            return fault;
        return act(fd_.get(), size);
    }

private:
    /// Lets the lock go, whatever happens.
    struct unlocking
    {
        explicit unlocking(int fd_) noexcept : fd(fd_) {}
        unlocking(const unlocking&) = delete;
        unlocking& operator=(const unlocking&) = delete;
        ~unlocking() { ::flock(fd, LOCK_UN); }
        int fd;
    };

    /// Opens what the name stands for and takes its lock.
    file_error acquire()
    {
        const auto until = std::chrono::steady_clock::now() + lock_limit_;
        for (;;)
        {
            if (fd_.get() < 0)
                if (const file_error fault = detail::open_regular(path_, O_RDWR | O_APPEND | O_CREAT, fd_))
                    return fault;
            if (const file_error fault = detail::lock_until(fd_.get(), LOCK_EX, until))
                return fault;
            if (detail::still_named(fd_.get(), path_))
                return {};
            fd_ = owned_fd(); // with its lock
            if (std::chrono::steady_clock::now() >= until)
                return {ETIMEDOUT, "lock"};
        }
    }

    file_error end_last_line(std::uint64_t& size, bool* mended)
    {
        if (mended != nullptr)
            *mended = false;
        if (const file_error fault = detail::size_of(fd_.get(), size))
            return fault;
        char last = '\n';
        if (size != 0)
            if (const file_error fault = detail::read_at(fd_.get(), &last, 1, size - 1))
                return fault;
        if (last == '\n')
            return {};
        if (const file_error fault = detail::write_both(fd_.get(), "\n", {}))
            return fault;
        ++size;
        if (mended != nullptr)
            *mended = true;
        return {};
    }

    std::string numbered(unsigned number) const { return path_ + '.' + std::to_string(number); }

    file_error move_on(unsigned keep)
    {
        for (unsigned number = keep; number > 1; --number)
            if (std::rename(numbered(number - 1).c_str(), numbered(number).c_str()) != 0 && errno != ENOENT)
                return {errno, "rename"};
        const int fault = keep == 0 ? ::unlink(path_.c_str()) : std::rename(path_.c_str(), numbered(1).c_str());
        return fault == 0 ? file_error() : file_error(errno, "rename");
    }

    std::string path_;
    std::chrono::milliseconds lock_limit_;
    owned_fd fd_;
};

} // namespace codexflow
