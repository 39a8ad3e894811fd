#pragma once

#include "engine/base/error.hpp"

#include <codexflow/owned_fd.hpp>

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace codexflow::cli {

/** Follows a file of lines that others append to, put aside (FILE.1, FILE.2, ...) or replace: waits for the kernel's
 *  word, never by looking again and again. Blocks; one thread. */
class line_follower
{
public:
    /** Begins at byte @p from of the file as it is now; a file that is not there yet is waited for, its folder must
     *  be there. Errors: invalid_argument with the path. */
    static result<line_follower> open(const std::filesystem::path& file, std::uint64_t from);

    /** Whole lines that came since the last call; waits until there are some.
     *  @param stop a descriptor that becomes readable when nothing more will come, or -1. What came before that is
     *         still given.
     *  @return nothing when it stopped. */
    std::optional<std::string> next(int stop);

private:
    line_follower(std::filesystem::path file, owned_fd watch) : file_(std::move(file)), watch_(std::move(watch)) {}

    void read_on(std::string& lines);
    bool changed_file() const;
    void follow_change(std::string& lines);
    void open_at(const std::filesystem::path& file, std::uint64_t from);

    std::filesystem::path file_;
    owned_fd watch_; ///< inotify, on the folder.
    owned_fd current_;
    std::uint64_t offset_ = 0;
    std::string partial_; ///< The beginning of a line.
    std::string last_;    ///< The last line given, to find the place in a file that was shortened.
};

} // namespace codexflow::cli
