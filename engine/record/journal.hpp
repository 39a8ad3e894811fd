#pragma once

#include "engine/base/error.hpp"
#include "engine/record/line_writer.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace codexflow {

/** The run's own record: <runs_dir>/<run_id>/journal.jsonl, readable by its owner only, appended to by
 *  this process only. Owned by the run; close() before the process ends. */
class journal
{
public:
    /// Creates the folder and the file. @p on_relief as for line_writer.
    /// Errors: invalid_argument with the path when it cannot be created.
    static result<std::unique_ptr<journal>> create(const std::filesystem::path& folder,
                                                   std::function<void()> on_relief);
    ~journal();
    journal(const journal&) = delete;
    journal& operator=(const journal&) = delete;

    line_writer& writer() noexcept { return writer_; }
    const std::filesystem::path& file() const noexcept { return file_; }

    /// Writes what is left and asks the disk to keep it. False when @p limit passed first.
    bool close(std::chrono::milliseconds limit);

private:
    journal(int fd, std::filesystem::path file, std::function<void()> on_relief);

    int fd_;
    std::filesystem::path file_;
    line_writer writer_;
};

} // namespace codexflow
