#pragma once

#include "plugins/mcp/pins.hpp"

#include <filesystem>

namespace codexflow::mcp {

/** Reads the pins of a file; a file that does not exist holds none.
 *  Throws failure (CFLOW_E_INVALID) with the file's name when it cannot be read: nothing is trusted then. */
pins read_pin_file(const std::filesystem::path& file);

/** Puts @p text in the place of the file in one step, with missing folders on the way; mode 0600.
 *  Throws failure (CFLOW_E_IO). Blocks: a small file, once a run at most. */
void write_pin_file(const std::filesystem::path& file, std::string_view text);

} // namespace codexflow::mcp
