#pragma once

#include "cli/log_filter.hpp"
#include "engine/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace codexflow::cli {

inline constexpr std::size_t no_bound = std::numeric_limits<std::size_t>::max();

/// The end of a log.
struct log_tail
{
    std::vector<std::string> lines; ///< Without line ends, oldest first.
    std::uint64_t end = 0;          ///< Up to here the newest file was read.
    std::uint64_t unreadable = 0;   ///< Lines that are no events.
    bool there = false;             ///< There is such a file.
};

/** The last @p most lines of the log @p file that @p filter wants, from it and those that were put aside; what lies
 *  before them is not read. Errors: invalid_argument if a file cannot be read. */
result<log_tail> read_log_tail(const std::filesystem::path& file, const log_filter& filter, std::size_t most);

} // namespace codexflow::cli
