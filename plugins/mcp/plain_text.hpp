#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace codexflow::mcp {

/** A server's text as it may be shown to people and models: what cannot be seen but can be read (control characters,
 *  marks that reverse or hide text, Unicode tags) becomes U+FFFD, and so do bytes that are not UTF-8. Line ends and
 *  tabs stay. Text beyond @p limit bytes is cut between characters, and "..." says so. Pure. */
std::string plain_text(std::string_view from, std::size_t limit);

/// The same on one line: for logs and messages.
std::string one_line(std::string_view from, std::size_t limit);

} // namespace codexflow::mcp
