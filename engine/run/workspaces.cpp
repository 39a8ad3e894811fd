#include "engine/run/workspaces.hpp"

#include "engine/workspace/runs_folder.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <vector>

namespace codexflow {

namespace {

using workspace::run_remains;

/// Folders of @p alias that runs have left which are over, oldest first; none with a git worktree.
std::deque<std::string> former_folders(const std::filesystem::path& path, const std::string& alias)
{
    const auto runs = workspace::runs_folder::open(path);
    if (!runs || !*runs)
        return {}; // making a folder tells what is wrong with it
    std::vector<run_remains> found = (*runs)->list_of(alias);
    std::erase_if(found, [](const run_remains& one) { return one.how != run_remains::state::ended || one.worktree; });
    std::sort(found.begin(), found.end(), [](const run_remains& a, const run_remains& b) {
        return std::tie(a.modified_ns, a.name) < std::tie(b.modified_ns, b.name);
    });
    std::deque<std::string> names;
    for (run_remains& one : found)
        names.push_back(std::move(one.name));
    return names;
}

} // namespace

result<void> workspaces::open()
{
    std::error_code gone; // a link to another disk is the user's decision; what opens it says what is wrong
    auto real = std::filesystem::canonical(given_.runs, gone);
    if (!gone)
        given_.runs = std::move(real);
    auto opened = workspace::task_folders::open(given_.runs);
    if (!opened)
        return opened.error();
    folders_ = std::move(*opened);
    return {};
}

/// What @p work says, which blocks.
template <class T> boost::asio::awaitable<result<T>> workspaces::aside(std::function<result<T>()> work)
{
    result<T> made = error(errc::internal, "it was not done");
    std::function<void()> piece = [&] { made = work(); };
    co_await aside_.run(std::move(piece));
    co_return made;
}

boost::asio::awaitable<result<void>> workspaces::clear(std::string alias, std::string folder)
{
    std::function<result<void>()> work = [&] {
        result<void> done = folders_->remove(alias, folder);
        folders_->remove_if_empty(alias);
        return done;
    };
    co_return co_await aside(std::move(work));
}

boost::asio::awaitable<result<void>> workspaces::retain(std::string alias, std::string folder)
{
    if (given_.keep.what != keep_rule::which::newest)
        co_return result<void>();
    std::function<result<void>()> work = [&] { return make_room(alias, std::move(folder)); };
    co_return co_await aside(std::move(work));
}

/// Aside, and so is kept_: one piece of work at a time.
result<void> workspaces::make_room(const std::string& alias, std::string folder)
{
    const auto [place, fresh] = kept_.try_emplace(alias);
    if (fresh)
        place->second = former_folders(given_.runs, alias);
    place->second.push_back(std::move(folder));
    result<void> done;
    while (place->second.size() > given_.keep.count)
    {
        if (auto removed = folders_->remove(alias, place->second.front()); !removed)
            done = std::move(removed);
        place->second.pop_front();
    }
    return done;
}

boost::asio::awaitable<result<workspace::git_tree>> workspaces::add_tree(std::string alias, std::string folder,
                                                                         std::string task_id)
{
    const std::string path = (folders_->path_of(alias, folder) / workspace::worktree_name).string();
    std::function<result<workspace::git_tree>()> work = [&] { return given_.trees->add(path, given_.run_id, task_id); };
    co_return co_await aside(std::move(work));
}

boost::asio::awaitable<result<std::optional<workspace::git_tree>>> workspaces::find_tree(std::string alias,
                                                                                        std::string folder)
{
    const std::string path = (folders_->path_of(alias, folder) / workspace::worktree_name).string();
    std::function<result<std::optional<workspace::git_tree>>()> work = [&] { return given_.trees->tree_at(path); };
    co_return co_await aside(std::move(work));
}

boost::asio::awaitable<result<std::vector<workspace::tree_change>>> workspaces::look_at_tree(workspace::git_tree tree,
                                                                                             std::string task_id)
{
    std::function<result<std::vector<workspace::tree_change>>()> work = [&] { return given_.trees->changes(tree); };
    auto found = co_await aside(std::move(work));
    if (found)
        for (const workspace::tree_change& one : *found)
            edits_[one.path].push_back(task_id);
    co_return found;
}

boost::asio::awaitable<result<void>> workspaces::remove_tree(workspace::git_tree tree)
{
    std::function<result<void>()> work = [&] { return given_.trees->remove(tree); };
    co_return co_await aside(std::move(work));
}

std::vector<event::edits_overlap::file> workspaces::overlaps() const
{
    std::vector<event::edits_overlap::file> found;
    for (const auto& [path, tasks] : edits_)
        if (tasks.size() > 1)
            found.push_back({path, tasks});
    return found;
}

} // namespace codexflow
