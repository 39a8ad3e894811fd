#include "plugins/files/file_tools.hpp"
#include "plugins/files/path_patterns.hpp"
#include "plugins/files/result_list.hpp"
#include "plugins/files/tree_walk.hpp"
#include "plugins/files/work_area.hpp"
#include "plugins/files/work_slice.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <climits>

namespace codexflow::files {
namespace {

/// "name/", "name -> target", "name (12 bytes)", "name (not a file)".
std::string line_of(int folder, const entry& one)
{
    std::string line = shown(one.name);
    if (one.kind == entry_kind::folder)
        return line + '/';
    if (one.kind == entry_kind::link)
    {
        std::array<char, PATH_MAX> target{};
        const ssize_t n = ::readlinkat(folder, one.name.c_str(), target.data(), target.size());
        return n < 0 ? line
                     : line + " -> " + shown(std::string_view(target.data(), static_cast<std::size_t>(n)));
    }
    struct stat about
    {};
    if (one.kind == entry_kind::other ||
        ::fstatat(folder, one.name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0)
        return line + " (not a file)";
    return line + " (" + std::to_string(about.st_size) + " bytes)";
}

} // namespace

task<tool_result> file_tools::list(tool_call& call)
{
    const std::string_view path = call.arguments.text_or("path", ".");
    const work_area area(call.workspace, call.roots);
    const owned_fd folder = area.read_folder(path);
    bool more = false;
    const std::vector<entry> names = entries_of(folder.get(), limits_.entries, more);
    result_list found(limits_);
    work_slice slice(call.op);
    for (const entry& one : names)
    {
        found.add(line_of(folder.get(), one));
        if (slice.spend(work_slice::entry_cost))
            co_await slice.rest();
    }
    if (more)
        found.more();
    co_return found.result("the folder is empty", "list a folder below it, or use glob");
}

task<tool_result> file_tools::glob(tool_call& call)
{
    const std::string_view path = call.arguments.text_or("path", ".");
    const path_patterns patterns(std::vector{call.arguments.text("pattern")});
    const work_area area(call.workspace, call.roots);
    tree_walk walk(area.read_folder(path), most_names);
    result_list found(limits_);
    work_slice slice(call.op);
    tree_walk::place place;
    while (!found.full() && walk.next(place))
    {
        const bool is_one = place.kind == entry_kind::file || place.kind == entry_kind::link;
        if (is_one && patterns.fits(place.path))
            found.add(shown(below(path, place.path)));
        if (slice.spend(work_slice::entry_cost))
            co_await slice.rest();
    }
    if (walk.cut_short())
        found.more();
    co_return found.result("no file fits", "use a narrower pattern, or a folder further down");
}

} // namespace codexflow::files
