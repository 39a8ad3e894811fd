#pragma once

#include <string>
#include <utility>
#include <vector>

namespace codexflow {

/// What this program was made of: names ("boost") with versions, for people who look into a fault.
std::vector<std::pair<std::string, std::string>> build_info();

} // namespace codexflow
