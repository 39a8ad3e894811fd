#pragma once

#include "engine/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace codexflow {

/// "sha256:" and 64 hexadecimal digits of @p bytes. Pure.
std::string sha256_digest(std::string_view bytes);

/** The same of a file's content, read in pieces.
 *  Errors: not_found if there is no such file, otherwise invalid_argument. */
result<std::string> sha256_digest_of_file(const std::filesystem::path& path);

} // namespace codexflow
