#pragma once

#include "engine/workspace/cleanup_choice.hpp"
#include "engine/workspace/git_worktrees.hpp"

#include <optional>
#include <string>
#include <vector>

namespace codexflow::workspace {

/** The work trees among what earlier runs left behind: git is asked about each, and removes it. The repository
 *  is opened when the first one is asked about. Blocks. */
class old_worktrees
{
public:
    /// @param project Absolute. @param environment As for git_worktrees::open(). @param force Also those with work in them.
    old_worktrees(std::string project, std::vector<std::string> environment, bool force)
        : project_(std::move(project)), environment_(std::move(environment)), force_(force)
    {
    }

    /** Decides about the tree in @p folder, a path in the project, and unless @p dry_run removes it.
     *  Errors: unavailable, with what git says; then it stays. */
    result<cleanup_choice> judge(const std::string& folder, bool dry_run);

private:
    const std::string project_;
    const std::vector<std::string> environment_;
    const bool force_;
    bool asked_ = false;
    std::optional<git_worktrees> trees_; ///< Nothing: no git, or no repository.
};

} // namespace codexflow::workspace
