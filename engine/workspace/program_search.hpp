#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::workspace {

/** The files that the command @p name may mean, in the order in which they are tried. Pure.
 *  A name with a slash means that file. Any other is looked for in the folders of PATH in @p environment
 *  ("NAME=VALUE" each), or in /bin and /usr/bin when it has none. An empty or relative folder in PATH
 *  is passed over: what runs must not depend on where we happen to be. */
std::vector<std::string> program_candidates(std::string_view name,
                                            const std::vector<std::string>& environment);

} // namespace codexflow::workspace
