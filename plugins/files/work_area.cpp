#include "plugins/files/work_area.hpp"

#include <codexflow/json_writer.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>
#include <utility>

namespace codexflow::files {
namespace {

constexpr unsigned deepest = 4096; ///< Folders, when climbing.

/// What stands of @p path behind the folder @p root; nothing if it does not begin with it.
std::optional<std::string> behind(std::string_view path, std::string_view root)
{
    if (!path.starts_with(root))
        return std::nullopt;
    std::string_view rest = path.substr(root.size());
    if (!rest.empty() && rest.front() != '/')
        return std::nullopt;
    while (rest.starts_with('/'))
        rest.remove_prefix(1);
    return rest.empty() ? "." : std::string(rest);
}

tool_error error(std::string_view path, const std::string& why)
{
    return tool_error(shown(path) + ": " + why);
}

std::string_view kind_of(mode_t mode)
{
    switch (mode & S_IFMT)
    {
    case S_IFDIR: return "a folder";
    case S_IFLNK: return "a symbolic link";
    case S_IFIFO: return "a pipe";
    case S_IFSOCK: return "a socket";
    default: return "a device";
    }
}

/// The regular file behind an O_PATH handle.
open_file open_regular(int handle, std::string_view path)
{
    open_file made;
    if (::fstat(handle, &made.about) != 0)
        throw error(path, explain(errno));
    if (!S_ISREG(made.about.st_mode))
        throw error(path, "it is " + std::string(kind_of(made.about.st_mode)) + ", not a file");
    if (shows_the_system(handle))
        throw error(path, "it lies in /proc or /sys, which these tools do not touch");
    opened again = open_again(handle, O_RDONLY);
    if (!again.good())
        throw error(path, explain(again.code));
    made.handle = std::move(again.handle);
    return made;
}

} // namespace

std::string explain(int code)
{
    switch (code)
    {
    case ENOENT: return "there is no such file or folder";
    case ENOTDIR: return "a part of the path is not a folder";
    case EISDIR: return "it is a folder";
    case EACCES:
    case EPERM: return "the system does not permit it";
    case ELOOP: return "its symbolic links lead in a circle or into /proc";
    case ENAMETOOLONG: return "the name is too long";
    case EINVAL: return "no file can have this name";
    case ENOSPC:
    case EDQUOT: return "the disk is full";
    case EROFS: return "the file system is read-only";
    case EAGAIN: return "folders on the way are being renamed; try again";
    default: return std::strerror(code);
    }
}

std::string shown(std::string_view path)
{
    const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7F && byte != '"';
    });
    if (plain && !path.empty())
        return std::string(path);
    std::string quoted;
    append_json_string(quoted, path);
    return quoted;
}

