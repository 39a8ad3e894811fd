#include "engine/workspace/git_worktrees.hpp"

#include "engine/base/document.hpp"
#include "engine/base/text.hpp"
#include "engine/workspace/git_program.hpp"
#include "engine/workspace/own_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace codexflow::workspace {
namespace {

/// Trees of large repositories take their time.
constexpr child_patience patience{std::chrono::minutes(10), 64U << 20U};

const std::vector<std::string> status_command{
    "status", "--porcelain", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames"};

/// Variables by which git would be led to another repository.
bool leads_elsewhere(const std::string& variable)
{
    constexpr std::array<std::string_view, 7> names{
        "GIT_DIR=", "GIT_WORK_TREE=", "GIT_INDEX_FILE=", "GIT_COMMON_DIR=", "GIT_OBJECT_DIRECTORY=", "GIT_PREFIX=", "GIT_NAMESPACE="};
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return variable.starts_with(name); });
}

std::vector<std::string_view> records_of(std::string_view text)
{
    std::vector<std::string_view> records;
    while (!text.empty())
    {
        records.push_back(text.substr(0, text.find('\0')));
        text.remove_prefix(std::min(records.back().size() + 1, text.size()));
    }
    return records;
}

std::string_view name_of(char added, char deleted)
{
    return deleted == 'D' ? "deleted" : added == 'A' || added == '?' ? "added" : "modified";
}

} // namespace

std::string branch_name(std::string_view run_id, std::string_view task_id)
{
    std::string task(task_id);
    const bool odd = task.find("..") != task.npos || task.ends_with('.') || task.ends_with(".lock");
    if (odd)
        std::replace(task.begin(), task.end(), '.', '-');
    return "codex-flow/" + std::string(run_id) + '/' + task;
}

std::vector<tree_change> read_tree_changes(std::string_view status, std::string_view committed)
{
    std::map<std::string, std::string> found;
    const auto pairs = records_of(committed);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        if (!pairs[i].empty())
            found[std::string(pairs[i + 1])] = name_of(pairs[i].front(), pairs[i].front());
    for (const std::string_view record : records_of(status))
    {
        if (record.size() < 4)
            continue;
        const std::string path(record.substr(3));
        const bool gone = record[1] == 'D' || (record[0] == 'D' && record[1] == ' ');
        std::string how(gone ? "deleted" : name_of(record[0], ' '));
        if (const auto before = found.find(path); before != found.end() && before->second == "added" && !gone)
            how = "added";
        found[path] = std::move(how);
    }
    std::vector<tree_change> changes;
    for (auto& [path, how] : found)
        changes.push_back({path, std::move(how)});
    return changes;
}

