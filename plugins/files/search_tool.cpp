#include "plugins/files/file_reading.hpp"
#include "plugins/files/file_tools.hpp"
#include "plugins/files/line_search.hpp"
#include "plugins/files/path_patterns.hpp"
#include "plugins/files/regular_expression.hpp"
#include "plugins/files/result_list.hpp"
#include "plugins/files/tree_walk.hpp"

#include <re2/re2.h>

namespace codexflow::files {
namespace {

constexpr std::int64_t usual_matches = 100;
constexpr std::int64_t most_matches = 1000;
constexpr std::int64_t most_context = 10;

/// What became of the files, for the end of the answer.
struct file_count
{
    std::size_t large = 0;
    std::size_t unreadable = 0;
    std::size_t searched = 0;
};

/// Searches one file. All must stay valid until the task completes.
task<void> search_file(line_search& search, const open_file& file, std::string name, std::size_t most,
                       work_slice& slice, file_count& count)
{
    if (slice.spend(work_slice::entry_cost))
        co_await slice.rest();
    if (static_cast<std::size_t>(file.about.st_size) > most)
    {
        ++count.large;
        co_return;
    }
    std::string text;
    try
    {
        text = co_await read_whole(file, name, most, slice);
    }
    catch (const tool_error&) // one file that cannot be read does not end the search
    {
        ++count.unreadable;
        co_return;
    }
    if (looks_binary(text))
        co_return;
    ++count.searched;
    search.begin(shown(name), text);
    while (search.step(work_slice::size / 4)) // matching costs more than reading
    {
        if (slice.spend(work_slice::size))
            co_await slice.rest();
    }
}

tool_result in_words(const line_search& search, const file_count& count, bool cut_short, std::size_t most)
{
    tool_result made(search.text());
    made.truncated = search.full() || cut_short;
    if (search.matches() == 0 && !search.full())
        made.content += "[no match in " + std::to_string(count.searched) + " files]\n";
    if (search.full())
        made.content +=
            "[" + std::to_string(search.matches()) + " matches shown, there are more: narrow the search]\n";
    if (cut_short)
        made.content += "[not all files were searched: there are too many; search a folder further down]\n";
    if (count.large != 0)
        made.content += "[" + std::to_string(count.large) + " files larger than " + bytes_text(most) +
                        " were not searched]\n";
    if (count.unreadable != 0)
        made.content += "[" + std::to_string(count.unreadable) + " files could not be read]\n";
    made.details = R"({"matches":)" + std::to_string(search.matches()) + R"(,"files":)" +
                   std::to_string(search.files()) + R"(,"searched":)" + std::to_string(count.searched) + "}";
    return made;
}

} // namespace

task<tool_result> file_tools::search(tool_call& call)
{
    const std::string_view path = call.arguments.text_or("path", ".");
    const bool ignore = call.arguments.flag_or("ignore_case", false);
    const auto pattern =
        compile(call.arguments.text("pattern"), ignore ? letter_case::ignore : letter_case::exact);
    const path_patterns globs(call.arguments.texts("glob"));
    search_limits limits;
    limits.context = static_cast<std::size_t>(call.arguments.count_or("context", 0, 0, most_context));
    limits.matches =
        static_cast<std::size_t>(call.arguments.count_or("limit", usual_matches, 1, most_matches));
    limits.bytes = limits_.output_bytes;
    const work_area area(call.workspace, call.roots);
    line_search search(*pattern, limits);
    work_slice slice(call.op);
    file_count count;
    if (!area.is_folder(path))
    {
        const open_file file = area.read_file(path);
        co_await search_file(search, file, std::string(path), limits_.file_bytes, slice, count);
        co_return in_words(search, count, false, limits_.file_bytes);
    }
    tree_walk walk(area.read_folder(path), most_names);
    tree_walk::place place;
    while (!search.full() && walk.next(place))
    {
        if (slice.spend(work_slice::entry_cost))
            co_await slice.rest();
        if (place.kind != entry_kind::file || !globs.fits(place.path))
            continue;
        const open_file file = open_in(place.folder, place.name);
        if (file.handle.get() < 0)
        {
            ++count.unreadable;
            continue;
        }
        std::string name = below(path, place.path);
        co_await search_file(search, file, std::move(name), limits_.file_bytes, slice, count);
    }
    co_return in_words(search, count, walk.cut_short(), limits_.file_bytes);
}

} // namespace codexflow::files