open_file open_in(int folder, const std::string& name)
{
    open_file made;
    const owned_fd found(::openat(folder, name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (found.get() < 0 || ::fstat(found.get(), &made.about) != 0 || !S_ISREG(made.about.st_mode) ||
        shows_the_system(found.get()))
        return made;
    made.handle = open_again(found.get(), O_RDONLY).handle;
    return made;
}

work_area::work_area(std::string_view workspace, const std::vector<tool_root>& roots, follower how)
    : workspace_(workspace),
      how_(how)
{
    for (const tool_root& one : roots)
        add(one);
    if (roots_.empty())
        throw tool_error("this task has no folder to work in");
    std::stable_sort(roots_.begin(), roots_.end(),
                     [](const root& a, const root& b) { return a.path.size() > b.path.size(); });
}

void work_area::add(const tool_root& given)
{
    root made;
    made.path = given.path;
    while (made.path.ends_with('/'))
        made.path.pop_back(); // "/" becomes "", before which every absolute path stands
    made.writable = given.access == tool_access::write;
    made.folder = owned_fd(::open(given.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    struct stat about
    {};
    if (!given.path.starts_with('/') || made.folder.get() < 0 || ::fstat(made.folder.get(), &about) != 0)
        return; // it was removed meanwhile: nothing below it can be asked for
    made.device = about.st_dev;
    made.number = about.st_ino;
    roots_.push_back(std::move(made));
}

std::string work_area::absolute(std::string_view path) const
{
    if (path.starts_with('/'))
        return std::string(path);
    return workspace_ + '/' + (path.empty() ? "." : std::string(path));
}

std::vector<work_area::start> work_area::starts(std::string_view whole) const
{
    std::vector<start> all;
    for (const root& one : roots_)
        if (auto way = behind(whole, one.path))
            all.push_back({&one, std::move(*way)});
    return all;
}

opened work_area::find(std::string_view path, const std::string& whole, last_link last) const
{
    opened found{owned_fd(), EXDEV};
    for (const start& one : starts(whole))
    {
        found = open_beneath(one.from->folder.get(), one.way, last, how_);
        if (found.code != EXDEV) // else a folder further up may hold it
            break;
    }
    if (!found.good())
        refuse(path, found.code);
    return found;
}

void work_area::refuse(std::string_view path, int code) const
{
    if (code != EXDEV)
        throw error(path, explain(code));
    std::string allowed;
    for (const root& one : roots_)
        (allowed += allowed.empty() ? "" : ", ") += one.path.empty() ? "/" : shown(one.path);
    throw error(path, "it lies outside the folders that this task may use: " + allowed);
}

open_file work_area::read_file(std::string_view path) const
{
    const opened found = find(path, absolute(path), last_link::follow);
    return open_regular(found.handle.get(), path);
}

owned_fd work_area::read_folder(std::string_view path) const
{
    const opened found = find(path, absolute(path), last_link::follow);
    if (shows_the_system(found.handle.get()))
        throw error(path, "it lies in /proc or /sys, which these tools do not touch");
    opened folder = open_again(found.handle.get(), O_RDONLY | O_DIRECTORY);
    if (!folder.good())
        throw error(path, folder.code == ENOTDIR ? "it is not a folder" : explain(folder.code));
    return std::move(folder.handle);
}

bool work_area::is_folder(std::string_view path) const
{
    const opened found = find(path, absolute(path), last_link::follow);
    struct stat about
    {};
    return ::fstat(found.handle.get(), &about) == 0 && S_ISDIR(about.st_mode);
}

write_place work_area::place_for(std::string_view path, bool make_folders) const
{
    const std::string whole = absolute(path);
    if (whole.find('\0') != whole.npos)
        refuse(path, EINVAL);
    const std::size_t slash = whole.rfind('/');
    write_place place;
    place.name = whole.substr(slash + 1);
    if (place.name.empty() || place.name == "." || place.name == "..")
        throw error(path, "it names a folder, not a file");
    if (place.name.size() > NAME_MAX)
        refuse(path, ENAMETOOLONG);
    opened folder{owned_fd(), EXDEV};
    for (const start& one : starts(whole.substr(0, std::max<std::size_t>(slash, 1))))
    {
        folder = open_beneath(one.from->folder.get(), one.way, last_link::follow, how_);
        if (folder.code == ENOENT && make_folders)
            folder = make_way(one, path);
        if (folder.code != EXDEV)
            break;
    }
    if (!folder.good())
        refuse(path, folder.code);
    struct stat about
    {};
    if (::fstat(folder.handle.get(), &about) != 0 || !S_ISDIR(about.st_mode))
        refuse(path, ENOTDIR);
    check_writable(folder.handle.get(), path);
    place.folder = std::move(folder.handle);
    return place;
}

/// Opens the folder at the end of the way and makes what is missing of it.
opened work_area::make_way(const start& along, std::string_view path) const
{
    const int top = along.from->folder.get();
    const std::string& way = along.way;
    opened here = open_beneath(top, ".", last_link::follow, how_);
    for (std::size_t begin = 0; here.good() && begin < way.size();)
    {
        const std::size_t end = std::min(way.find('/', begin), way.size());
        const std::string part = way.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty() || part == ".")
            continue;
        opened next = open_beneath(top, way.substr(0, end), last_link::follow, how_);
        if (next.code == ENOENT && part != "..")
        {
            check_writable(here.handle.get(), path);
            if (::mkdirat(here.handle.get(), part.c_str(), 0777) != 0 && errno != EEXIST)
                return opened{owned_fd(), errno};
            next = open_beneath(top, way.substr(0, end), last_link::follow, how_);
        }
        here = std::move(next);
    }
    return here;
}

/// The nearest root above the folder decides, whatever way led to the folder: found by climbing.
void work_area::check_writable(int folder, std::string_view path) const
{
    owned_fd here(::fcntl(folder, F_DUPFD_CLOEXEC, 3));
    for (unsigned depth = 0; here.get() >= 0 && depth != deepest; ++depth)
    {
        struct stat about
        {};
        if (::fstat(here.get(), &about) != 0)
            break;
        bool is_root = false;
        for (const root& one : roots_)
        {
            if (one.device != about.st_dev || one.number != about.st_ino)
                continue;
            if (one.writable)
                return;
            is_root = true;
        }
        if (is_root)
            throw error(path, "this task may read here but not write");
        owned_fd up(::openat(here.get(), "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
        struct stat above
        {};
        if (up.get() < 0 || ::fstat(up.get(), &above) != 0 ||
            (above.st_ino == about.st_ino && above.st_dev == about.st_dev))
            break;
        here = std::move(up);
    }
    refuse(path, EXDEV); // the folder was moved out meanwhile
}

open_file work_area::existing(const write_place& at, std::string_view path)
{
    const owned_fd found(::openat(at.folder.get(), at.name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (found.get() >= 0)
        return open_regular(found.get(), path);
    if (errno != ENOENT)
        throw error(path, explain(errno));
    return {};
}

} // namespace codexflow::files
