#pragma once

#include <codexflow/failure.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::cli {

/** Sorts the words of a command that failed: one of the kinds of error documents (cflow_async_v1), "server"
 * when they say nothing that is known. */
std::string_view kind_of_words(std::string_view words);

/** The end of what a command wrote to stderr as one line of valid UTF-8: colours left out, lines parted by "
 * | ".
 *  @param limit the most bytes of @p text that are used; a line whose beginning is beyond it is left out. */
std::string last_words(std::string_view text, std::size_t limit);

/** The failure of a command that ended with @p exit_status (128 + N: by signal N).
 *  @param what the command in words; it begins the message.
 *  @param words its last words, may be empty. */
failure exit_failure(const std::string& what, int exit_status, const std::string& words);

/// The failure that a command has reported itself.
failure reported_failure(const std::string& what, const std::string& report);

} // namespace codexflow::cli
