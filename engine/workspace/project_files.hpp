#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/git_files.hpp"
#include "engine/workspace/project_root.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace codexflow::workspace {

/** Which files of a project are meant by what somebody typed. Names come out relative to the project, each
 *  once, in the order in which they were asked for; what a folder or a pattern stands for comes sorted.
 *
 *  A folder means the files in it that git tracks or would track; in a project without git all of them.
 *  Left out of folders and patterns: symbolic links (what they lead to has its own name), .git, and our own
 *  files (see own_files). Folders outside the project are refused. Blocks on the disk and on git. One thread. */
class project_files
{
public:
    /// More files than this are not looked at: somebody is in the wrong folder.
    static constexpr std::size_t most = 100'000;

    /// Whether a path fits a pattern.
    using matcher = std::function<bool(const std::string& path)>;
    /// Makes the matcher of a pattern. Errors: invalid_argument for one that is none.
    using pattern_reader = std::function<result<matcher>(const std::string& pattern)>;

    /// @p root is borrowed. @p patterns may be empty: then no name is a pattern.
    project_files(const project_root& root, git_files git, pattern_reader patterns = {})
        : root_(root),
          git_(std::move(git)),
          patterns_(std::move(patterns))
    {}

    enum class naming
    {
        literal, ///< A file or a folder.
        pattern, ///< Or a pattern, if there is nothing of that name.
    };

    /** Adds what @p name stands for.
     *  Errors: not_found with the nearest name, permission_denied for what lies outside the project,
     *  invalid_argument for what is no file; those of git_files. */
    result<void> add(const std::string& name, naming how = naming::pattern);

    /// Adds the files that git_files::changed() tells. Errors: also not_found outside of a repository.
    result<void> add_changed(const std::string& ref);

    const std::vector<std::string>& files() const noexcept { return files_; }

private:
    result<std::vector<std::string>> in_folder(const std::string& folder);
    result<std::vector<std::string>> walk(const std::string& folder) const;
    std::vector<std::string> only_files(std::vector<std::string> names) const;
    result<void> add_matching(const std::string& pattern);
    error missing(const std::string& name) const;
    void take(std::string name);

    const project_root& root_;
    git_files git_;
    pattern_reader patterns_;
    std::optional<bool> in_git_;
    std::vector<std::string> files_;
    std::set<std::string> taken_;
};

/** The names in @p text: separated by NUL bytes if it holds any, else by line ends (CRLF too). Blank ones
 *  are left out. Pure. */
std::vector<std::string> names_in_list(std::string_view text);

} // namespace codexflow::workspace
