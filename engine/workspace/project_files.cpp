#include "engine/workspace/project_files.hpp"

#include "engine/base/text.hpp"
#include "engine/workspace/own_files.hpp"

#include <algorithm>
#include <filesystem>

namespace codexflow::workspace {
namespace {

namespace fs = std::filesystem;

error too_many()
{
    return error(errc::invalid_argument,
                 "there are more than " + std::to_string(project_files::most) + " files here")
        .with_hint("name a smaller folder");
}

/// @p name without "./" and "a/..", relative to the project; "" for the project itself.
std::string tidy(const std::string& name, const std::string& root)
{
    fs::path path = fs::path(name).lexically_normal();
    if (path.is_absolute())
        path = path.lexically_relative(root);
    std::string text = path.string();
    while (text.ends_with('/'))
        text.pop_back();
    return text == "." ? std::string() : text;
}

bool has_wildcard(std::string_view name) { return name.find_first_of("*?[{") != name.npos; }

} // namespace

void project_files::take(std::string name)
{
    if (taken_.insert(name).second)
        files_.push_back(std::move(name));
}

std::vector<std::string> project_files::only_files(std::vector<std::string> names) const
{
    const auto other = [this](const std::string& name) {
        if (is_own_file(name))
            return true;
        const auto found = root_.find(name);
        return !found || found->what != project_root::kind::file || found->through_link;
    };
    names.erase(std::remove_if(names.begin(), names.end(), other), names.end());
    return names;
}

result<std::vector<std::string>> project_files::walk(const std::string& folder) const
{
    std::vector<std::string> names;
    std::error_code failed;
    const fs::path top = root_.path();
    fs::recursive_directory_iterator at(top / folder, failed), end; // follows no links
    while (!failed && at != end)
    {
        const std::string name = at->path().lexically_relative(top).string();
        std::error_code gone;
        const auto kind = at->symlink_status(gone).type();
        if (kind == fs::file_type::directory && (at->path().filename() == ".git" || is_own_file(name)))
            at.disable_recursion_pending();
        else if (kind == fs::file_type::regular)
            names.push_back(name);
        if (names.size() > most)
            return too_many();
        at.increment(failed);
    }
    if (failed)
        return error(errc::permission_denied,
                     "cannot list the files of " + quote(folder.empty() ? "." : folder))
            .with_detail(failed.message());
    std::sort(names.begin(), names.end());
    return names;
}

result<std::vector<std::string>> project_files::in_folder(const std::string& folder)
{
    if (!in_git_)
    {
        const auto here = git_.here();
        if (!here)
            return here.error();
        in_git_ = *here;
    }
    if (!*in_git_)
        return walk(folder);
    auto listed = git_.listed(folder);
    if (!listed)
        return listed.error();
    if (listed->size() > most)
        return too_many();
    return only_files(std::move(*listed));
}

error project_files::missing(const std::string& name) const
{
    std::vector<std::string> beside;
    const fs::path parent = fs::path(name).parent_path();
    if (root_.find(parent.empty() ? "." : parent.string()))
    {
        std::error_code failed;
        for (fs::directory_iterator at(fs::path(root_.path()) / parent, failed), end; !failed && at != end;
             at.increment(failed))
            beside.push_back((parent / at->path().filename()).string());
    }
    const std::string near = nearest(name, beside);
    return error(errc::not_found, "there is no file " + quote(name))
        .with_hint(near.empty() ? "" : "did you mean '" + near + "'?");
}

result<void> project_files::add_matching(const std::string& pattern)
{
    const auto fits = patterns_(pattern);
    if (!fits)
        return fits.error();
    auto all = in_folder("");
    if (!all)
        return all.error();
    bool known = false;
    for (std::string& name : *all)
        if ((*fits)(name))
        {
            known = true;
            take(std::move(name));
        }
    if (!known)
        return error(errc::not_found, "no file fits the pattern " + quote(pattern))
            .with_hint("a pattern is compared with the whole path, and ignored files do not count");
    return {};
}

result<void> project_files::add(const std::string& name, naming how)
{
    const std::string tidied = tidy(name, root_.path());
    const std::string& asked = root_.find(tidied) ? tidied : name;
    const auto found = root_.find(asked);
    if (!found && found.error().code == errc::not_found)
    {
        if (how == naming::pattern && patterns_ && has_wildcard(name))
            return add_matching(name);
        return missing(name);
    }
    if (!found)
        return error(found.error().code, quote(name) + " cannot be used: " + found.error().message);
    if (found->what == project_root::kind::other)
        return error(errc::invalid_argument, quote(name) + " is neither a file nor a folder");
    if (found->what == project_root::kind::file)
    {
        take(asked);
        return {};
    }
    auto inside = in_folder(asked);
    if (!inside)
        return inside.error();
    if (inside->empty())
        return error(errc::not_found, quote(name) + " holds no files that count")
            .with_hint("files that git ignores do not; name them one by one");
    for (std::string& each : *inside)
        take(std::move(each));
    return {};
}

result<void> project_files::add_changed(const std::string& ref)
{
    const auto here = git_.here();
    if (!here)
        return here.error();
    if (!*here)
        return error(errc::not_found,
                     "this folder is in no git repository, so nothing tells what has changed")
            .with_hint("name the files: --route-files FILES...");
    auto changed = git_.changed(ref);
    if (!changed)
        return changed.error();
    if (changed->size() > most)
        return too_many();
    for (std::string& each : only_files(std::move(*changed)))
        take(std::move(each));
    return {};
}

std::vector<std::string> names_in_list(std::string_view text)
{
    const char separator = text.find('\0') != text.npos ? '\0' : '\n';
    std::vector<std::string> names;
    while (!text.empty())
    {
        std::string_view name = text.substr(0, text.find(separator));
        text.remove_prefix(std::min(name.size() + 1, text.size()));
        if (separator == '\n' && name.ends_with('\r'))
            name.remove_suffix(1);
        if (!trim(name).empty())
            names.emplace_back(name);
    }
    return names;
}

} // namespace codexflow::workspace
