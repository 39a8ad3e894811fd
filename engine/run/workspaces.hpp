#pragma once

#include "engine/base/error.hpp"
#include "engine/base/side_thread.hpp"
#include "engine/config/keep_rule.hpp"
#include "engine/workspace/task_folders.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <filesystem>
#include <optional>
#include <map>
#include <string>
#include <utility>

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
    };
    workspaces(boost::asio::io_context& io, settings given) : given_(std::move(given)), aside_(io) {}

    /// Before the first task, when the run's journal is there. Errors: invalid_argument.
    result<void> open();

    const keep_rule& keep() const noexcept { return given_.keep; }
    const workspace::task_folders& folders() const { return *folders_; }
    std::string folder_of(const std::string& task_id) const { return workspace::task_folder_name(given_.run_id, task_id); }

    /** Removes the folder of a task that has ended. Errors: invalid_argument; then it stays. */
    boost::asio::awaitable<result<void>> clear(std::string alias, std::string folder);

    /** Tells that the folder of a task that has ended stays, and makes room for it: of every alias the newest
     *  ones stay, as keep() says. Errors: invalid_argument for one that cannot be removed. */
    boost::asio::awaitable<result<void>> retain(std::string alias, std::string folder);

private:
    result<void> make_room(const std::string& alias, std::string folder);

    settings given_;
    std::optional<workspace::task_folders> folders_;
    std::map<std::string, std::deque<std::string>> kept_; ///< By alias, oldest first: folders of ended tasks.
    side_thread aside_; ///< Last: what it does refers to the others.
};

} // namespace codexflow
