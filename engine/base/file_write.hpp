#pragma once

#include "engine/base/error.hpp"

#include <filesystem>
#include <string_view>

namespace codexflow {

/// Writes all of @p bytes to a descriptor that blocks; 0, or errno: why not all was written.
int write_all(int fd, std::string_view bytes);

/// Whether the bytes must be on the disk before the file gets its name.
enum class flush
{
    later, ///< What can be made again.
    now,   ///< What a user would miss after a loss of power.
};

/** Puts @p bytes into @p path in one step: they are written to a file of another name beside it and renamed,
 *  so that whoever reads sees the old content or the new one, and a full disk leaves the old one. The folder
 *  must exist. A symbolic link is followed: the file it leads to is replaced. @p mode (as 0644) is that of a
 *  file that is new, less the umask; one that was there keeps its own.
 *  Errors: invalid_argument with the path and the system's reason; nothing is then left behind. */
result<void> replace_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode,
                          flush when = flush::now);

} // namespace codexflow
