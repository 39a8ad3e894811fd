#pragma once

#include "cli/argument_parser.hpp"
#include "cli/arguments.hpp"

namespace codexflow::cli {

/// What `run` was asked for. Errors: usage errors of the command.
result<run_options> read_run_options(const parsed_words& words);

} // namespace codexflow::cli
