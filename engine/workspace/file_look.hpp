#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace codexflow::workspace {

class project_root;

/// What could be learnt of a file that somebody named.
struct file_look
{
    std::string path; ///< As it was named.
    std::uint64_t size = 0;
    std::string text;    ///< Its beginning, valid UTF-8; empty when there is a why_not.
    std::string why_not; ///< Why its content is not there: "no such file", "a binary file"; else empty.
};

/** Reads the first @p most bytes of @p path, or a few less so that no character is cut. Only regular
 *  files below @p root are opened, so nothing waits for a pipe or touches a device. Blocks for as long
 *  as the disk takes. A file is binary if there is a NUL in its first 8 KB or what was read is no UTF-8. */
file_look look_at_file(const project_root& root, std::string path, std::size_t most);

} // namespace codexflow::workspace
