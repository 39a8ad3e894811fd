#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::cli {

/** Splits a command line into words by the simple rules of POSIX shells, without a shell: blanks part words;
 *  '...' keeps everything; "..." keeps all but a backslash before " \ $ ` or a line end; a backslash outside
 * of quotes keeps the next character. Nothing is expanded: $HOME, ~, * and | are themselves. Throws
 * failure(CFLOW_E_INVALID) when a quote is not closed or the line ends in a backslash. */
std::vector<std::string> split_words(std::string_view line);

} // namespace codexflow::cli
