#pragma once

#include "engine/base/file_write.hpp"
#include <codexflow/owned_fd.hpp>

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Folders that are seen, counted and removed on open descriptors: no symbolic link is followed, whatever
 *  happens to the names meanwhile. Any thread; blocks on the disk. */
namespace codexflow::workspace {

/// The folder @p name in @p parent; -1 with errno when it is none, or a link.
owned_fd open_folder(int parent, const std::string& name);

/// Whether a file (no link, no folder) of that name is there.
bool holds_file(int folder, const char* name);

/// Appends the names in @p folder, sorted by bytes. 0, or errno: why it could not be read.
int read_names(int folder, std::vector<std::string>& names);

/// What the files below @p folder hold together, as far as it may be read.
std::uint64_t count_bytes(int folder);

/// The files that tell whose folder it is: input.json, output.json, journal.jsonl.
bool is_marker(const std::string& name);

/** Removes the folder @p name in @p parent and all below it, its markers last: what was cut short is still
 *  known as ours. Folders that their owner may not write to are opened up first; other disks are not entered.
 *  0, or errno: why that was not possible. */
int remove_tree(int parent, const std::string& name);

/// How put_file() makes a file.
struct put_settings
{
    mode_t mode = 0600;            ///< Less the umask.
    std::optional<mode_t> exact{}; ///< Instead of it, whatever the umask.
    flush when = flush::later;
};

/** Puts @p bytes into the file @p name of @p folder in one step. A link of that name is replaced, not
 *  followed. 0, or errno; nothing is then left behind. */
int put_file(int folder, const std::string& name, std::string_view bytes, const put_settings& how = {});

/** Puts @p bytes into <folder>/<inside>/<name>, and makes the folder @p inside if it is not there. Neither of the
 *  two may be a link. 0, or errno. */
int put_inside(const std::string& folder, const std::string& inside, const std::string& name, std::string_view bytes);

} // namespace codexflow::workspace
