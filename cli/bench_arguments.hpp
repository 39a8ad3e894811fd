#pragma once

#include "cli/arguments.hpp"

namespace codexflow::cli {

struct parsed_words;

/** What `bench` was asked for. @p common is what it shares with other commands.
 *  Errors: usage errors of the command. */
result<bench_options> read_bench_options(const parsed_words& words, setup_options common);

} // namespace codexflow::cli
