#include "engine/workspace/old_worktrees.hpp"

#include "engine/workspace/task_folders.hpp"

#include <filesystem>
#include <utility>

namespace codexflow::workspace {

result<cleanup_choice> old_worktrees::judge(const std::string& folder, bool dry_run)
{
    if (!std::exchange(asked_, true))
        if (auto opened = git_worktrees::open(project_, environment_))
            trees_ = std::move(*opened);
    const cleanup_choice otherwise = force_ ? cleanup_choice::remove : cleanup_choice::worktree;
    if (!trees_) // whose tree that is nobody can say
        return otherwise;
    const std::string path = (std::filesystem::path(project_) / folder / worktree_name).string();
    const auto how = trees_->look_at(path);
    if (!how)
        return how.error();
    if (*how == git_worktrees::state::unknown)
        return otherwise;
    if (*how == git_worktrees::state::worked && !force_)
        return cleanup_choice::worktree;
    if (const auto removed = dry_run ? result<void>() : trees_->remove_at(path, force_); !removed)
        return removed.error();
    return cleanup_choice::remove;
}

} // namespace codexflow::workspace
