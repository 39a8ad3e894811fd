#pragma once

#include <cstddef>
#include <string_view>

namespace codexflow::files {

/// What the manifest's config schema allows.
struct tool_limits
{
    std::size_t output_bytes = 64 << 10; ///< Of what one call gives the model.
    std::size_t file_bytes = 8 << 20;    ///< Of a file that is written, edited or searched.
    std::size_t entries = 1000;          ///< Of a list.
};

/// Throws failure for what is not an object; the host has checked the rest against the schema.
tool_limits read_settings(std::string_view json);

} // namespace codexflow::files
