#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace codexflow::jsonl {

/** The name of an alias's file: the alias itself and ".jsonl", as the original has it. What would lead out of the folder
 *  or hide the file ('/', '\\', '%', control characters, a point in front) stands as %XX, so that two aliases never
 *  share a file. Throws failure (CFLOW_E_INVALID) for an alias that is empty or too long for a file's name. */
std::string file_name_of(std::string_view alias);

/// The alias whose file that is; nothing for files that are none of these.
std::optional<std::string> alias_of(std::string_view file_name);

} // namespace codexflow::jsonl
