#pragma once

#include "engine/gateway/tool.hpp"
#include "engine/run/run.hpp"
#include "engine/run/task_files.hpp"
#include "engine/workspace/git_worktrees.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace codexflow {

class recorder;
class workspaces;

/** The folder of one task, from its start to its end. A task gets one when it may use tools, and when it is
 *  to stay afterwards; one that nobody would ever look into is not made. Lives in the task's frame, which the
 *  references outlive. */
class task_place
{
public:
    /// @param project Absolute: what tools may read.
    task_place(const job& what, workspaces& all, recorder& record, const std::filesystem::path& project)
        : what_(what), all_(all), record_(record), project_(project)
    {
    }

    /** What must be there before a model is asked. @param tools The task may call some.
     *  Errors: invalid_argument, with the path; the task cannot begin then. */
    result<void> begin(bool tools);

    /** Gives the task a work tree of its own: tools work in there. begin() has made its folder.
     *  Errors: unavailable, with git's own words; the task cannot begin then. */
    boost::asio::awaitable<result<void>> isolate();

    bool isolated() const noexcept { return exists() && made_->tree.has_value(); }

    /// Before settle(), if it is isolated: tells what the task did in its tree, which stays if it did anything.
    boost::asio::awaitable<void> look();

    /// Where tools work; begin() has made it.
    const gateway::tool_place& for_tools() const noexcept { return made_->tools; }

    bool exists() const noexcept { return made_ != nullptr; }

    /** The task has ended: puts output.json there if the folder stays, as it also does when the task did not
     *  succeed after it had acted: who resumes the run finds there what it did.
     *  @return the folder if it stays, as in the project; "" if not. */
    std::string settle(const task_result& how);

    /// Last, if it exists: removes what does not stay. What cannot be removed is told as a notice.
    boost::asio::awaitable<void> leave();

private:
    struct folder
    {
        std::string name;
        gateway::tool_place tools;
        bool left = false; ///< By an earlier process of the run.
        bool stays = false;
        std::optional<workspace::git_tree> tree{};
        bool worked = false; ///< There is work in the tree, or nobody could tell.
    };
    std::string shown(const std::filesystem::path& path) const { return path.lexically_proximate(project_).string(); }
    result<void> make();
    boost::asio::awaitable<result<workspace::git_tree>> open_tree();
    void warn(const error& why);

    const job& what_;
    workspaces& all_;
    recorder& record_;
    const std::filesystem::path& project_;
    std::unique_ptr<folder> made_; ///< Null as long as it is not there: thousands of tasks wait without.
};

} // namespace codexflow
