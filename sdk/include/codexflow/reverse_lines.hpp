#pragma once

#include <codexflow/detail/file_calls.hpp>
#include <codexflow/file_error.hpp>
#include <codexflow/owned_fd.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  The lines of a file, the last one first. */
namespace codexflow {

/** Reads a file of lines backwards in blocks: the last lines of a large file cost what they are long, and memory holds
 *  one line, twice at most, and one block. What others append after open() is not seen, nor is a rotation: the file stays the one
 *  that was opened. Blocking; not for two threads at once.
 *
 *  @code
 *  reverse_lines lines;
 *  if (const file_error fault = lines.open(path))      // ENOENT: there is none
 *      return fault;
 *  for (std::string_view line; lines.next(line);)
 *      ...
 *  if (lines.error()) ...
 *  @endcode */
class reverse_lines
{
public:
    static constexpr std::size_t usual_block = 64 << 10;
    static constexpr std::size_t usual_most = std::size_t{256} << 20;

    /// @param most_line a longer line is passed over, see oversized(). @param block how much is read at a time.
    explicit reverse_lines(std::size_t most_line = usual_most, std::size_t block = usual_block)
        : most_line_(most_line),
          block_(std::max<std::size_t>(block, 1))
    {}

    /** Opens the file, whose end is where it was between two appends of line_file: nobody's half-written line is
     *  taken for a torn one. A symbolic link is refused. */
    file_error open(const std::string& path)
    {
        owned_fd fd;
        std::uint64_t size = 0;
        if (const file_error fault = detail::open_between_appends(path, fd, size))
            return fault;
        open(std::move(fd), size);
        return {};
    }
    /// The same for a file that is open already, as far as @p size.
    void open(owned_fd fd, std::uint64_t size) noexcept
    {
        fd_ = std::move(fd);
        size_ = at_ = size;
        first_ = last_ = buffer_.size();
        error_ = {};
        oversized_ = torn_ = false;
    }

    /** The line before the last one given, without its '\n'.
     *  @param line a view that is valid until the next call.
     *  @return false: there are no more, or error() says why not. */
    bool next(std::string_view& line)
    {
        oversized_ = torn_ = false;
        if (error_ || (at_ == 0 && first_ == last_))
            return false;
        if (first_ == last_ && !read_more())
            return false;
        if (buffer_[last_ - 1] == '\n')
            --last_;
        else
            torn_ = true; // of all lines only the last one can be
        std::size_t known = 0; // bytes at the end that hold no '\n'
        for (;;)
        {
            if (const char* found = find_before(known))
                return give(static_cast<std::size_t>(found - buffer_.data()) + 1, line);
            known = last_ - first_;
            if (known > most_line_)
            {
                oversized_ = true;
                last_ = first_;
                known = 0;
            }
            if (at_ == 0)
                return give(first_, line);
            if (!read_more())
                return false;
        }
    }

    /// Of the last line given: nothing ends it; whoever wrote it died, or does not end its lines.
    bool torn() const noexcept { return torn_; }
    /// Of the last line given: it is longer than allowed, and what was given is empty.
    bool oversized() const noexcept { return oversized_; }
    /// Where in the file the last line given begins.
    std::uint64_t offset() const noexcept { return at_ + (last_ - first_); }
    const file_error& error() const noexcept { return error_; }
    /// Bytes of the file that were read so far.
    std::uint64_t bytes_read() const noexcept { return size_ - at_; }
    /// Of the file when it was opened.
    std::uint64_t size() const noexcept { return size_; }

private:
    const char* find_before(std::size_t known) const noexcept
    {
        const std::size_t count = last_ - first_ - known;
        return count == 0 ? nullptr : static_cast<const char*>(::memrchr(buffer_.data() + first_, '\n', count));
    }

    bool give(std::size_t start, std::string_view& line) noexcept
    {
        oversized_ = oversized_ || last_ - start > most_line_;
        line = oversized_ ? std::string_view() : std::string_view(buffer_.data() + start, last_ - start);
        last_ = start;
        return true;
    }

    /// Puts the block before what is there in front of it. Data stands at the end of the buffer.
    bool read_more()
    {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(block_, at_));
        if (first_ == last_)
            first_ = last_ = buffer_.size();
        if (first_ < count)
            make_room(count);
        error_ = detail::read_at(fd_.get(), buffer_.data() + first_ - count, count, at_ - count);
        if (error_)
            return false;
        first_ -= count;
        at_ -= count;
        if (at_ == 0)
            fd_ = owned_fd(); // all is here: who reads hundreds of small files needs no descriptor for each
        return true;
    }

    /// Doubles, so that a long line is moved a few times only. What lies behind last_ was given and is not kept.
    void make_room(std::size_t count)
    {
        const std::size_t held = last_ - first_;
        if (buffer_.size() >= count + held)
        {
            std::memmove(buffer_.data() + buffer_.size() - held, buffer_.data() + first_, held);
        }
        else
        {
            std::vector<char> larger(2 * (count + held));
            std::copy_n(buffer_.data() + first_, held, larger.data() + larger.size() - held);
            buffer_.swap(larger);
        }
        last_ = buffer_.size();
        first_ = last_ - held;
    }

    std::size_t most_line_;
    std::size_t block_;
    owned_fd fd_;
    std::uint64_t size_ = 0;
    std::uint64_t at_ = 0; ///< Where in the file first_ stands.
    std::vector<char> buffer_;
    std::size_t first_ = 0, last_ = 0; ///< What was read and not given.
    file_error error_;
    bool torn_ = false;
    bool oversized_ = false;
};

} // namespace codexflow
