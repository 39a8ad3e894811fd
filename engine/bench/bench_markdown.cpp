#include "engine/bench/bench_report.hpp"
#include "engine/bench/bench_table.hpp"

#include "engine/base/clock.hpp"

#include <fmt/format.h>

namespace codexflow::bench {
namespace {

/// @p text as one line in which nothing is markup.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : text)
    {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
        {
            out += ' ';
            continue;
        }
        if (std::string_view("\\|`*_<>[]#").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string line_of(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const std::string& cell : cells)
        line += ' ' + plain(cell) + " |";
    return line + '\n';
}

} // namespace

std::string report_markdown(const measurement& all)
{
    std::string text = "# Bench of " + iso_time(all.started_unix_us) + "\n\n";
    text += "Prompt: " + plain(preview_of(all.prompt)) + "\n\n";
    text += fmt::format("{} counted calls of each provider after {} for warming up, at most {} at once, {}.\n\n",
                        all.settings.runs, all.settings.warm_up, all.settings.max_parallel,
                        all.settings.stream ? "streamed" : "not streamed");
    const auto headings = table_headings();
    text += line_of(headings) + '|';
    for (std::size_t i = 0; i != headings.size(); ++i)
        text += i < 2 ? " --- |" : " ---: |";
    text += '\n';
    for (const auto& row : table_rows(all))
        text += line_of(row);
    text += '\n';
    for (const std::string& line : failure_lines(all))
        text += "- " + plain(line) + '\n';
    for (const std::string& line : remarks(all))
        text += "- " + plain(line) + '\n';
    return text;
}

} // namespace codexflow::bench
