#pragma once

#include "cli/argument_parser.hpp"
#include "cli/arguments.hpp"

#include <optional>
#include <string>

/** @file
 *  What the options of several commands say, from the words that were given. */
namespace codexflow::cli {

/// @p given itself; nothing for null.
std::optional<std::string> maybe(const std::string* given);

/// Configuration and plugins: the same for every command.
setup_options setup_from(const parsed_words& words);

color_choice color_from(const parsed_words& words);

/// The whole number of an option; nothing when it was not given. Errors: a usage error if it is none, or less than
/// @p least.
result<std::optional<unsigned>> number_from(const parsed_words& words, const std::string& option, unsigned least);

} // namespace codexflow::cli
