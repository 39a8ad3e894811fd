#pragma once

#include "engine/base/error.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Small text tools for messages and for values in users' files. All of them work on bytes, are
 *  pure, and do not know about locales: the same input gives the same output everywhere. */
namespace codexflow {

/// ASCII letters to lower case; every other byte is left alone.
std::string to_lower(std::string_view text);

/// @p parts with @p separator between them.
std::string join(std::span<const std::string> parts, std::string_view separator);

/// What stands between the separators of @p text, without blanks around it; at least one part.
std::vector<std::string> split(std::string_view text, char separator);

/// @p text without spaces, tabs and line ends at both ends; the view points into @p text.
std::string_view trim(std::string_view text) noexcept;

/** @p text in single quotes, fit for one line of a message: control characters are shown as
 *  \\xNN and text longer than @p limit bytes is cut (at a character) and marked with "...". */
std::string quote(std::string_view text, std::size_t limit = 80);

/** Whether @p text can name an agent, an alias or a provider: ASCII letters, digits, '-', '_' and
 *  '.', not beginning with '.', at most 128 bytes. Such a name is also a safe file name. */
bool is_name(std::string_view text) noexcept;

/** The candidate most likely meant by @p name, or "" when none is close enough.
 *  Distance is Damerau-Levenshtein (neighbouring letters swapped count once) without regard to
 *  ASCII case; at most a third of the longer word may differ. Ties go to the byte-wise smaller
 *  candidate, so the order of @p candidates does not matter. */
std::string nearest(std::string_view name, std::span<const std::string> candidates);

/** The hint for an unknown name: "did you mean 'x'?", or "one of: a, b, c" (sorted, at most
 *  twelve, then "..."), or "" without candidates. */
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

/** Reads a length of time: digits and one of ms, s, m, h, d ("250ms", "30s", "10m", "7d").
 *  Errors: invalid_argument for anything else, and for more than 100 years. The error has no
 *  place; the caller adds it. */
result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The shortest text that parse_duration() reads back as @p value ("90s", "10m"); negative is "-".
std::string format_duration(std::chrono::milliseconds value);

} // namespace codexflow
