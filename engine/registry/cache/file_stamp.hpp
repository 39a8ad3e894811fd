#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace codexflow {

/** What tells that a file is still the one that was read, without reading it. Value type.
 *  The time of the last change of its inode is among it: a file whose time of modification was set back
 *  still shows. Two changes within one tick of the file system's clock do not; see agent_cache. */
struct file_stamp
{
    std::uint64_t size = 0, inode = 0, device = 0;
    std::int64_t modified_ns = 0, changed_ns = 0; ///< Since 1970.

    friend bool operator==(const file_stamp&, const file_stamp&) = default;
};

/// The stamp of a regular file, symbolic links followed; nothing for anything else.
std::optional<file_stamp> stamp_of(const std::filesystem::path& path) noexcept;

} // namespace codexflow
