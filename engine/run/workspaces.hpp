#pragma once

#include "engine/base/error.hpp"
#include "engine/base/side_thread.hpp"
#include "engine/config/keep_rule.hpp"
#include "engine/record/event.hpp"
#include "engine/workspace/git_worktrees.hpp"
#include "engine/workspace/task_folders.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace codexflow {

/** The folders of a run's tasks: where they are, and which of them stay. What may take long is done aside.
 *  Owned by the run; engine thread only; outlives every task. */
class workspaces
{
public:
    struct settings
    {
        std::filesystem::path runs; ///< ".runs"
        std::string run_id;
        keep_rule keep;
        bool resumed = false; ///< An earlier process may have left folders of the run's tasks.
        std::optional<workspace::git_worktrees> trees{}; ///< Tasks that may write get one each.
    };
    workspaces(boost::asio::io_context& io, settings given) : given_(std::move(given)), aside_(io) {}

    /// Before the first task, when the run's journal is there. Errors: invalid_argument.
    result<void> open();

    const keep_rule& keep() const noexcept { return given_.keep; }
    const workspace::task_folders& folders() const { return *folders_; }
    std::string folder_of(const std::string& task_id) const { return workspace::task_folder_name(given_.run_id, task_id); }

    /// Whether an earlier process of this run has left the folder of a task.
    bool is_left(const std::string& alias, const std::string& folder) const
    {
        return given_.resumed && folders_->has(alias, folder);
    }

    /** Removes the folder of a task that has ended. Errors: invalid_argument; then it stays. */
    boost::asio::awaitable<result<void>> clear(std::string alias, std::string folder);

    /** Tells that the folder of a task that has ended stays, and makes room for it: of every alias the newest
     *  ones stay, as keep() says. Errors: invalid_argument for one that cannot be removed. */
    boost::asio::awaitable<result<void>> retain(std::string alias, std::string folder);

    /// Whether tasks that may write get work trees of their own.
    bool isolate() const noexcept { return given_.trees.has_value(); }
    const workspace::git_worktrees& trees() const noexcept { return *given_.trees; }
    void use_trees(workspace::git_worktrees trees) { given_.trees = std::move(trees); }

    /// Makes the work tree of a task, in its folder. Errors: unavailable.
    boost::asio::awaitable<result<workspace::git_tree>> add_tree(std::string alias, std::string folder,
                                                                 std::string task_id);
    /// The work tree that an earlier process made in the task's folder, if it is there. Errors: unavailable.
    boost::asio::awaitable<result<std::optional<workspace::git_tree>>> find_tree(std::string alias, std::string folder);
    /// What the task did there; remembered for overlaps(). Errors: unavailable.
    boost::asio::awaitable<result<std::vector<workspace::tree_change>>> look_at_tree(workspace::git_tree tree,
                                                                                     std::string task_id);
    /// Removes one in which nothing was done. Errors: unavailable; then it stays.
    boost::asio::awaitable<result<void>> remove_tree(workspace::git_tree tree);

    /// The files that several tasks have changed, by path, with the tasks in the order of their ends.
    std::vector<event::edits_overlap::file> overlaps() const;

private:
    template <class T> boost::asio::awaitable<result<T>> aside(std::function<result<T>()> work);
    result<void> make_room(const std::string& alias, std::string folder);

    settings given_;
    std::optional<workspace::task_folders> folders_;
    std::map<std::string, std::deque<std::string>> kept_; ///< By alias, oldest first: folders of ended tasks.
    std::map<std::string, std::vector<std::string>> edits_; ///< By path: the tasks that changed it.
    side_thread aside_; ///< Last: what it does refers to the others.
};

} // namespace codexflow
