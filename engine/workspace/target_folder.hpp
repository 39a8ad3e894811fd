#pragma once

#include "engine/base/error.hpp"
#include <codexflow/owned_fd.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace codexflow::workspace {

struct file_proposal;

/** A folder that files of answers are written below. Paths (see relative_file_path) are walked on open folders;
 *  no symbolic link is followed, whatever happens to the names meanwhile. Any thread; blocks on the disk. */
class target_folder
{
public:
    /// What an existing file may hold to be compared and replaced.
    static constexpr std::size_t most_bytes = 64U << 20U;

    /** @param path A link to it is followed; it need not be there.
     *  Errors: invalid_argument when it is no folder or may not be entered. */
    static result<target_folder> open(const std::filesystem::path& path);

    /** What stands at @p file; nothing if nothing does.
     *  Errors: invalid_argument, in words, for a link on the way or there, a folder, whatever else is no file,
     *  and one that cannot be read or is too large. */
    result<std::optional<std::string>> read(const std::string& file) const;

    /** Replaces @p file by @p content in one step, if it still holds @p before (nothing: is not there). Missing
     *  folders are made. A file that was there keeps its mode; a new one gets 0644, less the umask.
     *  Errors: as read(); also when somebody else has changed it. Then it is as it was. */
    result<void> put(const std::string& file, std::string_view content, const std::optional<std::string>& before);

private:
    target_folder(owned_fd folder, std::filesystem::path path) : folder_(std::move(folder)), path_(std::move(path)) {}

    owned_fd folder_; ///< None as long as it is not there.
    std::filesystem::path path_;
};

/// Finds out what stands where @p proposal would write: new, changed, unchanged, or refused.
void look_at_targets(file_proposal& proposal);

/// Writes what is new or changed; what cannot be written is told in its status and reason.
void write_targets(file_proposal& proposal);

} // namespace codexflow::workspace
