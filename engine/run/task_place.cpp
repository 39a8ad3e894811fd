#include "engine/run/task_place.hpp"

#include "engine/record/recorder.hpp"
#include "engine/run/workspaces.hpp"

#include <utility>

namespace codexflow {

result<void> task_place::begin(bool tools)
{
    // A task that succeeds need not leave anything: where only failures stay, the folder can wait.
    if (!tools && !all_.keep().keeps(true))
        return {};
    if (auto made = make(); !made)
        return made.error();
    const std::string path = all_.folders().path_of(what_.ref.alias, made_->name).string();
    made_->tools.workspace = path;
    made_->tools.roots = {{path, true}, {project_.string(), false}};
    made_->tools.scratch = path + "/tmp";
    return {};
}

result<void> task_place::make()
{
    folder made{all_.folder_of(what_.ref.task_id), {}};
    made.left = all_.is_left(what_.ref.alias, made.name);
    if (!made.left)
        if (auto there = all_.folders().make(what_.ref.alias, made.name); !there)
            return there.error();
    made_ = std::make_unique<folder>(std::move(made));
    const std::string text = input_json(*what_.input, record_.redaction());
    return all_.folders().put(what_.ref.alias, made_->name, "input.json", text);
}

boost::asio::awaitable<result<void>> task_place::isolate()
{
    auto tree = co_await open_tree();
    if (!tree)
        co_return tree.error();
    gateway::tool_place& tools = made_->tools;
    tools.results = tools.workspace;
    tools.workspace = (std::filesystem::path(tree->path) / all_.trees().prefix()).lexically_normal().string();
    if (tools.workspace.ends_with('/'))
        tools.workspace.pop_back();
    tools.roots = {{tree->path, true}, {tools.scratch, true}, {tools.results, false}, {project_.string(), false}};
    made_->tree = std::move(*tree);
    co_return result<void>();
}

/// A new one, unless an earlier process left one.
boost::asio::awaitable<result<workspace::git_tree>> task_place::open_tree()
{
    if (made_->left)
    {
        auto left = co_await all_.find_tree(what_.ref.alias, made_->name);
        if (!left)
            co_return left.error();
        if (*left)
            co_return std::move(**left);
    }
    co_return co_await all_.add_tree(what_.ref.alias, made_->name, what_.ref.task_id);
}

boost::asio::awaitable<void> task_place::look()
{
    const workspace::git_tree& tree = *made_->tree;
    const auto changes = co_await all_.look_at_tree(tree, what_.ref.task_id);
    made_->worked = !changes || !changes->empty();
    if (!changes)
    {
        warn(changes.error());
        co_return;
    }
    event::worktree told{shown(tree.path), tree.branch, all_.trees().base(), {}};
    for (const workspace::tree_change& one : *changes)
        told.files.push_back({one.path, one.how});
    record_.emit(&what_.ref, std::move(told));
}

std::string task_place::settle(const task_result& how)
{
    const bool may_go_on = exists() && how.why != nullptr && how.may_go_on;
    if (!all_.keep().keeps(how.why == nullptr) && !(isolated() && made_->worked) && !may_go_on)
        return "";
    if (!exists())
        if (const auto made = make(); !made)
            warn(made.error());
    if (!exists())
        return "";
    made_->stays = true;
    const std::string text = output_json(what_.ref, *what_.input, how, record_.redaction());
    if (const auto put = all_.folders().put(what_.ref.alias, made_->name, "output.json", text); !put)
        warn(put.error());
    return shown(all_.folders().path_of(what_.ref.alias, made_->name));
}

boost::asio::awaitable<void> task_place::leave()
{
    result<void> done;
    if (isolated() && made_->worked)
        co_return; // somebody must look at it
    if (isolated())
        done = co_await all_.remove_tree(*made_->tree);
    if (!done)
    {
        warn(done.error());
        co_return;
    }
    if (made_->stays)
        done = co_await all_.retain(what_.ref.alias, made_->name);
    else
        done = co_await all_.clear(what_.ref.alias, made_->name);
    if (!done)
        warn(done.error());
}

void task_place::warn(const error& why)
{
    record_.emit(&what_.ref, event::notice{event::notice::level::warning, "engine", why.message});
}

} // namespace codexflow
