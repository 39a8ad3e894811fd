#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace codexflow::bench {
struct measurement;
}

namespace codexflow::cli {

/** Makes @p folder, with those around it, and sees that files can be made in it: before calls are paid for.
 *  Errors: invalid_argument with the folder and the system's reason. */
result<void> prepare_bench_folder(const std::filesystem::path& folder);

/** Writes bench-<ms>.json, .md and .csv, readable by the user alone, <ms> being when the bench began. If a
 *  file of that name is there already the next free number is taken: none is written over.
 *  @return their common name without the ending: "data/bench/bench-1763822052123".
 *  Errors: invalid_argument; files that were written whole stay. */
result<std::filesystem::path> write_bench_files(const std::filesystem::path& folder, const bench::measurement& all);

} // namespace codexflow::cli
