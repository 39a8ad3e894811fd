#pragma once

#include "engine/base/error.hpp"
#include <codexflow/owned_fd.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace codexflow::workspace {

/** A folder that no path given to it leads out of: "..", absolute paths and symbolic links are followed
 *  as long as they stay inside, and refused where they leave. Resolved step by step on open folders, so
 *  that nobody who exchanges a folder for a link meanwhile leads us astray. Value type, any thread. */
class project_root
{
public:
    /// What stands at a path.
    enum class kind
    {
        file,
        folder,
        other ///< A pipe, a device, a socket: never opened.
    };
    struct place
    {
        kind what = kind::other;
        bool through_link = false; ///< The path's last part is a symbolic link.
        owned_fd handle;           ///< O_PATH: names it, reads nothing.
    };

    /// Errors: not_found if there is no such folder.
    static result<project_root> open(const std::filesystem::path& folder);

    /** What @p path (relative to the folder, or absolute and inside it) leads to.
     *  Errors, without a place: permission_denied if it leads out of the folder or may not be searched,
     *  not_found if there is nothing, invalid_argument for a loop of links or an impossible name. */
    result<place> find(std::string_view path) const;

    /** Opens a place of the kind file for reading. Errors: permission_denied, unavailable. */
    static result<owned_fd> open_file(const place& what);

    /// The folder with all links resolved.
    const std::string& path() const noexcept { return path_; }

private:
    project_root(owned_fd folder, std::string path) : folder_(std::move(folder)), path_(std::move(path)) {}

    owned_fd folder_;
    std::string path_;
};

} // namespace codexflow::workspace
