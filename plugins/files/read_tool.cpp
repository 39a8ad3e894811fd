#include "plugins/files/file_reading.hpp"
#include "plugins/files/file_tools.hpp"
#include "plugins/files/line_window.hpp"

#include <codexflow/json_writer.hpp>

namespace codexflow::files {
namespace {

constexpr std::int64_t usual_lines = 2000;
constexpr std::int64_t most_lines = 1'000'000'000;

/// What the window has of a file, and what a model must know about it.
tool_result in_words(const line_window& window, std::size_t first, const open_file& file,
                     std::string_view path)
{
    const std::size_t last = window.next() - 1;
    if (window.text().empty() && !window.done())
    {
        if (first > 1)
            return tool_result::failed(shown(path) + ": it has only " + std::to_string(window.seen()) +
                                       " lines");
        return tool_result("[the file is empty]");
    }
    tool_result made(window.text());
    made.truncated = window.done();
    if (made.truncated && !made.content.ends_with('\n'))
        made.content += '\n';
    if (window.cut())
        made.content +=
            "[line " + std::to_string(last) + " is cut: it is longer than the limit for one call]\n";
    if (made.truncated)
        made.content += "[lines " + std::to_string(first) + " to " + std::to_string(last) +
                        "; for what follows read with offset " + std::to_string(last + 1) + "]";
    json_writer(made.details)
        .begin_object()
        .member("first_line", first)
        .member("last_line", last)
        .member("file_bytes", static_cast<std::size_t>(file.about.st_size))
        .end_object();
    return made;
}

} // namespace

task<tool_result> file_tools::read(tool_call& call)
{
    const std::string_view path = call.arguments.text("path");
    const auto first = static_cast<std::size_t>(call.arguments.count_or("offset", 1, 1, most_lines));
    const auto lines = static_cast<std::size_t>(call.arguments.count_or("limit", usual_lines, 1, most_lines));
    const work_area area(call.workspace, call.roots);
    const open_file file = area.read_file(path);
    line_window window(first, lines, limits_.output_bytes);
    work_slice slice(call.op);
    std::string buffer;
    for (bool at_start = true; !window.done(); at_start = false)
    {
        const std::string_view piece = read_piece(file.handle.get(), buffer, path);
        if (piece.empty())
            break;
        if (at_start && looks_binary(piece))
            throw tool_error(shown(path) + ": it is a binary file of " +
                             bytes_text(static_cast<std::size_t>(file.about.st_size)) +
                             "; this tool reads text");
        window.feed(piece);
        if (slice.spend(piece.size()))
            co_await slice.rest();
    }
    co_return in_words(window, first, file, path);
}

} // namespace codexflow::files
