#pragma once

#include "engine/base/error.hpp"
#include <codexflow/owned_fd.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::workspace {

/// The git worktree of a task, in its folder.
inline constexpr const char* worktree_name = "tree";

/// The name of a task's folder: no two runs have the same.
std::string task_folder_name(std::string_view run_id, std::string_view task_id);
/// The run that @p folder_name belongs to, if task_folder_name() made it; else all of it.
std::string_view run_of_task_folder(std::string_view folder_name) noexcept;

/** The folders of tasks, <runs>/<alias>/<folder>: made, filled and removed step by step on open folders, so
 *  that a link in the place of one leads nowhere. All are their owner's only (0700, files 0600).
 *  Value type, any thread; blocks on the disk. */
class task_folders
{
public:
    /** @param runs must exist; a link to it is followed.
     *  Errors: invalid_argument. */
    static result<task_folders> open(const std::filesystem::path& runs);

    /** Makes a folder that was not there.
     *  Errors: invalid_argument for names that are no names of files (see is_name) and when it is there
     *  already, or the system refuses: with the path and its reason. */
    result<void> make(const std::string& alias, const std::string& folder) const;

    /// Whether it is there, and no link.
    bool has(const std::string& alias, const std::string& folder) const;

    /// Puts @p bytes into a file of it in one step. Errors: invalid_argument.
    result<void> put(const std::string& alias, const std::string& folder, const std::string& file,
                     std::string_view bytes) const;

    /// Removes it with all that is in it; one that is not there is removed. Errors: invalid_argument.
    result<void> remove(const std::string& alias, const std::string& folder) const;

    /// What is there of @p alias; nothing if that cannot be read.
    std::vector<std::string> names(const std::string& alias) const;

    /// Removes the folder of @p alias if nothing is in it any more.
    void remove_if_empty(const std::string& alias) const noexcept;

    /// "/project/.runs/reviewer/20261122T143412Z-4k2j9x.reviewer-1"
    std::filesystem::path path_of(const std::string& alias, const std::string& folder) const
    {
        return path_ / alias / folder;
    }

private:
    task_folders(owned_fd folder, std::filesystem::path path) : folder_(std::move(folder)), path_(std::move(path)) {}
    error failure(const char* what, const std::string& alias, const std::string& folder, int why) const;

    owned_fd folder_;
    std::filesystem::path path_;
};

} // namespace codexflow::workspace
