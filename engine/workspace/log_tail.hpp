#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <filesystem>

namespace codexflow::workspace {

/** Leaves of the log @p file its last lines that fit into @p most bytes, in one step. @p dry_run only counts.
 *  No symbolic link is followed: neither the file nor its two folders below the current one may be one.
 *  What other processes append meanwhile stays. A log of which no line is left goes.
 *  @return by how many bytes it became shorter; 0 if there is no such file.
 *  Errors: invalid_argument if it is no regular file here, or cannot be read or written. */
result<std::uint64_t> shorten_log(const std::filesystem::path& file, std::uint64_t most, bool dry_run);

} // namespace codexflow::workspace
