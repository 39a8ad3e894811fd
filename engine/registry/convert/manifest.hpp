#pragma once

#include "engine/base/error.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

/** @file
 *  What a conversion wrote, so that the next one knows what is its own. Pure. */
namespace codexflow {

/// A file that was written, as it was written.
struct converted_file
{
    std::string digest; ///< "sha256:..."
    std::string source; ///< Below the source folder; empty for what is made of all of them.

    friend bool operator==(const converted_file&, const converted_file&) = default;
};

/// By path below the folder of the manifest, with '/'.
using conversion_manifest = std::map<std::string, converted_file>;

/// Its name, in the folder of the bundle.
inline constexpr std::string_view manifest_name = ".converted.json";

/// @p from is the source folder, as it was named.
std::string manifest_text(const conversion_manifest& manifest, const std::string& from);

/// The source folder a manifest names; empty if it is none.
std::string source_of_manifest(std::string_view text);

/** Reads one. Paths that lead out of the folder, or to files that no conversion writes, are left out: a
 *  manifest that came with somebody's repository must not be able to name files to remove.
 *  Errors: it is no JSON, or of another version; @p file names it. */
result<conversion_manifest> read_manifest(std::string_view text, const std::string& file);

/// Whether a conversion may write or remove a file of that name below its folder.
bool is_bundle_path(const std::filesystem::path& relative);

} // namespace codexflow
