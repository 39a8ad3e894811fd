#pragma once

#include <string_view>
#include <vector>

namespace codexflow {

/// The lines of @p text without their ends (LF or CR LF); views into it.
std::vector<std::string_view> lines_of(std::string_view text);

} // namespace codexflow
