#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/** @file
 *  How text fills the columns of a terminal. Text is UTF-8; what is not counts as U+FFFD, one column.
 *  Pure and independent of the locale. */
namespace codexflow::cli {

/// Columns of one character: 0 for combining marks, 2 for East Asian wide ones and emoji, else 1.
int width_of(char32_t character) noexcept;

/// Columns of a text without control characters.
int width_of(std::string_view text) noexcept;

/** @p text cut to at most @p columns, marked with "…" where it is cut; never inside a character.
 *  @param keep_end Cut at the front: "…last words". */
std::string clip(std::string_view text, int columns, bool keep_end = false);

/// clip(), then filled with spaces to exactly @p columns.
std::string fit(std::string_view text, int columns);

/** @p text as one line that cannot move the cursor: control characters and runs of white space become
 *  one space, what is not UTF-8 becomes U+FFFD. */
std::string one_line(std::string_view text);

/** @p text fit for a terminal: line ends and tabs stay, other control characters (escape sequences a
 *  model may have written) are shown as U+FFFD. */
std::string without_controls(std::string_view text);

/** without_controls() for what a person has to decide on: characters that hide or that reorder their
 *  neighbours (zero width, bidirectional formatting) are shown as U+FFFD too. */
std::string without_disguise(std::string_view text);

} // namespace codexflow::cli
