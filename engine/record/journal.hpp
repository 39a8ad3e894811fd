#pragma once

#include "engine/base/error.hpp"
#include "engine/record/line_writer.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace codexflow {

class async_event;
class cancel_source;
struct journal_claim;
struct torn_tail;

/** The run's own record: <runs_dir>/<run_id>/journal.jsonl, readable by its owner only, appended to by
 *  this process only, every line with a checksum (line_checksum.hpp). What is appended is written soon by a thread
 *  of its own; border lines are brought to the disk by it, one sync for all that has gathered. Nobody waits for
 *  that but who asks committed().
 *
 *  Owned by the run; engine thread only; close() before the process ends. */
class journal
{
public:
    /** Creates the folder and the file. @p on_relief as for line_writer: it is to bring about a call of
     *  relieved() on the engine thread.
     *  Errors: invalid_argument with the path when it cannot be created. */
    static result<std::unique_ptr<journal>> create(const std::filesystem::path& folder,
                                                   std::function<void()> on_relief);
    /// Goes on with one that is there. Errors: those of set_aside().
    static result<std::unique_ptr<journal>> go_on(journal_claim& claim, const std::optional<torn_tail>& torn,
                                                  std::function<void()> on_relief);
    ~journal();
    journal(const journal&) = delete;
    journal& operator=(const journal&) = delete;

    line_writer& writer() noexcept { return writer_; }
    const std::filesystem::path& file() const noexcept { return file_; }

    /// Before the first line: a file of the same folder that is to be on the disk with the first border.
    void bring_along(std::filesystem::path file) { along_ = std::move(file); }

    /// Adds @p line, an object with its newline; the checksum is put into it here. @p how as for line_writer.
    void append(std::string_view line, durability how);

    /** Waits until all that was appended by now has come so far.
     *  @return false when it never will, or when @p cancel was stopped meanwhile. */
    boost::asio::awaitable<bool> committed(durability how, cancel_source& cancel);

    /// To be called on the engine thread after on_relief.
    void relieved();

    /// Writes what is left and asks the disk to keep it. False when @p limit passed first.
    bool close(std::chrono::milliseconds limit);

private:
    struct wait
    {
        std::uint64_t bytes;
        durability how;
        async_event* come; ///< In the frame of who waits.
    };
    journal(int fd, std::filesystem::path file, std::function<void()> on_relief);
    int sync();
    void cut_back(std::size_t torn) const;

    int fd_;
    std::filesystem::path file_, along_;
    bool named_ = false; ///< The writer's: that there is such a file is on the disk, too.
    std::vector<wait> waiting_;
    line_writer writer_; ///< Last: its thread uses the others.
};

} // namespace codexflow
