#pragma once

#include "engine/base/error.hpp"

#include <cstdint>
#include <string_view>

namespace codexflow::cli {

/** The time that `--since` means, microseconds since 1970: a length of time before @p now_us ("90m", "7d"), or a
 *  date, with or without a time of day, in UTC. Errors: invalid_argument for anything else. */
result<std::int64_t> time_since(std::string_view text, std::int64_t now_us);

} // namespace codexflow::cli
