#include "engine/workspace/folder_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace codexflow::workspace {
namespace {

constexpr unsigned deepest = 128; // folders in folders; each holds a descriptor open

using stat_block = struct stat;

std::uint64_t count_below(int folder, unsigned depth)
{
    std::vector<std::string> names;
    if (depth == deepest || read_names(folder, names) != 0)
        return 0;
    std::uint64_t sum = 0;
    for (const std::string& name : names)
    {
        stat_block about{};
        if (::fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(about.st_mode))
            sum += static_cast<std::uint64_t>(about.st_size);
        else if (S_ISDIR(about.st_mode))
            if (const owned_fd below = open_folder(folder, name); below.get() >= 0)
                sum += count_below(below.get(), depth + 1);
    }
    return sum;
}

/// The same as open_folder, also when its owner may not read it: tools make such folders.
owned_fd open_to_remove(int parent, const std::string& name)
{
    owned_fd folder = open_folder(parent, name);
    if (folder.get() < 0 && errno == EACCES)
    {
        const owned_fd place(::openat(parent, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (::chmod(("/proc/self/fd/" + std::to_string(place.get())).c_str(), 0700) == 0)
            folder = open_folder(parent, name);
    }
    stat_block about{};
    if (folder.get() >= 0 && ::fstat(folder.get(), &about) == 0 && (about.st_mode & 0700U) != 0700U)
        ::fchmod(folder.get(), 0700); // if that fails, removing tells why
    return folder;
}

int remove_below(int parent, const std::string& name, dev_t disk, unsigned depth)
{
    const owned_fd folder = open_to_remove(parent, name);
    stat_block about{};
    if (folder.get() < 0 || ::fstat(folder.get(), &about) != 0)
        return errno;
    if (about.st_dev != disk || depth == deepest)
        return about.st_dev != disk ? EXDEV : ENAMETOOLONG;
    std::vector<std::string> names;
    if (const int why = read_names(folder.get(), names); why != 0)
        return why;
    std::stable_partition(names.begin(), names.end(), [](const std::string& each) { return !is_marker(each); });
    for (const std::string& each : names)
    {
        if (::fstatat(folder.get(), each.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
            return errno;
        int why = 0;
        if (S_ISDIR(about.st_mode))
            why = remove_below(folder.get(), each, disk, depth + 1);
        else if (::unlinkat(folder.get(), each.c_str(), 0) != 0)
            why = errno;
        if (why != 0)
            return why;
    }
    return ::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 ? 0 : errno;
}

} // namespace

owned_fd open_folder(int parent, const std::string& name)
{
    return owned_fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool is_marker(const std::string& name)
{
    return name == "input.json" || name == "output.json" || name == "journal.jsonl";
}

bool holds_file(int folder, const char* name)
{
    stat_block about{};
    return ::fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode);
}

int read_names(int folder, std::vector<std::string>& names)
{
    owned_fd again(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::unique_ptr<DIR, int (*)(DIR*)> all(again.get() < 0 ? nullptr : ::fdopendir(again.get()), ::closedir);
    if (all == nullptr)
        return errno;
    again.release(); // closedir() closes it
    errno = 0;
    while (const dirent* entry = ::readdir(all.get()))
        if (const std::string name = entry->d_name; name != "." && name != "..")
            names.push_back(name);
    const int why = errno;
    std::sort(names.begin(), names.end());
    return why;
}

std::uint64_t count_bytes(int folder) { return count_below(folder, 0); }

int remove_tree(int parent, const std::string& name)
{
    stat_block about{};
    if (::fstat(parent, &about) != 0)
        return errno;
    return remove_below(parent, name, about.st_dev, 0);
}

int put_file(int folder, const std::string& name, std::string_view bytes, const put_settings& how)
{
    const std::string beside = ".codex-flow." + std::to_string(::getpid()) + ".tmp"; // fits, however long the name is
    ::unlinkat(folder, beside.c_str(), 0); // of a process of our number that was cut short
    int why = 0;
    {
        const owned_fd file(
            ::openat(folder, beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, how.mode));
        why = file.get() < 0 ? errno : write_all(file.get(), bytes);
        if (why == 0 && how.exact && ::fchmod(file.get(), *how.exact) != 0)
            why = errno;
        if (why == 0 && how.when == flush::now && ::fsync(file.get()) != 0)
            why = errno;
    }
    if (why == 0 && ::renameat(folder, beside.c_str(), folder, name.c_str()) != 0)
        why = errno;
    if (why != 0)
        ::unlinkat(folder, beside.c_str(), 0);
    return why;
}

int put_inside(const std::string& folder, const std::string& inside, const std::string& name, std::string_view bytes)
{
    const owned_fd outer = open_folder(AT_FDCWD, folder);
    if (outer.get() < 0 || (::mkdirat(outer.get(), inside.c_str(), 0700) != 0 && errno != EEXIST))
        return errno;
    const owned_fd inner = open_folder(outer.get(), inside);
    return inner.get() < 0 ? errno : put_file(inner.get(), name, bytes);
}

} // namespace codexflow::workspace
