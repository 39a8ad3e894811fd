#include "engine/workspace/runs_folder.hpp"

#include "engine/base/text.hpp"
#include "engine/workspace/folder_tree.hpp"
#include "engine/workspace/task_folders.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>

namespace codexflow::workspace {
namespace {

constexpr const char* journal_name = "journal.jsonl";

using stat_block = struct stat;

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

enum class bytes : bool
{
    counted,
    unknown
};

run_remains look_at(int folder, run_remains one, bytes wanted = bytes::counted)
{
    stat_block about{};
    if (::fstat(folder, &about) == 0)
        one.modified_ns = std::int64_t{about.st_mtim.tv_sec} * 1'000'000'000 + about.st_mtim.tv_nsec;
    one.worktree = ::fstatat(folder, ".git", &about, AT_SYMLINK_NOFOLLOW) == 0;
    if (const owned_fd tree = open_folder(folder, worktree_name); tree.get() >= 0)
        one.worktree = one.worktree || ::fstatat(tree.get(), ".git", &about, AT_SYMLINK_NOFOLLOW) == 0;
    if (wanted == bytes::counted)
        one.bytes = count_bytes(folder);
    return one;
}

void list_tasks(int alias_folder, const std::string& alias, std::vector<run_remains>& found,
                bytes wanted = bytes::counted)
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
        found.push_back(look_at(task.get(), {run_remains::kind::task, alias, name, how}, wanted));
    }
}

/// A task's folder carries the name of its run, whose record says whether it is at work. Of one without a
/// record (another program's) only its own files speak: without its end it is at work if any run is.
void settle_tasks(std::vector<run_remains>& found)
{
    using state = run_remains::state;
    std::map<std::string, state, std::less<>> records;
    bool busy = false;
    for (const run_remains& one : found)
        if (one.what == run_remains::kind::record)
        {
            records.emplace(one.name, one.how);
            busy = busy || one.how == state::going_on;
        }
    for (run_remains& one : found)
    {
        if (one.what != run_remains::kind::task)
            continue;
        const auto run = records.find(run_of_task_folder(one.name));
        if (run != records.end())
            one.how = run->second == state::going_on ? state::going_on : state::ended;
        else if (one.how == state::unfinished)
            one.how = busy ? state::going_on : state::ended;
    }
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

result<std::vector<run_remains>> runs_folder::list_records() const
{
    std::vector<std::string> names;
    if (const int why = read_names(folder_.get(), names); why != 0)
        return error(errc::permission_denied, "cannot read " + quote(path_.string()) + ": " + std::strerror(why));
    std::vector<run_remains> found;
    for (const std::string& name : names)
        if (const owned_fd below = open_folder(folder_.get(), name); below.get() >= 0 && holds_file(below.get(), journal_name))
            found.push_back({run_remains::kind::record, "", name, state_of(below.get())});
    return found;
}

std::vector<run_remains> runs_folder::list_of(const std::string& alias) const
{
    std::vector<run_remains> found;
    const owned_fd folder = open_folder(folder_.get(), alias);
    if (folder.get() < 0)
        return found;
    list_tasks(folder.get(), alias, found, bytes::unknown);
    for (run_remains& one : found)
    {
        using state = run_remains::state;
        const owned_fd record = open_folder(folder_.get(), std::string(run_of_task_folder(one.name)));
        const bool known = record.get() >= 0 && holds_file(record.get(), journal_name);
        const state now = known ? state_of(record.get()) : one.how;
        one.how = now == state::going_on || (!known && now == state::unfinished) ? state::going_on : state::ended;
    }
    return found;
}

result<void> runs_folder::remove(const run_remains& one) const
{
    owned_fd alias;
    if (one.what == run_remains::kind::task)
        alias = open_folder(folder_.get(), one.alias);
    const int parent = one.what == run_remains::kind::task ? alias.get() : folder_.get();
    stat_block runs{};
    stat_block at{};
    int why = ::fstat(folder_.get(), &runs) == 0 && ::fstat(parent, &at) == 0 ? 0 : errno;
    if (why == 0)
        why = runs.st_dev == at.st_dev ? remove_tree(parent, one.name) : EXDEV;
    if (why == 0)
        return {};
    return error(why == ENOENT ? errc::not_found : errc::permission_denied,
                 "cannot remove " + quote(path_of(one)) + ": " + std::strerror(why))
        .with_hint("look at it, mend its permissions and clean up again");
}

std::string runs_folder::path_of(const run_remains& one) const
{
    return (path_ / one.alias / one.name).string();
}

} // namespace codexflow::workspace
