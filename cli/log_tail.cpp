#include "cli/log_tail.hpp"

#include <codexflow/reverse_lines.hpp>

#include <algorithm>
#include <cerrno>

namespace codexflow::cli {
namespace {

enum class reading
{
    on,
    enough,
    absent,
};

/// Puts the lines of one file into @p tail, newest first.
result<reading> read_file(const std::string& path, const log_filter& filter, std::size_t most, log_tail& tail)
{
    reverse_lines lines;
    if (const file_error fault = lines.open(path); fault.code == ENOENT)
        return reading::absent;
    else if (fault)
        return error(errc::invalid_argument, fault.message(path));
    if (!tail.there)
        tail.end = lines.size();
    tail.there = true;
    for (std::string_view line; tail.lines.size() < most && lines.next(line);)
    {
        if (lines.torn() && tail.lines.empty()) // its end may still come
            tail.end = lines.offset();
        const auto parsed = parsed_json::parse(line);
        if (!parsed || parsed->root().text("kind").empty())
        {
            tail.unreadable += line.empty() && !lines.oversized() ? 0 : 1;
            continue;
        }
        if (filter.is_too_old(parsed->root()))
            return reading::enough;
        if (filter.wants(parsed->root()))
            tail.lines.emplace_back(line);
    }
    if (lines.error())
        return error(errc::invalid_argument, lines.error().message(path));
    return tail.lines.size() < most ? reading::on : reading::enough;
}

} // namespace

result<log_tail> read_log_tail(const std::filesystem::path& file, const log_filter& filter, std::size_t most)
{
    log_tail tail;
    for (unsigned number = 0;; ++number)
    {
        const auto how = read_file(file.string() + (number == 0 ? "" : '.' + std::to_string(number)), filter, most, tail);
        if (!how)
            return how.error();
        if (*how == reading::enough || (*how == reading::absent && number != 0))
            break;
    }
    std::reverse(tail.lines.begin(), tail.lines.end());
    return tail;
}

} // namespace codexflow::cli
