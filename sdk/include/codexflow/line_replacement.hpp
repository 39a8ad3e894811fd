#pragma once

#include <codexflow/detail/file_calls.hpp>
#include <codexflow/file_error.hpp>
#include <codexflow/line_file.hpp>
#include <codexflow/owned_fd.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace codexflow {

/** Gives a line_file another content while others append to it. The new content is prepared beside it, in PATH.new,
 *  without keeping anybody waiting; then, under the lock of the file, what came meanwhile is added and the new file
 *  takes its name. A process that dies before leaves the file as it was; the PATH.new that it leaves is taken by the
 *  next who comes. One replacement at a time: the second one waits for the first. Blocking.
 *
 *  @code
 *  owned_fd old; std::uint64_t size;                    // what is read, and how far
 *  detail::open_between_appends(path, old, size);
 *  line_replacement next(path);
 *  next.begin();
 *  next.copy(old.get(), 100, size);                     // all but the first 100 bytes
 *  next.commit(old.get(), size);                        // and what came behind size
 *  @endcode */
class line_replacement
{
public:
    explicit line_replacement(std::string path)
        : path_(std::move(path)),
          beside_(path_ + ".new")
    {}
    line_replacement(const line_replacement&) = delete;
    line_replacement& operator=(const line_replacement&) = delete;
    ~line_replacement()
    {
        if (fd_.get() >= 0)
            ::unlink(beside_.c_str()); // its lock is ours: it is nobody else's
    }

    /// Takes PATH.new for itself and empties it. ETIMEDOUT: another replacement is under way.
    file_error begin()
    {
        const auto until = std::chrono::steady_clock::now() + line_file::usual_lock_limit;
        for (;;)
        {
            owned_fd fd;
            if (const file_error fault = detail::open_regular(beside_, O_RDWR | O_CREAT, fd))
                return fault;
            if (const file_error fault = detail::lock_until(fd.get(), LOCK_EX, until))
                return fault;
            if (!detail::still_named(fd.get(), beside_))
                continue; // whoever had it has finished
            if (::ftruncate(fd.get(), 0) != 0)
                return {errno, "write"};
            fd_ = std::move(fd);
            return {};
        }
    }

    /// Adds bytes to the new content: whole lines, in the end.
    file_error write(std::string_view text)
    {
        size_ += text.size();
        return detail::write_both(fd_.get(), text, {});
    }

    /// Adds what the file @p from holds between two offsets.
    file_error copy(int from, std::uint64_t first, std::uint64_t last)
    {
        std::vector<char> block;
        while (first < last)
        {
            block.resize(static_cast<std::size_t>(std::min<std::uint64_t>(last - first, 1 << 20)));
            if (const file_error fault = detail::read_at(from, block.data(), block.size(), first))
                return fault;
            if (const file_error fault = write({block.data(), block.size()}))
                return fault;
            first += block.size();
        }
        return {};
    }

    /** Adds what was appended behind @p size and puts the new content in the file's place, on the disk. If there is
     *  none, the file goes.
     *  @param read the file that the new content was made from; if the name stands for another one by now, nothing
     *         is done: ESTALE. */
    file_error commit(int read, std::uint64_t size)
    {
        if (::fsync(fd_.get()) != 0) // the bulk of it, while nobody waits
            return {errno, "sync"};
        line_file file(path_);
        const file_error fault = file.locked([&](int current, std::uint64_t size_now) -> file_error {
            struct stat one
            {}, other
            {};
            if (::fstat(current, &one) != 0 || ::fstat(read, &other) != 0)
                return {errno, "stat"};
            if (!detail::same_file(one, other) || size_now < size)
                return {ESTALE, "replace"};
            if (const file_error failed = copy(current, size, size_now))
                return failed;
            return take_place();
        });
        if (!fault)
            detail::sync_folder_of(path_);
        return fault;
    }

    /// Of the new content so far.
    std::uint64_t size() const noexcept { return size_; }

private:
    file_error take_place()
    {
        if (size_ == 0)
            return ::unlink(path_.c_str()) == 0 ? file_error() : file_error(errno, "remove");
        if (::fsync(fd_.get()) != 0)
            return {errno, "sync"};
        if (std::rename(beside_.c_str(), path_.c_str()) != 0)
            return {errno, "rename"};
        fd_ = owned_fd(); // the name is gone; appenders who have opened the new file may go on
        return {};
    }

    std::string path_, beside_;
    owned_fd fd_; ///< PATH.new, with its lock.
    std::uint64_t size_ = 0;
};

} // namespace codexflow
