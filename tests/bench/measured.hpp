#pragma once

#include "tests/support/process.hpp"

#include <filesystem>

namespace codexflow::test {

/// What one program cost, from its start to its end, with the children it waited for.
struct cost
{
    int status = -1; ///< Its exit code; -1 when a signal ended it.
    double wall_s = 0;
    double cpu_s = 0; ///< User and system.
    double peak_rss_mb = 0;
};

/** Runs @p what without input; its stdout goes to @p out (a file, made or emptied), its stderr to ours.
 *  @throws std::system_error when it cannot be started. */
cost measure(const command& what, const std::filesystem::path& out);

} // namespace codexflow::test