result<git_worktrees> git_worktrees::open(std::string project, std::vector<std::string> environment)
{
    std::erase_if(environment, leads_elsewhere);
    git_worktrees made(std::move(project), git_environment(std::move(environment)));
    const auto hint = "git init, add and commit what tasks are to work on; or leave out --isolation worktree";
    const auto inside = made.git({"rev-parse", "--is-inside-work-tree", "--show-prefix"});
    if (!inside)
        return inside.error();
    if (inside->status != 0 || !inside->out.starts_with("true\n"))
        return error(errc::invalid_argument, "the project is in no git work tree: " + git_reason(*inside)).with_hint(hint);
    made.prefix_ = trim(std::string_view(inside->out).substr(5));
    const auto head = made.git({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"});
    if (!head)
        return head.error();
    if (head->status != 0)
        return error(errc::invalid_argument, "nothing was committed in this git repository yet").with_hint(hint);
    made.base_ = trim(head->out);
    return made;
}

/// Without hooks and without the helpers that a repository's configuration may name. @p in Nothing: the project.
result<child_output> git_worktrees::git(std::vector<std::string> arguments, const git_tree* in) const
{
    std::vector<std::string> all{"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    child_spec spec{std::move(all), environment_, project_};
    if (in != nullptr)
    {
        spec.directory = in->path;
        if (!in->git_dir.empty())
        {
            spec.environment.push_back("GIT_DIR=" + in->git_dir);
            spec.environment.push_back("GIT_WORK_TREE=" + in->path);
        }
    }
    return run_child(spec, patience);
}

/// What it says if it succeeds. Errors: unavailable with git's own words.
result<std::string> git_worktrees::told(std::vector<std::string> arguments, const git_tree* in) const
{
    const std::string what = arguments.front() + (arguments.size() > 1 ? ' ' + arguments[1] : "");
    auto said = git(std::move(arguments), in);
    if (!said)
        return said.error();
    if (said->status != 0)
        return error(errc::unavailable, "git " + what + ": " + git_reason(*said));
    return std::move(said->out);
}

result<std::size_t> git_worktrees::uncommitted() const
{
    std::vector<std::string> arguments = status_command;
    arguments.insert(arguments.end(), {"--", "."});
    for (const std::string_view own : own_files) // trees are made there, too
        arguments.push_back(":(exclude)" + std::string(own) + (own.find(".json") == own.npos ? "" : "*"));
    const auto status = told(std::move(arguments));
    if (!status)
        return status.error();
    return read_tree_changes(*status, "").size();
}

result<git_tree> git_worktrees::add(const std::string& path, std::string_view run_id, std::string_view task_id) const
{
    git_tree made{path, branch_name(run_id, task_id), ""};
    if (const auto added = told({"worktree", "add", "--quiet", "-b", made.branch, "--", path, base_}); !added)
        return added.error();
    auto git_dir = told({"rev-parse", "--absolute-git-dir"}, &made); // nobody else was there yet
    if (!git_dir)
        return git_dir.error();
    made.git_dir = trim(*git_dir);
    return made;
}

result<std::optional<git_tree>> git_worktrees::tree_at(const std::string& path) const
{
    const auto known = find(path);
    if (!known)
        return known.error();
    if (!*known)
        return std::optional<git_tree>();
    return std::optional<git_tree>(git_tree{path, (*known)->branch, (*known)->git_dir});
}

result<std::vector<tree_change>> git_worktrees::changes(const git_tree& tree) const
{
    const auto status = told(status_command, &tree);
    if (!status)
        return status.error();
    const auto committed = told({"diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all", base_, "HEAD", "--"}, &tree);
    if (!committed)
        return committed.error();
    return read_tree_changes(*status, *committed);
}

result<void> git_worktrees::remove(const git_tree& tree) const
{
    if (const auto removed = told({"worktree", "remove", "--", tree.path}); !removed)
        return removed.error();
    return drop_branch(tree.branch, base_);
}

/// Only if it is still at @p commit: one with commits of its own stays.
result<void> git_worktrees::drop_branch(const std::string& branch, const std::string& commit) const
{
    const auto dropped = git({"update-ref", "-d", "refs/heads/" + branch, commit});
    if (!dropped)
        return dropped.error();
    return {};
}

result<std::optional<git_worktrees::known_tree>> git_worktrees::find(const std::string& path) const
{
    const auto listed = told({"worktree", "list", "--porcelain", "-z"});
    if (!listed)
        return listed.error();
    bool here = false;
    known_tree found;
    for (const std::string_view record : records_of(*listed))
    {
        if (record.starts_with("worktree "))
            here = record.substr(9) == path;
        else if (here && record.starts_with("HEAD "))
            found.head = record.substr(5);
        else if (here && record.starts_with("branch refs/heads/"))
            found.branch = record.substr(18);
    }
    if (found.head.empty())
        return std::optional<known_tree>();
    auto common = told({"rev-parse", "--path-format=absolute", "--git-common-dir"});
    if (!common)
        return common.error();
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(trim(*common)) / "worktrees", none))
        if (const auto leads_to = doc::read_text(entry.path() / "gitdir"); leads_to && trim(*leads_to) == path + "/.git")
            found.git_dir = entry.path().string();
    return found.git_dir.empty() ? std::optional<known_tree>() : std::optional(std::move(found));
}

/// Whether the project's own history holds @p commit.
result<bool> git_worktrees::has(const std::string& commit) const
{
    const auto asked = git({"merge-base", "--is-ancestor", commit, base_});
    if (!asked)
        return asked.error();
    return asked->status == 0;
}

result<git_worktrees::state> git_worktrees::look_at(const std::string& path) const
{
    const auto tree = find(path);
    if (!tree)
        return tree.error();
    if (!*tree)
        return state::unknown;
    const auto merged = has((*tree)->head);
    if (!merged)
        return merged.error();
    const git_tree place{path, (*tree)->branch, (*tree)->git_dir};
    const auto status = told(status_command, &place);
    if (!status)
        return status.error();
    return *merged && status->empty() ? state::clean : state::worked;
}

result<void> git_worktrees::remove_at(const std::string& path, bool force) const
{
    const auto tree = find(path);
    if (!tree)
        return tree.error();
    std::vector<std::string> arguments{"worktree", "remove", "--", path};
    if (force)
        arguments.insert(arguments.begin() + 2, "--force");
    if (const auto removed = told(std::move(arguments)); !removed)
        return removed.error();
    const auto merged = *tree ? has((*tree)->head) : result<bool>(false);
    if (!merged || !*merged || !(*tree)->branch.starts_with("codex-flow/"))
        return {};
    return drop_branch((*tree)->branch, (*tree)->head);
}

} // namespace codexflow::workspace
