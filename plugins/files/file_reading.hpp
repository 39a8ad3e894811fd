#pragma once

#include "plugins/files/work_area.hpp"
#include "plugins/files/work_slice.hpp"

#include <codexflow/task.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::files {

/// Reads what comes next into @p buffer and gives that part of it; empty at the end. Throws tool_error.
std::string_view read_piece(int file, std::string& buffer, std::string_view path);

/// Whether a text that begins so is none: it has a NUL among its first bytes.
bool looks_binary(std::string_view start) noexcept;

/** The whole of @p file, in slices. Throws tool_error if it has more than @p most bytes.
 *  All must stay valid until the task completes. */
task<std::string> read_whole(const open_file& file, std::string_view path, std::size_t most,
                             work_slice& slice);

/// "1234 bytes", "1 byte".
std::string bytes_text(std::size_t count);

} // namespace codexflow::files
