#pragma once

#include "cli/arguments.hpp"

namespace codexflow::cli {

struct parsed_words;

/** What the commands that show what runs left behind were asked for. @p common is what they share with other
 *  commands. Errors: usage errors of the command. */
result<metrics_options> read_metrics_options(const parsed_words& words, setup_options common);

} // namespace codexflow::cli
