#pragma once

#include "engine/base/error.hpp"
#include "engine/workspace/run_child.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/** @file
 *  Work trees of a project's repository, one for each task that may write. Git is run as a program, without a
 *  shell, without the repository's hooks; what stands in a tree is never asked where its repository is, as
 *  tools may have written there. */
namespace codexflow::workspace {

/// A file that differs from what its tree began with.
struct tree_change
{
    std::string path; ///< Relative to the tree.
    std::string how;  ///< "added", "modified" or "deleted".
};

/// A tree that was made.
struct git_tree
{
    std::string path;    ///< Absolute.
    std::string branch;  ///< "codex-flow/RUN_ID/TASK_ID"
    std::string git_dir; ///< Absolute: what git itself keeps of it, outside of it.
};

class git_worktrees
{
public:
    /** @param project Absolute. @param environment All of git's environment, "NAME=VALUE" each; what points git
     *  to another repository is left out.
     *  Errors: invalid_argument when the folder is in no work tree or nothing was committed yet, not_found
     *  without git, unavailable when git refuses to say. */
    static result<git_worktrees> open(std::string project, std::vector<std::string> environment);

    /// The commit that trees begin with.
    const std::string& base() const noexcept { return base_; }
    /// Another commit than the project's head: that with which the trees there are began.
    void use_base(std::string commit) { base_ = std::move(commit); }
    /// Where the project is in the repository: "sub/folder/", or "" at its top.
    const std::string& prefix() const noexcept { return prefix_; }

    /// How many files of the project are not as committed, and so not in the trees. Errors: unavailable.
    result<std::size_t> uncommitted() const;

    /// Makes a tree in the folder @p path, which is not there yet, on a new branch. Errors: unavailable.
    result<git_tree> add(const std::string& path, std::string_view run_id, std::string_view task_id) const;

    /// The tree in the folder @p path, if there is one that the repository knows. Errors: unavailable.
    result<std::optional<git_tree>> tree_at(const std::string& path) const;

    /// What of @p tree differs from the base, committed or not; without what is ignored. Errors: unavailable.
    result<std::vector<tree_change>> changes(const git_tree& tree) const;

    /** Removes a tree in which nothing was changed, and its branch if it has no commits of its own. Git looks once more, and refuses what is
     *  dirty. Errors: unavailable; then it stays. */
    result<void> remove(const git_tree& tree) const;

    enum class state
    {
        clean,
        worked, ///< There is work in it: uncommitted, or in commits that the project does not have.
        unknown ///< The repository knows no such tree.
    };
    /// How the tree in the folder @p path is, whichever run made it. Errors: unavailable.
    result<state> look_at(const std::string& path) const;

    /** Removes the tree in the folder @p path, which the repository knows, and its branch, unless that has commits
     *  of its own. @param force Also when there is work in it; else git refuses.
     *  Errors: unavailable; then it stays. */
    result<void> remove_at(const std::string& path, bool force) const;

private:
    git_worktrees(std::string project, std::vector<std::string> environment)
        : project_(std::move(project)), environment_(std::move(environment))
    {
    }
    result<child_output> git(std::vector<std::string> arguments, const git_tree* in = nullptr) const;
    struct known_tree
    {
        std::string head, branch, git_dir;
    };
    result<std::optional<known_tree>> find(const std::string& path) const;
    result<bool> has(const std::string& commit) const;
    result<void> drop_branch(const std::string& branch, const std::string& commit) const;
    result<std::string> told(std::vector<std::string> arguments, const git_tree* in = nullptr) const;

    std::string project_;
    std::vector<std::string> environment_;
    std::string base_, prefix_;
};

/// "codex-flow/RUN_ID/TASK_ID", as far as names of branches can have it. Pure.
std::string branch_name(std::string_view run_id, std::string_view task_id);

/// The records of `git status --porcelain -z` and `git diff --name-status -z`, by path. Pure.
std::vector<tree_change> read_tree_changes(std::string_view status, std::string_view committed);

} // namespace codexflow::workspace
