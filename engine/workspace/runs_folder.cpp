#include "engine/workspace/runs_folder.hpp"

#include "engine/base/text.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace codexflow::workspace {
namespace {

constexpr unsigned deepest = 128; // folders in folders; each holds a descriptor open
constexpr const char* journal_name = "journal.jsonl";

using stat_block = struct stat;

owned_fd open_folder(int parent, const std::string& name)
{
    return owned_fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool is_marker(const std::string& name)
{
    return name == "input.json" || name == "output.json" || name == journal_name;
}

bool holds_file(int folder, const char* name)
{
    stat_block about{};
    return ::fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode);
}

/// 0, or why it could not be read.
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

/// What the files below @p folder hold together, as far as it may be read.
std::uint64_t count_bytes(int folder, unsigned depth = 0)
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
                sum += count_bytes(below.get(), depth + 1);
    }
    return sum;
}

/// Removes @p name and all below it; 0, or why that was not possible.
int remove_folder(int parent, const std::string& name, dev_t disk, unsigned depth = 0)
{
    const owned_fd folder = open_folder(parent, name);
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
            why = remove_folder(folder.get(), each, disk, depth + 1);
        else if (::unlinkat(folder.get(), each.c_str(), 0) != 0)
            why = errno;
        if (why != 0)
            return why;
    }
    return ::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 ? 0 : errno;
}

/// Whether the last whole line is the end of a run. Quotes inside of values are escaped in JSON, so that the
/// text that is looked for stands in no value.
bool has_end(int journal)
{
    std::array<char, 16384> tail{};
    const off_t size = ::lseek(journal, 0, SEEK_END);
    const off_t from = std::max<off_t>(size - static_cast<off_t>(tail.size()), 0);
    const ssize_t n = ::pread(journal, tail.data(), tail.size(), from);
    std::string_view text(tail.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (!text.ends_with('\n'))
        return false;
    text.remove_suffix(1);
    const auto before = text.rfind('\n');
    return text.substr(before == text.npos ? 0 : before + 1).find(R"("kind":"run_complete")") != text.npos;
}

run_remains::state state_of(int record)
{
    const owned_fd file(::openat(record, journal_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.get() < 0)
        return run_remains::state::unfinished;
    if (::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return run_remains::state::going_on;
    return has_end(file.get()) ? run_remains::state::ended : run_remains::state::unfinished;
}

run_remains look_at(int folder, run_remains one)
{
    stat_block about{};
    if (::fstat(folder, &about) == 0)
        one.modified_ns = std::int64_t{about.st_mtim.tv_sec} * 1'000'000'000 + about.st_mtim.tv_nsec;
    one.worktree = ::fstatat(folder, ".git", &about, AT_SYMLINK_NOFOLLOW) == 0;
    one.bytes = count_bytes(folder);
    return one;
}

void list_tasks(int alias_folder, const std::string& alias, std::vector<run_remains>& found)
{
    std::vector<std::string> names;
    read_names(alias_folder, names); // one that cannot be read is none of ours
    for (const std::string& name : names)
    {
        const owned_fd task = open_folder(alias_folder, name);
        const bool done = task.get() >= 0 && holds_file(task.get(), "output.json");
        if (!done && (task.get() < 0 || !holds_file(task.get(), "input.json")))
            continue;
        const auto how = done ? run_remains::state::ended : run_remains::state::unfinished;
        found.push_back(look_at(task.get(), {run_remains::kind::task, alias, name, how}));
    }
}

/// A task that did not come to its end is at work if a run is; else its run is over, and so is it.
void settle_tasks(std::vector<run_remains>& found)
{
    using state = run_remains::state;
    const auto at_work = [](const auto& one) { return one.how == state::going_on; };
    const bool busy = std::any_of(found.begin(), found.end(), at_work);
    for (run_remains& one : found)
        if (one.what == run_remains::kind::task && one.how == state::unfinished)
            one.how = busy ? state::going_on : state::ended;
}

} // namespace

result<std::optional<runs_folder>> runs_folder::open(const std::filesystem::path& folder)
{
    owned_fd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (opened.get() >= 0)
        return std::optional<runs_folder>(runs_folder(std::move(opened), folder));
    const int why = errno;
    if (why == ENOENT)
        return std::optional<runs_folder>();
    if (why == ELOOP || why == ENOTDIR)
        return error(errc::invalid_argument, quote(folder.string()) + " is a symbolic link or no folder")
            .with_hint("cleanup removes only what lies in this project itself");
    return error(errc::permission_denied, "cannot read " + quote(folder.string()) + ": " + std::strerror(why));
}

result<std::vector<run_remains>> runs_folder::list() const
{
    std::vector<std::string> names;
    if (const int why = read_names(folder_.get(), names); why != 0)
        return error(errc::permission_denied, "cannot read " + quote(path_.string()) + ": " + std::strerror(why));
    std::vector<run_remains> found;
    for (const std::string& name : names)
    {
        const owned_fd below = open_folder(folder_.get(), name);
        if (below.get() < 0)
            continue; // a file, a link, or closed to us
        if (holds_file(below.get(), journal_name))
            found.push_back(look_at(below.get(), {run_remains::kind::record, "", name, state_of(below.get())}));
        else
            list_tasks(below.get(), name, found);
    }
    settle_tasks(found);
    return found;
}

result<void> runs_folder::remove(const run_remains& one) const
{
    owned_fd alias;
    if (one.what == run_remains::kind::task)
        alias = open_folder(folder_.get(), one.alias);
    const int parent = one.what == run_remains::kind::task ? alias.get() : folder_.get();
    stat_block about{};
    int why = ::fstat(folder_.get(), &about) == 0 ? 0 : errno;
    if (why == 0)
        why = parent < 0 ? ENOENT : remove_folder(parent, one.name, about.st_dev);
    if (why == 0)
        return {};
    return error(errc::permission_denied, "cannot remove " + quote(path_of(one)) + ": " + std::strerror(why))
        .with_hint("look at it, mend its permissions and clean up again");
}

std::string runs_folder::path_of(const run_remains& one) const
{
    return (path_ / one.alias / one.name).string();
}

} // namespace codexflow::workspace
