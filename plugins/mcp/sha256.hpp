#pragma once

#include <string>
#include <string_view>

namespace codexflow::mcp {

/// The SHA-256 of @p bytes in 64 hexadecimal digits. Pure.
std::string sha256(std::string_view bytes);

} // namespace codexflow::mcp
