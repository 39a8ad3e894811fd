#pragma once

#include "engine/base/error.hpp"

#include <codexflow/owned_fd.hpp>

#include <filesystem>

namespace codexflow::cli {

/** A descriptor that becomes readable when nobody writes the journal @p file any more, however its writer ended: it
 *  holds a lock on it as long as it lives. A thread waits for that lock, and ends with the process if it never comes.
 *  Errors: invalid_argument if the file cannot be opened. */
result<owned_fd> watch_end_of_run(const std::filesystem::path& file);

} // namespace codexflow::cli
