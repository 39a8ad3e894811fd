#include "engine/workspace/git_files.hpp"

#include "engine/base/text.hpp"
#include "engine/workspace/git_program.hpp"

#include <algorithm>
#include <filesystem>

namespace codexflow::workspace {
namespace {

/// Whether a repository seems to begin in @p folder or above it.
bool looks_like_git(std::filesystem::path folder)
{
    std::error_code none;
    for (folder = std::filesystem::absolute(folder, none);; folder = folder.parent_path())
    {
        if (std::filesystem::exists(folder / ".git", none))
            return true;
        if (folder == folder.parent_path())
            return false;
    }
}

} // namespace

git_files::git_files(std::string folder, std::vector<std::string> environment)
    : folder_(std::move(folder)),
      environment_(git_environment(std::move(environment)))
{
}

result<bool> git_files::here() const
{
    const auto said = run_child({{"git", "rev-parse", "--is-inside-work-tree"}, environment_, folder_});
    if (!said && said.error().code != errc::not_found)
        return said.error();
    if (!said)
    {
        if (!looks_like_git(folder_))
            return false;
        return error(errc::not_found,
                     "this is a git repository, but there is no git to ask which of its files count")
            .with_hint("install git, or name each file");
    }
    if (said->status == 0)
        return trim(said->out) == "true";
    if (said->err.find("not a git repository") != std::string::npos)
        return false;
    return error(errc::unavailable, "git cannot be asked about this folder").with_detail(git_reason(*said));
}

result<std::vector<std::string>> git_files::list(std::vector<std::string> arguments) const
{
    // No program that the repository's configuration names may run because somebody looks at it.
    std::vector<std::string> all{"git", "-c", "core.fsmonitor=false", "--literal-pathspecs"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto said = run_child({all, environment_, folder_});
    if (!said)
        return said.error();
    if (said->status != 0)
        return error(errc::unavailable, "git " + arguments.front() + " failed").with_detail(git_reason(*said));
    std::vector<std::string> files;
    for (std::string_view left = said->out; !left.empty();)
    {
        const std::string_view name = left.substr(0, left.find('\0'));
        left.remove_prefix(std::min(name.size() + 1, left.size()));
        files.emplace_back(name);
    }
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end()); // one in conflict comes three times
    return files;
}

result<std::vector<std::string>> git_files::listed(const std::string& inside) const
{
    std::vector<std::string> arguments{"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"};
    if (!inside.empty())
        arguments.push_back(inside);
    return list(std::move(arguments));
}

result<std::vector<std::string>> git_files::changed(const std::string& ref) const
{
    const std::string from = ref.empty() ? "HEAD" : ref;
    const auto unknown = [&](std::string detail) {
        return error(errc::not_found, "git knows no revision " + quote(from))
            .with_detail(std::move(detail))
            .with_hint("name a commit, a branch, a tag, or a range such as main...HEAD");
    };
    if (from.starts_with('-'))
        return unknown("a revision does not begin with '-'");
    const bool range = from.find("..") != from.npos;
    if (!range)
    {
        const auto known = run_child(
            {{"git", "rev-parse", "--verify", "--quiet", from + "^{commit}"}, environment_, folder_});
        if (!known)
            return known.error();
        if (known->status != 0 && ref.empty())
            return listed(""); // nothing has been committed yet
        if (known->status != 0)
            return unknown({});
    }
    auto differ = list({"diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", "--diff-filter=d",
                        "--relative", from, "--"});
    if (!differ && range)
        return unknown(differ.error().detail);
    if (!differ)
        return differ.error();
    const auto fresh = list({"ls-files", "-z", "--others", "--exclude-standard"});
    if (!fresh)
        return fresh.error();
    std::vector<std::string> all;
    std::set_union(differ->begin(), differ->end(), fresh->begin(), fresh->end(), std::back_inserter(all));
    return all;
}

} // namespace codexflow::workspace
