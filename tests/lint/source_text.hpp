#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  What the lints read: the project's C and C++ files, without comments. */
namespace codexflow::lint {

/** All .c .cpp .h .hpp files below @p folders of @p root, sorted, leaving out @p excluded folders.
 *  A folder that does not exist has no files. */
std::vector<std::filesystem::path> source_files(const std::filesystem::path& root,
                                                const std::vector<std::string>& folders,
                                                const std::vector<std::string>& excluded);

/// @throws std::runtime_error when the file cannot be read.
std::string load(const std::filesystem::path& path);

enum class literals
{
    keep,
    blank
};

/** @p text with every comment, and if asked the inside of every string and character literal, turned
 *  into blanks. Line breaks stay where they were, so that lines can still be counted. */
std::string without_comments(std::string_view text, literals how);

} // namespace codexflow::lint
