#pragma once

#include "plugins/files/open_beneath.hpp"

#include <codexflow/tool_call.hpp>

#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

namespace codexflow::files {

/// A file that is open for reading, and what it was when it was opened.
struct open_file
{
    owned_fd handle;
    struct stat about = {};
};

/// Where a file is to be written: a name in an open folder.
struct write_place
{
    owned_fd folder; ///< O_PATH.
    std::string name;
};

/** The folders one call may work in, held open. Every path the model gives goes through here. Paths may be
 *  relative to the workspace or absolute; text only chooses which folder to begin at, what lies below it the
 *  kernel decides (open_beneath). All functions throw tool_error, in words for the model. One thread at a
 * time. */
class work_area
{
public:
    /// Throws tool_error if none of @p roots can be opened.
    work_area(std::string_view workspace, const std::vector<tool_root>& roots,
              follower how = follower::kernel);

    /// The regular file at @p path; anything else (folder, pipe, device, socket, /proc) is refused.
    open_file read_file(std::string_view path) const;
    /// The folder at @p path, open for listing.
    owned_fd read_folder(std::string_view path) const;
    /// Whether @p path is a folder. Throws if nothing is there.
    bool is_folder(std::string_view path) const;

    /** Where to write @p path. The folder must lie in a root that may be written. The name may be free, or
     * that of a regular file; a symbolic link there is refused.
     *  @param make_folders Folders on the way that are missing are made. */
    write_place place_for(std::string_view path, bool make_folders) const;
    /// The regular file at a place; no handle if the name is free.
    static open_file existing(const write_place& at, std::string_view path);

private:
    struct root
    {
        owned_fd folder;
        std::string path; ///< As the host gave it, without slashes at its end.
        bool writable = false;
        dev_t device = 0;
        ino_t number = 0;
    };
    /// A folder to begin at, and the way from there.
    struct start
    {
        const root* from;
        std::string way;
    };

    void add(const tool_root& given);
    std::string absolute(std::string_view path) const;
    std::vector<start> starts(std::string_view path) const;
    opened find(std::string_view path, const std::string& whole, last_link last) const;
    opened make_way(const start& along, std::string_view path) const;
    void check_writable(int folder, std::string_view path) const;
    [[noreturn]] void refuse(std::string_view path, int code) const;

    std::string workspace_;
    std::vector<root> roots_; ///< Longest path first.
    follower how_;
};

/// The regular file @p name of an open folder, never through a link; no handle if there is none that can be
/// read.
open_file open_in(int folder, const std::string& name);

/// @p path for a message or a list: in quotes and escaped if it holds something that could deceive a reader.
std::string shown(std::string_view path);

/// What an errno means for who gave the path.
std::string explain(int code);

} // namespace codexflow::files
