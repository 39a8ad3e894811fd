#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace codexflow {

/** Why no text can match the regular expression @p pattern (RE2 syntax), in words: something must stand
 *  before its beginning of the text (`a^b`), or behind its end (`$a`). Nothing when a text might match,
 *  or when that cannot be told by anchors alone. Pure, linear. */
std::optional<std::string> why_regex_never_matches(std::string_view pattern);

} // namespace codexflow
