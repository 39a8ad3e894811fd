#pragma once

#include "engine/registry/convert/manifest.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What a conversion does to each file of its folder: decided from what is wanted, what is there and what an
 *  earlier conversion wrote. Pure. */
namespace codexflow {

enum class file_action : std::uint8_t
{
    create,
    update,    ///< It was written by a conversion and not touched since.
    unchanged, ///< It is already what is wanted.
    remove,    ///< It was written by a conversion and not touched since; its source is gone.
    keep,      ///< Somebody else's, or changed by hand: left as it is.
};

/// "create", "update", "unchanged", "remove", "keep".
std::string_view to_string(file_action action) noexcept;

/// A file a conversion makes.
struct wanted_file
{
    std::string path; ///< Below the folder, with '/'.
    std::string text;
    std::string source; ///< As in converted_file.
};

struct file_step
{
    std::string path;
    std::string source;
    file_action action = file_action::create;
    std::string why;  ///< For those who wonder; empty if it is plain.
    std::string text; ///< To be written.
};

struct conversion_plan
{
    std::vector<file_step> steps; ///< In the order wanted, then what is to be removed.
    conversion_manifest manifest; ///< As it is to be afterwards.
};

/// The digest of a file below the folder; nothing if there is none.
using digest_lookup = std::function<std::optional<std::string>(const std::string& path)>;

/// Decides. @p before is the manifest of the last conversion.
conversion_plan plan_conversion(std::vector<wanted_file> wanted, const conversion_manifest& before,
                                const digest_lookup& on_disk);

} // namespace codexflow
