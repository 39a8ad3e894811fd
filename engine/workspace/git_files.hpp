#pragma once

#include "engine/base/error.hpp"

#include <string>
#include <vector>

/** @file
 *  What git knows about the files of a folder. Git is run as a program, without a shell; it changes
 *  nothing and starts nothing that the repository's own configuration names. All paths are relative to
 *  the folder and lie in it. */
namespace codexflow::workspace {

class git_files
{
public:
    /// @param environment All of git's environment, "NAME=VALUE" each.
    git_files(std::string folder, std::vector<std::string> environment);

    /** Whether the folder is in a work tree.
     *  Errors: unavailable when git refuses to say (a repository of somebody else's, a broken one);
     *  not_found when git is not installed although there is a repository. */
    result<bool> here() const;

    /** The files below @p inside ("" for all) that are tracked, or new and not ignored. Some may have
     *  been deleted. Errors: unavailable. */
    result<std::vector<std::string>> listed(const std::string& inside) const;

    /** The files that differ from @p ref (a commit, a branch, or a range such as main...HEAD), and those that
     * are new and not ignored. Without @p ref, from HEAD; before the first commit all files are changed.
     *  Errors: not_found when there is no such revision, unavailable. */
    result<std::vector<std::string>> changed(const std::string& ref) const;

private:
    result<std::vector<std::string>> list(std::vector<std::string> arguments) const;

    std::string folder_;
    std::vector<std::string> environment_;
};

} // namespace codexflow::workspace
