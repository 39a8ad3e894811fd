#pragma once

#include "engine/base/error.hpp"
#include "engine/record/redacted_places.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/** @file
 *  Secrets in files that are there already. */
namespace codexflow {

class redaction;

/// A secret in a file; line and column (in bytes) count from 1.
struct found_secret
{
    std::uint64_t line = 0, column = 0;
    std::string rule, excerpt;
};

/// What a file is to a scan.
enum class scanned_as
{
    text,
    binary, ///< It holds a zero byte at its beginning, and was not looked at.
};

/** Looks through a file in parts of about 1 MiB, so that it may be of any size; a secret is found if it and the line
 *  it begins in are at most 16 KiB long.
 *  Errors: invalid_argument with the path and the system's reason. */
result<scanned_as> scan_file(const std::filesystem::path& path, const redaction& by,
                             const std::function<void(found_secret)>& found);

/** Redacts a file in place, in one step and with its mode. Lines of a journal get the checksum of what they then are.
 *  @return whether anything was changed. Errors: invalid_argument with the path; too large: more than 256 MiB. */
result<bool> redact_file(const std::filesystem::path& path, const redaction& by);

/// The files below @p path, or it alone, sorted; symbolic links are not followed. Errors: not_found.
result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& path);

} // namespace codexflow
