#pragma once

#include <optional>
#include <string>
#include <string_view>

/** @file
 *  What can be said of a glob (codexflow/glob.hpp has the rules) without a path to hold it against. Pure. */
namespace codexflow {

/// Why no path of a project can fit @p glob, in words; nothing when one might.
std::optional<std::string> why_glob_never_fits(std::string_view glob);

/** Whether every path that fits @p narrow also fits @p wide. Never true without being so; may be false for
 *  pairs that are too intricate to tell (sets that overlap). */
bool glob_covers(std::string_view wide, std::string_view narrow);

} // namespace codexflow
