#include "plugins/files/edit_text.hpp"
#include "plugins/files/file_reading.hpp"
#include "plugins/files/file_replacement.hpp"
#include "plugins/files/file_tools.hpp"

#include <codexflow/utf8.hpp>

#include <fcntl.h>

namespace codexflow::files {
namespace {

/// A file is replaced through its folder, which needs no right on the file itself: so that is asked for here.
void check_writable(const open_file& file, std::string_view path)
{
    if (const opened again = open_again(file.handle.get(), O_WRONLY); !again.good())
        throw tool_error(shown(path) + ": " + explain(again.code));
}

/// Text that came as JSON may hold halves of characters, which no file should.
std::string clean_argument(const tool_call& call, std::string_view name)
{
    return utf8::clean(call.arguments.text(name));
}

task<void> write_all(file_replacement& to, std::string_view text, work_slice& slice)
{
    while (!text.empty())
    {
        const std::string_view piece = text.substr(0, work_slice::size);
        to.write(piece);
        text.remove_prefix(piece.size());
        if (slice.spend(piece.size()) && !text.empty())
            co_await slice.rest();
    }
}

} // namespace

task<tool_result> file_tools::write(tool_call& call)
{
    const std::string_view path = call.arguments.text("path");
    const std::string content = clean_argument(call, "content");
    const bool make_folders = call.arguments.flag_or("make_folders", true);
    if (content.size() > limits_.file_bytes)
        throw tool_error(shown(path) + ": the content has more than " + bytes_text(limits_.file_bytes) +
                         ", the limit for this tool");
    const work_area area(call.workspace, call.roots);
    const write_place place = area.place_for(path, make_folders);
    const open_file old = work_area::existing(place, path);
    const bool is_new = old.handle.get() < 0;
    if (!is_new)
        check_writable(old, path);
    work_slice slice(call.op);
    file_replacement replacement(place, path, old);
    co_await write_all(replacement, content, slice);
    replacement.commit(file_replacement::condition::none);
    tool_result made((is_new ? "made " : "replaced ") + shown(path) + ": " + bytes_text(content.size()));
    made.details =
        R"({"bytes":)" + std::to_string(content.size()) + R"(,"created":)" + (is_new ? "true}" : "false}");
    co_return made;
}

task<tool_result> file_tools::edit(tool_call& call)
{
    const std::string_view path = call.arguments.text("path");
    const std::string_view wanted = call.arguments.text("old");
    const std::string instead = clean_argument(call, "new");
    const bool all = call.arguments.flag_or("replace_all", false);
    const work_area area(call.workspace, call.roots);
    const write_place place = area.place_for(path, false);
    const open_file old = work_area::existing(place, path);
    if (old.handle.get() < 0)
        throw tool_error(shown(path) + ": there is no such file; use write to make one");
    check_writable(old, path);
    work_slice slice(call.op);
    const std::string text = co_await read_whole(old, path, limits_.file_bytes, slice);
    if (looks_binary(text))
        throw tool_error(shown(path) + ": it is a binary file of " + bytes_text(text.size()) +
                         "; this tool edits text");
    const edited changed = edit_text(text, wanted, instead, all);
    if (!changed.problem.empty())
        throw tool_error(shown(path) + ": " + changed.problem);
    if (changed.text.size() > limits_.file_bytes)
        throw tool_error(shown(path) + ": it would become larger than " + bytes_text(limits_.file_bytes) +
                         ", the limit for this tool");
    file_replacement replacement(place, path, old);
    co_await write_all(replacement, changed.text, slice);
    replacement.commit(file_replacement::condition::unchanged);
    const std::string count = std::to_string(changed.count);
    tool_result made("edited " + shown(path) + ": " + count + (changed.count == 1 ? " place" : " places"));
    made.details = R"({"replaced":)" + count + R"(,"bytes":)" + std::to_string(changed.text.size()) + "}";
    co_return made;
}

} // namespace codexflow::files
