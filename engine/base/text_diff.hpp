#pragma once

#include <string>
#include <string_view>

namespace codexflow {

/** What has to be changed to make @p after of @p before, as a unified diff with three lines around each
 *  change: "--- name", "+++ name", hunks. Empty if they are the same; a missing end of the last line is
 *  told as diff does. Texts of very many lines that have little in common are shown as replaced. Pure. */
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name);

} // namespace codexflow
