#pragma once

#include <codexflow/owned_fd.hpp>

#include <cstdint>
#include <string_view>

namespace codexflow::files {

/// Who follows a path.
enum class follower : std::uint8_t
{
    kernel, ///< openat2(2); where there is none, or a filter forbids it, steps.
    steps   ///< We, folder by folder, without following anything on the way.
};

/// What becomes of a path whose last part is a symbolic link.
enum class last_link : std::uint8_t
{
    follow,
    keep ///< The link itself is opened.
};

/// A handle that names a thing and reads nothing (O_PATH), or why there is none.
struct opened
{
    owned_fd handle;
    int code = 0; ///< An errno; EXDEV: the path leads out of the folder.

    bool good() const noexcept { return handle.get() >= 0; }
};

/** What @p path leads to below the folder @p root, without ever leaving it: "..", and symbolic links, are
 *  followed as long as they stay below, and refused (EXDEV) where they leave, even if they would come back.
 *  Absolute paths and absolute links count as leaving. Magic links of /proc are never followed as such.
 *  Decided on open folders, never on text, so nobody who exchanges a folder for a link meanwhile leads us
 *  astray. Both followers give the same answers. */
opened open_beneath(int root, std::string_view path, last_link last, follower how = follower::kernel);

/** A regular file's content, or a folder's, behind an O_PATH handle, as @p flags say; it is the very thing
 *  that was found, whatever its name leads to by now. */
opened open_again(int handle, int flags);

/// Whether it is part of a file system that shows the system and not files: /proc, /sys.
bool shows_the_system(int handle);

} // namespace codexflow::files
