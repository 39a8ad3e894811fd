#pragma once

#include <string>
#include <vector>

namespace codexflow::cli {

/** Columns under their headings, as wide as their widest cell; cells are one line.
 *  @param columns Width of the window: the last column is clipped to it, down to 10; 0 clips nothing. */
std::string render_table(const std::vector<std::string>& headings,
                         const std::vector<std::vector<std::string>>& rows, int columns);

} // namespace codexflow::cli
