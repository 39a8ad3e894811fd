#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/cleanup_choice.hpp"
#include <codexflow/owned_fd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace codexflow::workspace {

/** What runs left below .runs, seen and removed on open folders: no symbolic link is followed, and no other
 *  disk is entered, whatever happens to the names meanwhile. Value type, any thread; blocks on the disk. */
class runs_folder
{
public:
    /** Nothing if there is no such folder.
     *  Errors: invalid_argument if it is a symbolic link or no folder, permission_denied. */
    static result<std::optional<runs_folder>> open(const std::filesystem::path& folder);

    /** All tasks' folders and records. Folders that hold neither input.json, output.json nor journal.jsonl are
     *  not ours and not listed. Tasks are going on as long as the record of their run is being written; those
     *  whose run has no record, as long as they have no output.json and any record is being written.
     *  Errors: permission_denied if the folder itself cannot be read. */
    result<std::vector<run_remains>> list() const;

    /// The tasks' folders of one alias, as in list(), without counting their bytes; none if it cannot be read.
    std::vector<run_remains> list_of(const std::string& alias) const;

    /** The records alone, sorted by name, which is the time of their start; nothing is counted or looked for in
     *  them. Errors: permission_denied. */
    result<std::vector<run_remains>> list_records() const;

    /** Removes all of @p one, its marking file last: what was cut short is found again the next time.
     *  Errors: not_found, permission_denied with the path and the reason; what went before is then gone. */
    result<void> remove(const run_remains& one) const;

    /// ".runs/reviewer/1763822052123-4k2j9x"
    std::string path_of(const run_remains& one) const;

private:
    runs_folder(owned_fd folder, std::filesystem::path path) : folder_(std::move(folder)), path_(std::move(path)) {}

    owned_fd folder_;
    std::filesystem::path path_;
};

} // namespace codexflow::workspace
