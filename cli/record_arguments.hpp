#pragma once

#include "cli/arguments.hpp"

namespace codexflow::cli {

struct parsed_words;

/** What the commands that show what runs left behind were asked for. @p common is what they share with other
 *  commands. Errors: usage errors of the command. */
result<metrics_options> read_metrics_options(const parsed_words& words, setup_options common);

result<logs_options> read_logs_options(const parsed_words& words, color_choice color);
result<runs_options> read_runs_options(const parsed_words& words, setup_options common);
result<doctor_options> read_doctor_options(const parsed_words& words, setup_options common, color_choice color);
result<diagnostics_options> read_diagnostics_options(const parsed_words& words, setup_options common);

} // namespace codexflow::cli
