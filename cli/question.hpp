#pragma once

#include "cli/context.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace codexflow::cli {

/** Asks @p question on standard error and reads the answer from standard input, if both are a terminal.
 *  @return nothing if there is nobody to ask; an input that ends is a no. */
std::optional<bool> ask_yes_or_no(std::string_view question, const context& where);

/** Asks the same way for any line.
 *  @return nothing if there is nobody to ask, or the input ended. */
std::optional<std::string> ask_for_line(std::string_view question, const context& where);

/// Whether reading from the terminal @p fd is our turn: a job in the background would be stopped for it.
bool in_foreground(int fd);

/// Whether somebody can be asked: standard error and standard input are a terminal, and this is its foreground job.
bool can_ask(const context& where);

/// Whether a line typed by a person means yes: "y" or "yes", in any case, blanks around it. Pure.
bool means_yes(std::string_view line);

} // namespace codexflow::cli
