#include "plugins/files/tree_walk.hpp"

#include "plugins/files/open_beneath.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace codexflow::files {
namespace {

constexpr std::size_t most_levels = 64; // each holds a folder open

entry_kind kind_of(int folder, const dirent& one)
{
    switch (one.d_type)
    {
    case DT_REG: return entry_kind::file;
    case DT_DIR: return entry_kind::folder;
    case DT_LNK: return entry_kind::link;
    case DT_UNKNOWN: break; // some file systems do not say
    default: return entry_kind::other;
    }
    struct stat about
    {};
    if (::fstatat(folder, one.d_name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return entry_kind::other;
    return S_ISREG(about.st_mode)   ? entry_kind::file
           : S_ISDIR(about.st_mode) ? entry_kind::folder
           : S_ISLNK(about.st_mode) ? entry_kind::link
                                    : entry_kind::other;
}

struct close_listing
{
    void operator()(DIR* listing) const noexcept { ::closedir(listing); }
};

} // namespace

std::vector<entry> entries_of(int folder, std::size_t most, bool& more)
{
    std::vector<entry> all;
    const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); // a position of its own
    const std::unique_ptr<DIR, close_listing> listing(own < 0 ? nullptr : ::fdopendir(own));
    if (!listing)
    {
        const owned_fd closed(own);
        return all;
    }
    while (const dirent* one = ::readdir(listing.get()))
    {
        const std::string_view name = one->d_name;
        if (name == "." || name == "..")
            continue;
        if (all.size() == most)
        {
            more = true;
            break;
        }
        all.push_back({std::string(name), kind_of(folder, *one)});
    }
    std::sort(all.begin(), all.end(), [](const entry& a, const entry& b) { return a.name < b.name; });
    return all;
}

tree_walk::tree_walk(owned_fd top, std::size_t most) : left_(most) { enter(std::move(top), ""); }

void tree_walk::enter(owned_fd folder, std::string path)
{
    level made{std::move(folder), std::move(path), {}, 0};
    made.names = entries_of(made.folder.get(), left_, cut_);
    left_ -= made.names.size();
    levels_.push_back(std::move(made));
}

void tree_walk::descend()
{
    const std::string name = std::exchange(pending_, {});
    const level& here = levels_.back();
    if (levels_.size() == most_levels)
    {
        cut_ = true;
        return;
    }
    owned_fd folder(
        ::openat(here.folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (folder.get() < 0 || shows_the_system(folder.get()))
        ++closed_;
    else
        enter(std::move(folder), here.path + name + '/');
}

bool tree_walk::next(place& found)
{
    if (!pending_.empty())
        descend();
    while (!levels_.empty() && levels_.back().at == levels_.back().names.size())
        levels_.pop_back();
    if (levels_.empty())
        return false;
    level& here = levels_.back();
    const entry& one = here.names[here.at++];
    found.path = here.path + one.name;
    found.name = one.name;
    found.kind = one.kind;
    found.folder = here.folder.get();
    if (one.kind == entry_kind::folder && one.name != ".git")
        pending_ = one.name;
    return true;
}

} // namespace codexflow::files
