#include "engine/workspace/task_folders.hpp"

#include "engine/base/text.hpp"
#include "engine/workspace/folder_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace codexflow::workspace {

std::string task_folder_name(std::string_view run_id, std::string_view task_id)
{
    return std::string(run_id) + '.' + std::string(task_id);
}

std::string_view run_of_task_folder(std::string_view folder_name) noexcept
{
    return folder_name.substr(0, folder_name.find('.')); // no run's id holds one
}

result<task_folders> task_folders::open(const std::filesystem::path& runs)
{
    owned_fd opened(::open(runs.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0)
        return error(errc::invalid_argument, "cannot open " + quote(runs.string()) + ": " + std::strerror(errno));
    return task_folders(std::move(opened), runs);
}

error task_folders::failure(const char* what, const std::string& alias, const std::string& folder, int why) const
{
    return error(errc::invalid_argument, std::string(what) + ' ' + path_of(alias, folder).string() + ": " +
                                              std::strerror(why));
}

result<void> task_folders::make(const std::string& alias, const std::string& folder) const
{
    if (!is_name(alias) || folder.empty() || folder.starts_with('.') || folder.find('/') != folder.npos)
        return error(errc::invalid_argument, "no folder can be named " + quote(alias + '/' + folder))
            .with_hint("use letters, digits, '-', '_' and '.' in names of aliases");
    int why = 0;
    for (int attempt = 0; attempt != 8; ++attempt) // another run may remove an empty alias meanwhile
    {
        if (::mkdirat(folder_.get(), alias.c_str(), 0700) != 0 && errno != EEXIST)
            return failure("cannot make the folder", alias, folder, errno);
        const owned_fd place = open_folder(folder_.get(), alias);
        if (place.get() >= 0 && ::mkdirat(place.get(), folder.c_str(), 0700) == 0)
            return {};
        why = errno;
        if (why != ENOENT)
            break;
    }
    error told = failure("cannot make the folder", alias, folder, why);
    if (why == ELOOP || why == ENOTDIR)
        told.with_hint(quote(alias) + " is no folder there, or a symbolic link; move it away");
    return told;
}

bool task_folders::has(const std::string& alias, const std::string& folder) const
{
    const owned_fd outer = open_folder(folder_.get(), alias);
    return outer.get() >= 0 && open_folder(outer.get(), folder).get() >= 0;
}

result<void> task_folders::put(const std::string& alias, const std::string& folder, const std::string& file,
                               std::string_view bytes) const
{
    const owned_fd outer = open_folder(folder_.get(), alias);
    const owned_fd inner = outer.get() < 0 ? owned_fd() : open_folder(outer.get(), folder);
    const int why = inner.get() < 0 ? errno : put_file(inner.get(), file, bytes);
    if (why != 0)
        return failure(("cannot write " + file + " in").c_str(), alias, folder, why);
    return {};
}

result<void> task_folders::remove(const std::string& alias, const std::string& folder) const
{
    const owned_fd outer = open_folder(folder_.get(), alias);
    const int why = outer.get() < 0 ? errno : remove_tree(outer.get(), folder);
    if (why != 0 && why != ENOENT)
        return failure("cannot remove", alias, folder, why);
    return {};
}

std::vector<std::string> task_folders::names(const std::string& alias) const
{
    std::vector<std::string> found;
    if (const owned_fd place = open_folder(folder_.get(), alias); place.get() >= 0)
        read_names(place.get(), found);
    return found;
}

void task_folders::remove_if_empty(const std::string& alias) const noexcept
{
    ::unlinkat(folder_.get(), alias.c_str(), AT_REMOVEDIR); // ENOTEMPTY is what is asked for
}

} // namespace codexflow::workspace
