#pragma once

#include <codexflow/owned_fd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace codexflow::files {

enum class entry_kind : std::uint8_t
{
    file,
    folder,
    link,
    other ///< A pipe, a device, a socket.
};

/// A name in a folder.
struct entry
{
    std::string name;
    entry_kind kind = entry_kind::other;
};

/** The names in @p folder (open for listing), sorted by bytes, without "." and "..".
 *  @param most How many are read; a folder with more gives some of its names.
 *  @param more Set if there were more. */
std::vector<entry> entries_of(int folder, std::size_t most, bool& more);

/** All that lies below a folder, depth first, each folder's names sorted. Symbolic links are shown and never
 *  followed: every folder is opened below its parent, as no link. `.git` is not entered, nor are /proc and
 *  /sys, nor what may not be opened. Holds one open folder for each level. */
class tree_walk
{
public:
    /// What is found. The views of the folder live until the next call of next().
    struct place
    {
        std::string path; ///< From the top.
        std::string name;
        entry_kind kind = entry_kind::other;
        int folder = -1; ///< Open; where the name is.
    };

    /// @param most Names looked at in all; beyond them the walk ends early.
    tree_walk(owned_fd top, std::size_t most);

    /// The next one, folders included. @return false at the end.
    bool next(place& found);

    /// Whether the limits kept something back.
    bool cut_short() const noexcept { return cut_; }
    /// Folders that could not be opened.
    std::size_t closed_folders() const noexcept { return closed_; }

private:
    struct level
    {
        owned_fd folder;
        std::string path; ///< With a slash at its end, or empty.
        std::vector<entry> names;
        std::size_t at = 0;
    };

    void enter(owned_fd folder, std::string path);
    void descend();

    std::vector<level> levels_;
    std::string pending_; ///< A folder that was shown and is entered next: its name in the last level.
    std::size_t left_;
    std::size_t closed_ = 0;
    bool cut_ = false;
};

} // namespace codexflow::files
