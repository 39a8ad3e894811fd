#pragma once

#include "cli/argument_parser.hpp"
#include "cli/arguments.hpp"

namespace codexflow::cli {

/** What `memory` was asked, without its numbers. Errors: usage errors: forget without any filter, options that exclude
 *  each other. */
result<memory_options> read_memory_options(const parsed_words& words, setup_options setup);

/** What --since and --before mean: a time, a date (its first moment, UTC), or a length of time before @p now_us.
 *  @return ISO 8601. Errors: invalid_argument for anything else. */
result<std::string> moment_of(const std::string& text, const std::string& option, std::int64_t now_us);

} // namespace codexflow::cli
